"""Documents that would keep feedparser busy for minutes: read in the time of any other, their entries with them."""

import sys
from collections.abc import Callable
from functools import partial
from time import thread_time
from types import FrameType
from xml.etree.ElementTree import XMLParser

import feedparser.mixin
import pytest

from connectors.sources.rss import bounded, fast, jsonfeed
from connectors.sources.rss.bounds import (
    MOST_ENTRIES,
    MOST_TAGS,
    PIECE,
    Patience,
    SpentError,
    objection,
    with_short_head,
)
from connectors.sources.rss.read import read
from connectors.sources.rss.slow import read_slow

URL = "https://feeds.example/all.xml"
# CPU; feedparser alone takes from ten seconds to hours for each of them. Twice what it is on a slow machine.
MOST_SECONDS = 4.0
HEAD = "<?xml version='1.0'?>\n"
BROKEN = "<x>"  # never closed: for feedparser's second parser


def rss(items: str, end: str = "") -> str:
    return f"{HEAD}<rss version='2.0' xmlns:x='urn:x'><channel><title>t</title>{items}</channel>{end}</rss>"


def item(inner: str, name: str = "a") -> str:
    return f"<item><title>{name}</title><link>https://desk.example/{name}</link>{inner}</item>"


def atom(content: str) -> str:
    return (
        f"{HEAD}<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><entry><title>a</title><id>a</id>"
        f"<content type='xhtml'><div>{content}</div></content></entry></feed>"
    )


def attributes(count: int) -> str:
    return "".join(f" a{at}='1'" for at in range(count))


def categories(count: int) -> str:
    return "".join(f"<category>c{at}</category>" for at in range(count))


NASTY: dict[str, Callable[[], str]] = {
    "categories": lambda: rss(item(categories(90_000)), BROKEN),
    "enclosures": lambda: rss(item("<enclosure url='/e'/>" * 200_000), BROKEN),
    "links": lambda: rss(item("<link xml:base='/b' href='/x'/>" * 90_000)),
    "attributes": lambda: rss(f"<item{attributes(900)}><title>a</title></item>" * 1_000),
    "attributes, broken": lambda: rss(f"<item{attributes(900)}><title>a</title></item>" * 1_000, BROKEN),
    "attributes of one": lambda: rss(f"<item{attributes(300_000)}/>"),
    "namespaces": lambda: rss(
        item("".join(f"<n{at}:a xmlns:n{at}='u:{at}'/>" for at in range(3_000)) + "<x:y>1</x:y>" * 200_000)
        + item("<content type='xhtml'/>")
    ),
    "deep in a description": lambda: rss(
        item(f"<description>{'<x:b>' * 200_000}{'</x:b>' * 200_000}</description>")
    ),
    "deep xhtml": lambda: atom("<div>" * 300_000 + "</div>" * 300_000),
    "wide xhtml": lambda: atom("<p>a</p>" * 500_000),
    "references": lambda: rss(item(f"<description>{'&amp;' * 1_000_000}</description>"), BROKEN),
    "numbered references": lambda: rss(item(f"<description>{'&#1234;' * 1_000_000}</description>"), BROKEN),
    "names of nothing": lambda: rss(item(f"<description>{'&a' * 3_000_000}</description>"), BROKEN),
    "own references": lambda: (
        f'{HEAD}<!DOCTYPE rss [\n<!ENTITY e "0123456789012345678901234567890">\n]>'
        + rss(item(f"<description>{'&e;' * 2_000_000}</description>"))[len(HEAD) :]
    ),
    "instructions": lambda: atom("<?x?> " * 1_000_000),
    "comments": lambda: rss(item("<!--x-->" * 1_000_000), BROKEN),
    "blank lines before the root": lambda: HEAD + "\n" * 5_000_000 + rss(item(""), BROKEN)[len(HEAD) :],
    "document types": lambda: HEAD + "<!DOCTYPE >\n" * 500_000 + rss(item(""), BROKEN)[len(HEAD) :],
    "quotes": lambda: rss(item("<a " + '"<a" ' * 500_000 + ">" * 400_000), BROKEN),
    "open quotes": lambda: rss(item('<b c="\'">' * 500_000), BROKEN),
    "stray brackets": lambda: rss(item("a < b " * 500_000 + ">" * 300_000), BROKEN),
    "escaped tags": lambda: rss(f"<item><title>{'&lt;a&gt;' * 800_000}</title></item>"),
    "short tags": lambda: rss(item("<b/>" * 1_500_000), BROKEN),
    "entries": lambda: rss(item("") * 150_000),
    "entries, broken": lambda: rss(item("") * 150_000, BROKEN),
    "a text": lambda: rss(item(f"<description>{'خبر ' * 1_200_000}</description>"), BROKEN),
    "an address": lambda: rss(item(f"<author>a@{'a.' * 2_000_000}</author>"), BROKEN),
    "items": lambda: f'{{"version":"https://jsonfeed.org/version/1.1","items":[{"[]," * 2_000_000}',
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", NASTY)
def test_no_document_takes_long(name: str) -> None:
    raw = NASTY[name]().encode()
    assert len(raw) < 10_000_000
    start = thread_time()
    read(raw, "", "", URL)
    assert thread_time() - start < MOST_SECONDS


@pytest.mark.timeout(120)
@pytest.mark.parametrize("end", ["", BROKEN])
def test_a_comment_as_long_as_the_document_is_not_read_again_and_again(end: str) -> None:
    """Twice as long in UTF-8 as it was; expat looks at it from its start each time it is given more."""
    head = "<?xml version='1.0' encoding='windows-1251'?>\n<!DOCTYPE rss>"
    comment = f"<!--{'я' * 9_800_000}-->"
    raw = (head + rss(item(comment), end).removeprefix(HEAD)).encode("windows-1251")
    start = thread_time()
    read(raw, "", "", URL)
    assert thread_time() - start < MOST_SECONDS


@pytest.mark.timeout(120)
@pytest.mark.parametrize("part", [b"\xc3\xa9<\xe9<", b"\xc3\xa9\n\xe9\n", b"\xe9<"])
def test_no_mixture_of_encodings_takes_long(part: bytes) -> None:
    start = thread_time()
    read(HEAD.encode() + part * (9_900_000 // len(part)), "", "", URL)
    assert thread_time() - start < MOST_SECONDS


@pytest.mark.parametrize(
    "junk",
    [
        categories(20_000),
        "".join(f"<enclosure url='/e{at}'/>" for at in range(10_000)),
        "<x:y><x:z>1</x:z></x:y>" * 10_000,
    ],
)
@pytest.mark.parametrize("end", ["", BROKEN])
def test_what_follows_the_junk_is_read(junk: str, end: str) -> None:
    junk += "<description>At last</description>"
    document = read_slow(rss(item(junk, "one") + item("", "two"), end), URL)
    assert [(entry.title.text, entry.url[-3:]) for entry in document.entries] == [
        ("one", "one"),
        ("two", "two"),
    ]
    assert document.entries[0].summary.text == "At last"
    assert document.faults == (("malformed",) if end else ())


def calls(work: Callable[[], object]) -> int:
    made = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize(
    "document",
    [
        lambda n: rss(item(categories(n)), BROKEN),
        lambda n: rss(item("<enclosure url='/e'/>" * n), BROKEN),
        lambda n: rss(f"<item{attributes(20 * n % 900)}/>" * n, BROKEN),
        lambda n: rss(item(f"<description>{'&amp;' * n}</description>"), BROKEN),
        lambda n: atom("<div>" * n + "</div>" * n),
    ],
)
def test_twice_as_much_is_twice_the_work(document: Callable[[int], str]) -> None:
    read_slow(document(100), URL)  # whatever is remembered is remembered now
    once, twice = (calls(partial(read_slow, document(n), URL)) for n in (300, 600))
    assert twice < 2.3 * once


@pytest.mark.parametrize(("length", "kept"), [(200, 1), (201, 0)])
def test_no_long_address_is_remembered(length: int, kept: int) -> None:
    join, base = feedparser.mixin.make_safe_absolute_uri, "https://desk.example/"
    for arguments in ((base, "a" * length), (base.ljust(length, "b"), "a"), (base.ljust(length, "b"),)):
        bounded._remembered.cache_clear()
        assert join(*arguments).startswith(base)
        assert bounded._remembered.cache_info().currsize == kept


def test_patience_ends() -> None:
    with pytest.raises(SpentError):
        wait(Patience(0))


def wait(patience: Patience) -> None:
    for _ in range(100):
        patience.spend()


def test_what_was_read_until_then_is_kept_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    left = iter(range(200))
    monkeypatch.setattr(Patience, "spend", lambda _: next(left) if next(left, None) is not None else _spent())
    document = read_slow(rss("".join(item("", f"{n:02}") for n in range(99)), BROKEN), URL)
    assert document.faults == ("malformed",)
    assert "too long" in document.detail
    urls = [entry.url for entry in document.entries]
    assert 3 < len(urls) < 99
    assert urls == [f"https://desk.example/{n:02}" for n in range(len(urls))]


def _spent() -> None:
    raise SpentError


def test_more_entries_than_any_feed_has_are_told() -> None:
    document = read(rss("<item/>" * (MOST_ENTRIES + 5)).encode(), "", "", URL)
    assert (len(document.entries), document.reader) == (MOST_ENTRIES, "fast")
    assert document.faults == ("malformed",)
    assert str(MOST_ENTRIES) in document.detail


def test_an_honest_entry_of_many_tags_loses_nothing() -> None:
    inner = "<b>1</b>" * MOST_TAGS
    document = read_slow(atom(inner), URL)
    assert document.entries[0].content.text.count("<b>1</b>") == MOST_TAGS
    assert document.faults == ()


def test_entities_that_do_not_end_are_looked_for_once() -> None:
    text = ">" * 50_000 + ("<!ENTITY" + "x" * 90) * 80_000
    assert objection(text) == ""
    start = thread_time()
    assert "ENTITY" not in with_short_head(text)
    assert thread_time() - start < 2


def test_a_head_of_reasonable_length_stays_as_it_is() -> None:
    head = f'{HEAD}<!-- by hand -->\n<!DOCTYPE rss [\n<!ENTITY e "&#233;">\n]>\n'
    assert with_short_head(head + rss("")) == head + rss("")
    assert with_short_head(HEAD + " \n\n " * 99 + "<rss>") == HEAD.rstrip() + "\n<rss>"


def test_no_call_of_the_parsers_takes_more_than_a_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each holds up every other thread: 10 MB in one call hold up the event loop for a second."""
    taken: list[int] = []

    class Fed:
        def __init__(self) -> None:
            self._parser = XMLParser()  # noqa: S314

        def feed(self, data: str) -> None:
            taken.append(len(data))
            self._parser.feed(data)

        def close(self) -> object:
            return self._parser.close()

    monkeypatch.setattr(fast, "XMLParser", Fed)
    assert len(read(rss(item("") * 5_000).encode(), "", "", URL).entries) == 5_000
    assert len(taken) > 3
    assert max(taken) <= PIECE


def test_a_long_json_feed_is_read_item_by_item(monkeypatch: pytest.MonkeyPatch) -> None:
    start = '{"version": "https://jsonfeed.org/version/1.1", "author": {"name": "x"}, "items": ['
    items = ", ".join(f'{{"id": "{n}", "content_text": "[{n}]"}}' for n in range(5_000))
    feed = f'{start}{items}], "title": "At the end"}}'
    taken: list[int] = []
    decoder = jsonfeed._decoder

    class Watched:
        raw_decode = decoder.raw_decode

        def decode(self, text: str) -> object:
            taken.append(len(text))
            return decoder.decode(text)

    monkeypatch.setattr(jsonfeed, "_decoder", Watched())
    document = read(feed.encode(), "", "", URL)
    assert [entry.guid for entry in document.entries] == [str(n) for n in range(5_000)]
    assert (document.title.text, document.faults) == ("At the end", ())
    assert max(taken) < PIECE
