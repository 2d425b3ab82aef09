"""Feed documents in pairs (the file beside the entries it must become), and the broken ones."""

import codecs
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sources.rss.clean import Entry, clean
from connectors.sources.rss.mixture import mixture
from connectors.sources.rss.raw import RawDocument
from connectors.sources.rss.read import read as read_bytes
from tests.connectors.sources.rss.world import item, rss

FEEDS = Path(__file__).parents[3] / "data" / "feeds"
PAIRS = sorted(path.stem for path in FEEDS.iterdir() if path.suffix != ".json")
URL = "https://feeds.example/all.xml"

RUSSIAN = "Стороны договорились о перемирии в Идлибе, сообщил источник"
ARABIC = "اتفق الطرفان على وقف إطلاق النار في إدلب، وفق مصدر مطلع"
TURKISH = "Taraflar İdlib'de ateşkes konusunda anlaştı, görüşmeler sürüyor"
PERSIAN = "آتش‌بس در ادلب تمدید شد؛ گفت‌وگوها در آستانه ادامه دارد."
FRENCH = "À Idleb, la trêve a été prolongée, a annoncé le gouvernement"


NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Pair(msgspec.Struct):
    """What a document must become, and who reads it."""

    title: str
    reader: str
    entries: list[Entry]


def parse(raw: bytes, charset: str = "", media_type: str = "") -> RawDocument:
    return read_bytes(raw, charset, media_type, URL)


def read(document: str, encoding: str = "utf-8", charset: str = "") -> RawDocument:
    return parse(document.encode(encoding), charset)


def entries_of(document: RawDocument) -> list[Entry]:
    return [clean(entry, NOW) for entry in document.entries]


@pytest.mark.parametrize("name", PAIRS)
def test_a_document_becomes_its_entries(name: str) -> None:
    expected = msgspec.json.decode((FEEDS / f"{name}.json").read_bytes(), type=Pair)
    found = parse(next(path for path in FEEDS.glob(f"{name}.*") if path.suffix != ".json").read_bytes())
    assert found.faults == ()
    assert Pair(found.title.text, found.reader or "", entries_of(found)) == expected


def test_there_is_a_pair_for_every_language_and_kind() -> None:
    assert {name.partition("-")[2] for name in PAIRS} == {"ar", "en", "fa", "fr", "ru", "tr"}
    assert {name.partition("-")[0] for name in PAIRS} == {"rss", "atom", "rdf", "jsonfeed"}


@pytest.mark.parametrize("raw", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_an_empty_document_is_called_empty(raw: bytes) -> None:
    assert parse(raw).faults == ("empty",)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><head><title>Moved</title></head><body><p>Sorry</body></html>",
        "\n<!-- cached --><HTML><body>Sorry</body></HTML>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' ''><html></html>",
    ],
)
def test_a_web_page_is_called_one(page: str) -> None:
    assert read(page) == RawDocument(faults=("html",), detail="a web page, not a feed")


@pytest.mark.timeout(30)
def test_comments_before_the_root_hold_up_nothing() -> None:
    comments = "<!-- generated -->\n" * 5000
    assert [
        entry.body for entry in entries_of(read(comments + rss(item("one", "News")).partition("?>")[2]))
    ] == ["News"]
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
    entries = parse(raw).entries
    cut = data.draw(st.integers(raw.index(b"<item>"), len(raw) - 1))
    document = parse(raw[:cut])
    assert document.faults == ("truncated",)
    complete = raw[:cut].count(b"</item>")
    assert document.entries[:complete] == entries[:complete]
    # Where there is no other, what there is of the first is kept.
    stump = document.entries[complete:]
    assert [entry.url for entry in stump] in ([], [] if complete else [entries[0].url])


def test_an_entry_that_is_cut_before_its_link_is_left_for_the_next_time() -> None:
    """Its id is enough to send it; and then to send it again under its address."""
    entry = (
        "<entry><id>tag:desk.example,2026:{0}</id><title>Title {0}</title><content type='html'>Long, long</content>"
        "<link rel='alternate' type='text/html' href='https://desk.example/{0}.html'/></entry>"
    )
    whole = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry.format(1)}{entry.format(2)}{entry.format(3)}</feed>"
    assert [each.url[-6:] for each in read(whole).entries] == ["1.html", "2.html", "3.html"]
    cut = read(whole[: whole.rindex("long")])
    assert (cut.faults, [each.url[-6:] for each in cut.entries]) == (("truncated",), ["1.html", "2.html"])
    alone = read(whole[: whole.index("long")])
    assert [each.guid for each in alone.entries] == ["tag:desk.example,2026:1"]
    after_its_end = read(whole.removesuffix("</feed>"))
    assert len(after_its_end.entries) == 3


def test_broken_xml_gives_what_can_be_read() -> None:
    document = read(
        rss(item("one", "First"), "<item><title>Fish & <chips</title></item>", item("two", "Second"))
    )
    assert document.faults == ("malformed",)
    assert document.detail
    assert {"First", "Second"} <= {entry.body for entry in entries_of(document)}


def test_characters_that_xml_forbids_break_nothing() -> None:
    document = read(rss(item("one", "Be\x08fore\x00 after")))
    assert document.faults == ()
    assert [entry.body for entry in entries_of(document)] == ["Before after"]


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
    assert [entry.body for entry in entries_of(document)] == [text]
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
        assert [entry.body for entry in entries_of(document)] == [text]


IN_OLDER = [
    (ARABIC, "windows-1256"),
    (PERSIAN, "windows-1256"),
    (RUSSIAN, "windows-1251"),
    (RUSSIAN, "koi8-r"),
    (TURKISH, "windows-1254"),
    (TURKISH, "iso-8859-9"),
    (FRENCH, "windows-1252"),
]


def in_both(texts: list[str], older: str, in_older: set[int]) -> bytes:
    """A feed of ``texts``: those ``in_older`` in that encoding (with references for what it lacks), others in UTF-8."""
    start, end = rss("|").split("|")
    items = [item(str(at), text) for at, text in enumerate(texts)]
    return b"".join(
        [
            start.encode(),
            *(
                each.encode(*((older, "xmlcharrefreplace") if at in in_older else ("utf-8",)))
                for at, each in enumerate(items)
            ),
            end.encode(),
        ]
    )


@pytest.mark.parametrize("declared", ["utf-8", "utf-8-sig", "iso-8859-1", "its own"])
@pytest.mark.parametrize("in_older", [{0}, {3}, {1, 2}, {4, 5, 6, 7, 8, 9}, {0, 1, 2, 3, 4, 5, 6, 7, 8}])
@pytest.mark.parametrize(("text", "older"), IN_OLDER)
def test_a_document_that_changes_its_encoding_on_the_way_is_read_and_it_is_told(
    text: str, older: str, in_older: set[int], declared: str
) -> None:
    raw = in_both([text] * 10, older, in_older)
    mark = codecs.BOM_UTF8 if declared == "utf-8-sig" else b""
    named = older if declared == "its own" else declared
    document = parse(mark + raw.replace(b'"utf-8"', f'"{named}"'.encode()))
    assert [entry.body for entry in entries_of(document)] == [text] * 10
    assert document.faults == ("wrong_encoding",)
    assert "read as utf-8 and" in document.detail


@pytest.mark.parametrize(("text", "older"), IN_OLDER)
def test_one_entry_of_many_in_another_language_and_encoding_is_read(text: str, older: str) -> None:
    others = [ARABIC, PERSIAN, RUSSIAN, TURKISH] * 10
    raw = in_both([*others, text, *others], older, {len(others)})
    assert [entry.body for entry in entries_of(parse(raw))] == [*others, text, *others]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(IN_OLDER[:3]), min_size=1, max_size=6), st.data())
def test_a_document_in_one_encoding_is_no_mixture(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    """Whatever short texts there are in it, some of which may be UTF-8 by chance."""
    older = texts[0][1]
    words = " ".join(text for text, each in texts if each == older).split()
    few = data.draw(st.lists(st.sampled_from(["Её", "تک", "تک تک", "Ç»", "ا؟"] * 5 + words), max_size=20))
    short = [word for word in few if word.encode(older, "ignore").decode(older) == word]
    whole = [text for text, each in texts if each == older]
    raw = in_both([*whole, *short], older, set(range(100)))
    assert [entry.body for entry in entries_of(parse(raw))] == [*whole, *short]


@pytest.mark.parametrize("moved", range(4))
@pytest.mark.parametrize("letters", ["é\n", "خ"])
def test_no_character_of_a_mixture_is_cut_however_many_parts_there_are(letters: str, moved: int) -> None:
    start = b"<b>" + RUSSIAN.encode("windows-1251") + b"</b>" + b"\xc3\xa9<" * 100_000
    parts = mixture(start + b" " * moved + (letters * 60_000).encode())
    assert parts is not None
    assert [part for part in parts if isinstance(part, bytes)] == [RUSSIAN.encode("windows-1251")]
    assert not any("\ufffd" in part for part in parts if isinstance(part, str))


def test_one_bad_byte_spoils_one_character_only() -> None:
    raw = rss(item("one", RUSSIAN), item("two", ARABIC)).encode().replace("источник".encode(), b"\xff")
    assert [entry.body for entry in entries_of(parse(raw))] == [
        RUSSIAN.replace("источник", "\ufffd"),
        ARABIC,
    ]


def test_dates_that_no_calendar_holds_and_future_ones_are_none() -> None:
    dated = "<item><title>t</title><link>https://desk.example/{0}</link><pubDate>{1}</pubDate></item>"
    document = read(
        rss(
            dated.format("a", "Mon, 99 Foo 2026 10:00:00 GMT"),
            dated.format("b", "Thu, 01 Jan 2099 00:00:00 GMT"),
            dated.format("c", "0000-00-00T00:00:00Z"),
        )
    )
    published = [entry.published and entry.published.isoformat() for entry in entries_of(document)]
    assert published == [None, None, None]
    assert [entry.date_source for entry in entries_of(document)] == ["unreadable", "future", "unreadable"]


CHARSETS = ["", "utf-8", "hex", "utf-16", "idna", "unicode_escape", "\udcff", "windows-1256"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(CHARSETS))
def test_no_bytes_make_it_raise(raw: bytes, charset: str) -> None:
    for media_type in ("", "application/feed+json"):
        parse(raw, charset, media_type)
    parse(rss(item("one")).encode()[:-30] + raw, charset)


def test_no_markup_survives() -> None:
    nasty = '<p onclick="x()">One</p><script>two()</script><style>three</style>four &lt;five&gt;<img src=x onerror=y>'
    (entry,) = entries_of(read(rss(item("one", nasty))))
    assert entry == Entry(
        url="https://desk.example/one",
        title="one",
        summary="One\nfour <five>",
        body="One\nfour <five>",
        language="en",
    )


@pytest.mark.timeout(30)
def test_an_entry_nested_beyond_reason_is_read() -> None:
    (entry,) = entries_of(read(rss(item("one", "<div>" * 150_000 + "News"))))
    assert entry.body == "News"


@pytest.mark.parametrize("link", ["", "#x", " #x\n", "//", "https:", "https://#x"])
@pytest.mark.parametrize("broken", ["", "<x>"])
def test_a_link_to_the_document_itself_is_none(link: str, broken: str) -> None:
    """Joined to the feed's address it would tell the key in that to everybody who gets the alert."""
    guid = "<guid>https://desk.example/one</guid>"
    documents = [
        rss(f"<item><title>t</title><link>{link}</link>{guid}</item>"),
        rss(f"<item><title>t</title>{guid}<link>{link}</link></item>"),
        rss(f"<item><title>t</title><guid>{link}</guid><link>https://desk.example/one</link></item>"),
        rss(f"<item><title>t</title><guid>{link}</guid></item>"),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://desk.example/one</id><title>t</title>'
            f'<link href="{link}"/></entry></feed>'
        ),
    ]
    found = [
        read_bytes(f"{each}{broken}".encode(), "", "", "https://feeds.example/all?key=secret").entries[0]
        for each in documents
    ]
    assert [entry.url for entry in found] == ["https://desk.example/one"] * 3 + [
        "",
        "https://desk.example/one",
    ]
    assert not [entry for entry in found if "secret" in entry.guid]


@pytest.mark.parametrize("link", ["", "#x", "//"])
def test_nor_is_one_in_json(link: str) -> None:
    document = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": "1", "url": "{link}"}}]}}'
    (entry,) = read_bytes(document.encode(), "", "", "https://feeds.example/all?key=secret").entries
    assert (entry.guid, entry.url) == ("1", "")


def test_a_fault_of_xml_is_told_at_its_place_and_by_no_name_of_a_librarys() -> None:
    found = read("<rss version='2.0'><channel>\n<item><title>A</title></itm></channel></rss>")
    assert found.detail == "line 2, column 25: mismatched tag"
