"""Elements and references that feedparser stumbles over: they cost themselves, and no other entry."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sources.rss.bounded import Bounded
from connectors.sources.rss.clean import clean
from connectors.sources.rss.handlers import Handlers
from connectors.sources.rss.raw import RawDocument
from connectors.sources.rss.read import read
from connectors.sources.rss.slow import read_slow
from tests.connectors.sources.rss.test_read import ARABIC, FRENCH, NOW, RUSSIAN, TURKISH, URL

TEXTS = ("Ceasefire extended, envoy says", RUSSIAN, ARABIC, TURKISH, FRENCH)
NAMESPACES = (
    ' xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml"'
    ' xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"'
    ' xmlns:cc="http://web.resource.org/cc/" xmlns:psc="http://podlove.org/simple-chapters"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/"'
)
REFERENCES = (
    "&#55357;&#56832;",
    "&#xD83D;&#xDE00;",
    "&#xD83D;",
    "&#56832;",
    "&#9999999999;",
    f"&#{'9' * 6000};",
    f"&#x{'f' * 6000};",
    "&#x110000;",
    "&#0;",
    "&#x1f;",
    "&#xFFFF;",
    "&bogus;",
    "&#xZZ;",
)
ELEMENTS = (
    "<gml:pos>1 2</gml:pos>",
    "<gml:posList>1 2 3</gml:posList>",
    "<georss:where><gml:pos>x</gml:pos></georss:where>",
    "<georss:point>a b</georss:point>",
    "<width>wide</width>",
    "<image><width>100%</width><height/></image>",
    "<textinput/>",
    "<textInput><title>Search</title><link>/search</link></textInput>",
    "<textinput><name>q</name></textinput>",
    "<creativeCommons:license/>",
    "<creativeCommons:license>https://licence.example/</creativeCommons:license>",
    "<cc:license/>",
    '<psc:chapters><psc:chapter start="x"/></psc:chapters>',
    '<a xml:base="http://[">b</a>',
    '<link href="http://["/>',
    f'<link href="https://desk.example/&#{"9" * 6000};"/>',
    '<source url="http://["/>',
    '<media:rating scheme="http://["/>',
    '<media:restriction relationship="x"/>',
    "<dcterms:valid>start=x;end</dcterms:valid>",
    '<summary type="image/png" mode="base64">!!</summary>',
)


def feed_of(inner: dict[int, str], titled: dict[int, str], end: str = "") -> str:
    items = "".join(
        f"<item><title>{text}{titled.get(at, '')}</title>{inner.get(at, '')}"
        f"<link>https://desk.example/{at}</link><description>{text}</description></item>"
        for at, text in enumerate(TEXTS)
    )
    return f'<rss version="2.0"{NAMESPACES}><channel><title>All</title>{items}</channel>{end}</rss>'


def told(document: RawDocument) -> dict[str, tuple[str, str]]:
    found = [clean(entry, NOW) for entry in document.entries]
    return {entry.url: (entry.title, entry.body) for entry in found}


SOUND = told(read(feed_of({}, {}).encode(), "", "", URL))


def test_the_sound_feed_is_read() -> None:
    assert {f"https://desk.example/{at}": (text, text) for at, text in enumerate(TEXTS)} == SOUND


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(TEXTS) - 1),
    st.lists(st.sampled_from(ELEMENTS) | st.sampled_from(REFERENCES), max_size=3).map("".join),
    st.lists(st.sampled_from(REFERENCES), max_size=3).map("".join),
    st.sampled_from(["", "<x>"]),
)
def test_the_other_four_entries_come_out_with_their_text(at: int, inner: str, title: str, end: str) -> None:
    found = told(read(feed_of({at: inner}, {at: title}, end).encode(), "", "", URL))
    others = {url: texts for url, texts in SOUND.items() if url != f"https://desk.example/{at}"}
    assert others.items() <= found.items()
    assert len(found) == len(TEXTS)


@pytest.mark.parametrize("end", ["", "<x>"])
@pytest.mark.parametrize("element", [each for each in ELEMENTS[:13] if "<title>" not in each])
def test_an_element_that_nobody_asks_for_costs_nothing_at_all(element: str, end: str) -> None:
    document = read(feed_of({1: element}, {}, end).encode(), "", "", URL)
    assert told(document) == SOUND
    assert document.faults == (("malformed",) if end else ())


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("&#55357;&#56832;", "\U0001f600"),
        ("&#xd83d;&#XDE00;", "\U0001f600"),
        ("&#x00D83D;&#056832;", "\U0001f600"),
        ("&#55357;x&#56832;", "\ufffdx\ufffd"),
        ("&#56832;&#55357;", "\ufffd\ufffd"),
        ("&#55357;&#55357;&#56832;", "\ufffd\U0001f600"),
        ("&#55357;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        (f"&#{'9' * 6000};", "\ufffd"),
        ("&#000000000000065;", "A"),
        (f"&#{'0' * 5000}65;", "A"),
        (f"&#x{'0' * 5000}41;", "A"),
        ("&#x10FFFF;", "\U0010ffff"),
    ],
)
def test_two_halves_are_a_character_and_what_is_none_is_replaced(reference: str, text: str) -> None:
    document = read_slow(feed_of({}, {2: reference}, "<x>"), URL)
    assert document.entries[2].title.text == ARABIC + text


def test_a_handler_that_fails_at_what_is_asked_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Handlers, _uri: str) -> str:
        raise ValueError

    monkeypatch.setattr(Handlers, "resolve_uri", fail)
    document = read_slow(feed_of({}, {}), URL)
    assert [entry.title.text for entry in document.entries] == list(TEXTS)
    assert (document.faults, document.detail) == (("malformed",), "link: ValueError")


@pytest.mark.parametrize(
    ("element", "popped"),
    [
        ("published", "published"),
        ("issued", "published"),
        ("pubDate", "published"),
        ("updated", "updated"),
        ("modified", "updated"),
        ("lastBuildDate", "updated"),
        ("created", "created"),
        ("body", "content"),
        ("abstract", "description"),
    ],
)
def test_it_is_told_by_the_name_the_document_gives_it(
    monkeypatch: pytest.MonkeyPatch, element: str, popped: str
) -> None:
    fail_to_pop(monkeypatch, popped)
    document = read_slow(feed_of({1: f"<{element}>x</{element}>"}, {}).replace("description>", "b>"), URL)
    assert (document.faults, document.detail) == (("malformed",), f"{element.lower()}: ValueError")


@pytest.mark.parametrize("element", ["item", "entry"])
def test_so_is_an_entry_itself(monkeypatch: pytest.MonkeyPatch, element: str) -> None:
    fail_to_pop(monkeypatch, "item")
    document = read_slow(feed_of({}, {}).replace("item>", f"{element}>"), URL)
    assert (document.faults, document.detail) == (("malformed",), f"{element}: ValueError")


def test_what_fails_at_an_element_nobody_asks_for_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_to_pop(monkeypatch, "category")
    assert read_slow(feed_of({1: "<category>x</category>"}, {}), URL).faults == ()


def fail_to_pop(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def pop(parser: Handlers, element: str, strip_whitespace: int = 1) -> object:
        if element == name:
            raise ValueError
        return whole(parser, element, strip_whitespace)

    whole = Handlers.pop
    monkeypatch.setattr(Handlers, "pop", pop)


def test_whatever_else_fails_the_entries_before_that_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_at_the_fourth(parser: Bounded, text: str, escape: int = 1) -> None:
        if text == TEXTS[3]:
            raise ValueError("odd")
        handle_data(parser, text, escape)

    handle_data = Bounded.handle_data
    monkeypatch.setattr(Bounded, "handle_data", fail_at_the_fourth)
    document = read_slow(feed_of({}, {}), URL)
    assert [entry.title.text for entry in document.entries] == list(TEXTS[:3])
    assert (document.faults, document.detail) == (("malformed",), "ValueError: odd (at entry 4)")
