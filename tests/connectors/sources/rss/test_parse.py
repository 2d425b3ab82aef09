"""Feed documents in pairs (the file beside the entries it must become), and the broken ones."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sources.rss.parse import Document, Entry, parse
from tests.connectors.sources.rss.world import item, rss

FEEDS = Path(__file__).parents[3] / "data" / "feeds"
PAIRS = sorted(path.stem for path in FEEDS.glob("*.xml"))
URL = "https://feeds.example/all.xml"

RUSSIAN = "Стороны договорились о перемирии в Идлибе, сообщил источник"
ARABIC = "اتفق الطرفان على وقف إطلاق النار في إدلب، وفق مصدر مطلع"
TURKISH = "Taraflar İdlib'de ateşkes konusunda anlaştı, görüşmeler sürüyor"
FRENCH = "À Idleb, la trêve a été prolongée, a annoncé le gouvernement"


def read(document: str, encoding: str = "utf-8", charset: str = "") -> Document:
    return parse(document.encode(encoding), charset, URL)


@pytest.mark.parametrize("name", PAIRS)
def test_a_document_becomes_its_entries(name: str) -> None:
    expected = msgspec.json.decode((FEEDS / f"{name}.json").read_bytes(), type=Document)
    found = parse((FEEDS / f"{name}.xml").read_bytes(), "", URL)
    assert msgspec.to_builtins(found) == msgspec.to_builtins(expected)


def test_there_is_a_pair_for_every_language_and_kind() -> None:
    assert {name.partition("-")[2] for name in PAIRS} == {"ar", "en", "fa", "fr", "ru", "tr"}
    assert {name.partition("-")[0] for name in PAIRS} == {"rss", "atom", "rdf"}


@pytest.mark.parametrize("raw", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_an_empty_document_is_called_empty(raw: bytes) -> None:
    assert parse(raw, "", URL).faults == ("empty",)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><head><title>Moved</title></head><body><p>Sorry</body></html>",
        "\n<!-- cached --><HTML><body>Sorry</body></HTML>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' ''><html></html>",
    ],
)
def test_a_web_page_is_called_one(page: str) -> None:
    assert read(page) == Document(faults=("html",), detail="a web page, not a feed")


@pytest.mark.timeout(30)
def test_comments_before_the_root_hold_up_nothing() -> None:
    comments = "<!-- generated -->\n" * 5000
    assert [entry.body for entry in read(comments + rss(item("one", "News")).partition("?>")[2]).entries] == [
        "News"
    ]
    assert read(comments + "<html><p>Sorry</html>").faults == ("html",)


@pytest.mark.parametrize(
    "text", ["Service unavailable", '{"error": 1}', "<urlset><url/></urlset>", "\x00\x01"]
)
def test_anything_else_is_not_a_feed(text: str) -> None:
    document = read(text)
    assert document.faults[0] in ("not_a_feed", "truncated", "empty")
    assert document.entries == ()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_truncated_document_gives_its_whole_entries_and_no_invented_ones(data: st.DataObject) -> None:
    whole = rss(item("one", "Первая новость"), item("two", "خبر دوم"), item("three", "Third"))
    raw = whole.encode()
    entries = parse(raw, "", URL).entries
    cut = data.draw(st.integers(raw.index(b"<item>"), len(raw) - 1))
    document = parse(raw[:cut], "", URL)
    assert document.faults == ("truncated",)
    complete = raw[:cut].count(b"</item>")
    assert document.entries[:complete] == entries[:complete]
    stump = document.entries[complete:]
    assert [entry.url for entry in stump] in ([], [entries[complete].url] if complete < 3 else [])


def test_broken_xml_gives_what_can_be_read() -> None:
    document = read(
        rss(item("one", "First"), "<item><title>Fish & <chips</title></item>", item("two", "Second"))
    )
    assert document.faults == ("malformed",)
    assert document.detail
    assert {"First", "Second"} <= {entry.body for entry in document.entries}


def test_characters_that_xml_forbids_break_nothing() -> None:
    document = read(rss(item("one", "Be\x08fore\x00 after")))
    assert document.faults == ()
    assert [entry.body for entry in document.entries] == ["Before after"]


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (RUSSIAN, "windows-1251", "utf-8"),
        (RUSSIAN, "koi8-r", "utf-8"),
        (RUSSIAN, "windows-1251", "iso-8859-1"),
        (RUSSIAN, "utf-8", "windows-1251"),
        (ARABIC, "windows-1256", "utf-8"),
        (ARABIC, "windows-1256", "us-ascii"),
        (ARABIC, "utf-8", "iso-8859-1"),
        (TURKISH, "windows-1254", "utf-8"),
        (FRENCH, "windows-1252", "utf-8"),
        (RUSSIAN, "windows-1251", "no-such-encoding"),
    ],
)
def test_a_wrongly_declared_encoding_is_seen_through_and_told(
    text: str, encoding: str, declared: str
) -> None:
    document = read(rss(item("one", text)).replace('"utf-8"', f'"{declared}"'), encoding)
    assert [entry.body for entry in document.entries] == [text]
    assert document.faults == ("wrong_encoding",)
    assert "read as" in document.detail


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "windows-1256"),
        (TURKISH, "iso-8859-9"),
        (FRENCH, "iso-8859-1"),
        (ARABIC, "utf-8-sig"),
        (ARABIC, "utf-16"),
        (RUSSIAN, "utf-16-be"),
    ],
)
def test_a_rightly_declared_encoding_is_no_fault(text: str, encoding: str) -> None:
    by_declaration = read(rss(item("one", text)).replace('"utf-8"', f'"{encoding}"'), encoding)
    by_header = read(rss(item("one", text)), encoding, charset=encoding)
    for document in (by_declaration, by_header):
        assert document.faults == ()
        assert [entry.body for entry in document.entries] == [text]


def test_one_bad_byte_spoils_one_character_only() -> None:
    raw = rss(item("one", RUSSIAN), item("two", ARABIC)).encode().replace("источник".encode(), b"\xff")
    assert [entry.body for entry in parse(raw, "", URL).entries] == [
        RUSSIAN.replace("источник", "\ufffd"),
        ARABIC,
    ]


def test_dates_that_no_calendar_holds_are_none_and_future_ones_stay() -> None:
    dated = "<item><title>t</title><link>https://desk.example/{0}</link><pubDate>{1}</pubDate></item>"
    document = read(
        rss(
            dated.format("a", "Mon, 99 Foo 2026 10:00:00 GMT"),
            dated.format("b", "Thu, 01 Jan 2099 00:00:00 GMT"),
            dated.format("c", "0000-00-00T00:00:00Z"),
        )
    )
    published = [entry.published and entry.published.isoformat() for entry in document.entries]
    assert published == [None, "2099-01-01T00:00:00+00:00", None]


CHARSETS = ["", "utf-8", "hex", "utf-16", "idna", "unicode_escape", "\udcff", "windows-1256"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(CHARSETS))
def test_no_bytes_make_it_raise(raw: bytes, charset: str) -> None:
    parse(raw, charset, URL)
    parse(rss(item("one")).encode()[:-30] + raw, charset, URL)


def test_no_markup_survives() -> None:
    nasty = '<p onclick="x()">One</p><script>two()</script><style>three</style>four &lt;five&gt;<img src=x onerror=y>'
    (entry,) = read(rss(item("one", nasty))).entries
    assert entry == Entry(url="https://desk.example/one", title="one", body="One\nfour <five>", language="en")


@pytest.mark.timeout(30)
def test_an_entry_nested_beyond_reason_is_read() -> None:
    (entry,) = read(rss(item("one", "<div>" * 200_000 + "News"))).entries
    assert entry.body == "News"
