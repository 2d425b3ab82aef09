"""Feeds of a web site: those its page names, and those that stand where feeds usually stand."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, get_args
from urllib.parse import urljoin, urlsplit

import msgspec
from lxml import etree  # type: ignore[import-untyped]

from connectors.sources.probe import Finding, found_in, probe, question_of
from connectors.sources.rss.encoding import decode
from connectors.sources.web.exchange import Failed, Fetch, Fetched
from tocsin.feeds.feed import Feed
from tocsin.feeds.naming import feed_id

Clue = Literal["the address itself", "named", "linked", "usual place"]
"""How a feed was come by: the page names it, links to it, or it stands where feeds usually do."""

_TYPES: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "text/xml",
        "application/xml",
    }
)
_LOOKS_LIKE_ONE: Final = re.compile(
    r"(?:^|[/._=?&-])(?:rss|feeds?|atom|rdf)(?:[/._=?&-]|\d|$)|\.(?:rss|rdf|atom)\b", re.IGNORECASE
)
_SAYS_ONE: Final = re.compile(r"(?<!\w)(?:rss|atom|rdf|feeds?|xml)(?!\w)|خلاصات|خوراک", re.IGNORECASE)
_USUAL: Final = (
    "feed",
    "rss",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.xml",
    "feed.json",
    "rss/",
    "feeds/",
    "?feed=rss2",
)
_CLUES: Final = get_args(Clue)
# There is a server, and what it has elsewhere may be had.
_ANSWERED: Final = frozenset({"not_found", "gone", "denied", "http_error"})
_MOST_LINKED: Final = 15
# Characters. What a link to a feed says is short; an article's headline may hold such a word too.
_MOST_WORDS: Final = 40
_READ: Final = 2_000_000
_AT_ONCE: Final = 4


class FoundFeed(msgspec.Struct, frozen=True):
    """A feed, and how it was come by."""

    finding: Finding
    way: Clue


class Discovered(msgspec.Struct, frozen=True):
    """What came of it: the ``feeds``, how many addresses were ``asked``, and what there is at the first one.

    ``missing`` are those that the page names as its feeds, and that are none.
    """

    feeds: tuple[FoundFeed, ...]
    asked: int
    start: Finding
    missing: tuple[Finding, ...] = ()


async def discover(
    start: Feed, fetch: Fetch, max_bytes: int, now: datetime, advance: Callable[[int], None] = lambda _: None
) -> Discovered:
    """Every feed that can be found from ``start.url``; ``start`` says how to ask. ``advance`` counts answers.

    Addresses come from the page's alternate links, from links of the same site that look like feeds or say that
    they are, and from usual places of the site. ``fetch`` is trusted to be polite and to go nowhere it should not.
    """
    answer = await fetch(question_of(start, max_bytes))
    advance(1)
    itself = await found_in(answer, start, now)
    if itself.good:
        return Discovered((FoundFeed(itself, "the address itself"),), 1, itself)
    if isinstance(answer, Failed) and answer.reason not in _ANSWERED:
        return Discovered((), 1, itself)
    base = answer.url if isinstance(answer, Fetched) else start.url
    candidates = _named(answer) if isinstance(answer, Fetched) else {}
    candidates = {**dict(_usual(base)), **candidates}
    candidates.pop(start.url, None)
    found = await _probed(start, candidates, fetch, max_bytes, now, advance)
    good = [one for one in found if one.finding.good]
    missing = tuple(one.finding for one in found if one.way == "named" and not one.finding.good)
    return Discovered(_distinct(good), 1 + len(candidates), itself, missing)


async def _probed(
    start: Feed,
    candidates: dict[str, Clue],
    fetch: Fetch,
    max_bytes: int,
    now: datetime,
    advance: Callable[[int], None],
) -> list[FoundFeed]:
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one(url: str, way: Clue) -> FoundFeed:
        feed = msgspec.structs.replace(start, id=feed_id(url), url=url)
        async with slots:
            finding = await probe(feed, fetch, max_bytes, now, home=start.url)
        advance(1)
        return FoundFeed(finding, way)

    return await asyncio.gather(*(one(url, way) for url, way in candidates.items()))


def _distinct(found: Sequence[FoundFeed]) -> tuple[FoundFeed, ...]:
    """The named ones first; several usual places often lead to one and the same feed: the first of them is it."""
    ordered = sorted(found, key=lambda one: _CLUES.index(one.way))
    told: dict[tuple[object, ...], FoundFeed] = {}
    kept = []
    for one in ordered:
        said = one.finding
        same = (said.format, said.title, said.entries, said.newest, said.bytes)
        if one.way != "usual place" or same not in told:
            kept.append(one)
        told.setdefault(same, one)
    return tuple(kept)


def _named(answer: Fetched) -> dict[str, Clue]:
    """What the page names as its feeds, then what it links to on its own site that looks like one."""
    page = _Page(decode(answer.body[:_READ], answer.charset).text)
    base = _joined(answer.url, page.base) or answer.url
    named: dict[str, Clue] = {url: "named" for link in page.named if (url := _joined(base, link))}
    host = urlsplit(answer.url).hostname
    linked = (url for link in page.linked if (url := _joined(base, link)) and _site(url) == _site_of(host))
    some = [url for url in dict.fromkeys(linked) if url not in named][:_MOST_LINKED]
    named.update(dict.fromkeys(some, "linked"))
    return named


class _Page:
    """The links of a web page.

    Method: libxml2's HTML parser, which takes whatever is no HTML in its stride; html.parser gives up on some
    declarations and is slow on others.
    """

    def __init__(self, text: str) -> None:
        self.base = ""
        self.named: list[str] = []
        self.linked: list[str] = []
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True)
        root = etree.fromstring(text.encode("utf-8", "replace") or b"<html/>", parser)
        for element in () if root is None else root.iter("base", "link", "a"):
            said = {name.lower(): value for name, value in element.attrib.items()}
            words = " ".join("".join(element.itertext()).split()) if element.tag == "a" else ""
            self._take(element.tag, said, words if len(words) <= _MOST_WORDS else "")

    def _take(self, tag: str, said: Mapping[str, str], words: str) -> None:
        link = said.get("href", "").strip()
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if tag == "base":
            self.base = self.base or link
        elif tag == "a":
            if kind in _TYPES or _LOOKS_LIKE_ONE.search(link) or _SAYS_ONE.search(words):
                self.linked.append(link)
        elif tag == "link" and link and kind in _TYPES and "alternate" in said.get("rel", "").lower().split():
            self.named.append(link)


def _usual(url: str) -> Iterator[tuple[str, Clue]]:
    """Usual places in the page's own folder, then at the root."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = urljoin(url, parts.path.rstrip("/") + "/") if parts.path.strip("/") else root
    for base in dict.fromkeys((folder, root)):
        yield from ((urljoin(base, place), "usual place") for place in _USUAL)


def _joined(base: str, link: str) -> str:
    try:
        url = urljoin(base, link).partition("#")[0]
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else ""
    except ValueError:  # half an IPv6 address
        return ""


def _site(url: str) -> str:
    return _site_of(urlsplit(url).hostname)


def _site_of(host: str | None) -> str:
    """The last two labels of a host: near enough to say that two hosts are of one house."""
    return ".".join((host or "").split(".")[-2:])
