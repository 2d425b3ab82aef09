"""Keywords out of OPML."""

import pytest

from tocsin.watchlist.importing.outline import outline_rows
from tocsin.watchlist.importing.rows import NO_LANGUAGE, ListError, Row, Skipped


def opml(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><body>\n{body}\n</body></opml>'.encode()
    )


def test_an_outline_around_others_is_their_term() -> None:
    found = outline_rows(
        opml(
            '<outline text="Border" lang="en">\n<outline text="sınır" xml:lang="tr"/>\n'
            '<outline text="border"/></outline>'
        )
    )
    assert found.rows == [Row("4", "Border", "tr", "sınır"), Row("5", "Border", "en", "border")]


def test_an_outline_by_itself_is_its_own_term() -> None:
    assert outline_rows(opml('<outline text="truce"/>'), "en").rows == [Row("3", "truce", "en", "truce")]


def test_feeds_and_outlines_without_text_or_language_are_told() -> None:
    found = outline_rows(
        opml(
            '<outline text="Wire" xmlUrl="https://wire.example/rss"/>\n<outline language="en"/>\n<outline text="x"/>'
        )
    )
    assert found.rows == []
    assert found.skipped == [
        Skipped("3", "Wire", "it is a feed, no keyword"),
        Skipped("4", "", "there is no text"),
        Skipped("5", "x", NO_LANGUAGE),
    ]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "line 1: no well-formed XML: no element found"),
        (b"truce\nceasefire", "line 1: no well-formed XML: syntax error"),
        (opml("<outline>"), "line 4: no well-formed XML: mismatched tag"),
        (b"<rss/>", "it holds no <opml>"),
        (opml("<outline>" * 101), "^line 3: outlines nested more than 100 deep"),
        (b'<!DOCTYPE o [<!ENTITY a "aaaa">]><opml>&a;</opml>', "it has a document type"),
        (b'<!DOCTYPE o SYSTEM "file:///etc/passwd"><opml/>', "it has a document type"),
        (b"<opml>&a;</opml>", "line 1: no well-formed XML: undefined entity"),
        (b'<?xml version="1.0" encoding="klingon"?><opml/>', "line 1: .*encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?><opml/>', "line 1: .*encoding"),
        (b'<?xml version="1.0" encoding="rot13"?><opml/>', "line 1: .*encoding"),
    ],
)
def test_what_is_no_outline_is_told(raw: bytes, why: str) -> None:
    with pytest.raises(ListError, match=why):
        outline_rows(raw)
