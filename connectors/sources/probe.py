"""One look at a feed, for whoever is about to add it or wonders about it: fetched once, read, and nothing kept."""

import re
import time
from collections import Counter
from datetime import datetime
from typing import Final, Literal

import msgspec

from connectors.sources.oddities import Look, oddities
from connectors.sources.rss.clean import Entry, clean
from connectors.sources.rss.encoding import Decoded, decode
from connectors.sources.rss.markup import text_of
from connectors.sources.rss.raw import RawDocument
from connectors.sources.rss.read import read
from connectors.sources.sitemap.follow import following
from connectors.sources.sitemap.read import read_sitemap
from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, NotModified, Question
from runtime.apart import apart, result_within
from tocsin.feeds.address import public
from tocsin.feeds.feed import Feed
from tocsin.feeds.zone import zone_of
from tocsin.polling.outcome import DocumentFault, FetchFailure
from tocsin.text.language import UNDETERMINED, guess_language

MOST_FOR_READING: Final = 30.0
_SAMPLE: Final = 4000
_ROOTS: Final = (
    (re.compile(r"<rss\b[^>]*\bversion\s*=\s*[\"']([0-9.]{1,4})"), "RSS {}"),
    (re.compile(r"<(?:\w+:)?RDF\b"), "RSS 1.0 (RDF)"),
    (re.compile(r"<rss\b"), "RSS"),
    (re.compile(r"<(?:\w+:)?feed\b"), "Atom"),
    (re.compile(r"<urlset\b|<sitemapindex\b"), "news sitemap"),
    (re.compile(r"^\s*\{"), "JSON Feed"),
)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What there is at a feed's address.

    ``outcome`` is ``ok`` or why there is nothing to read, ``detail`` that in words. ``warnings`` are for people;
    ``seconds`` and ``bytes`` what the fetch took; times are in UTC.
    """

    feed: str
    url: str
    outcome: Literal["ok"] | FetchFailure | DocumentFault = "ok"
    detail: str = ""
    format: str = ""
    title: str = ""
    entries: int = 0
    newest: datetime | None = None
    language: str = ""
    encoding: str = ""
    hub: str = ""
    moved_to: str = ""
    seconds: float = 0.0
    bytes: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it is a feed."""
        return self.outcome == "ok"


async def probe(feed: Feed, fetch: Fetch, max_bytes: int, now: datetime, *, home: str = "") -> Finding:
    """Fetch and read ``feed`` once; ``home`` is the operator's own address, if a page there named the feed's.

    Never raises for what a server or document does.
    """
    ask = following(fetch) if feed.format == "sitemap" else fetch
    began = time.perf_counter()
    answer = await ask(question_of(feed, max_bytes, home))
    seconds = round(time.perf_counter() - began, 3)
    return msgspec.structs.replace(await found_in(answer, feed, now), seconds=seconds)


def question_of(feed: Feed, max_bytes: int, home: str = "") -> Question:
    """How ``feed`` is asked for while nothing is known of it; ``home`` is as in ``probe``."""
    return Question(
        url=feed.url, home=home or feed.url, access=feed.access, timeout=feed.timeout, max_bytes=max_bytes
    )


async def found_in(answer: Answer, feed: Feed, now: datetime) -> Finding:
    """What ``answer`` says of ``feed``; it is read in a thread."""
    if isinstance(answer, Failed):
        return Finding(feed=feed.id, url=public(feed.url), outcome=answer.reason, detail=answer.detail)
    if isinstance(answer, NotModified):
        detail = "not modified, though nothing was known"
        return Finding(feed=feed.id, url=public(feed.url), outcome="http_error", detail=detail)
    try:
        return await result_within(apart(lambda: _found(feed, answer, now), "probe"), MOST_FOR_READING)
    except TimeoutError:
        detail = f"it could not be read in {MOST_FOR_READING:.0f} s"
        return Finding(feed=feed.id, url=public(feed.url), outcome="timeout", detail=detail)


def _found(feed: Feed, answer: Fetched, now: datetime) -> Finding:
    reader = read_sitemap if feed.format == "sitemap" else read
    document = reader(answer.body, answer.charset, answer.media_type, answer.url)
    decoded = decode(answer.body, answer.charset)
    entries = [clean(entry, now, zone_of(feed)) for entry in document.entries]
    fatal = None if entries else next(iter(document.faults), None)
    links = dict(answer.links)
    language = _language(document, entries)
    return Finding(
        feed=feed.id,
        url=public(feed.url),
        outcome=fatal or "ok",
        detail=document.detail,
        format=_format(decoded),
        title=text_of(document.title.text),
        entries=len(entries),
        newest=max((entry.published for entry in entries if entry.published), default=None),
        language=language,
        encoding=decoded.actual.replace("cp125", "windows-125").replace("iso8859", "iso-8859"),
        hub=public(document.hub or links.get("hub", "")),
        moved_to=public(answer.moved),
        bytes=len(answer.body),
        warnings=oddities(Look(feed, answer, document, entries, language, now)),
    )


def _format(decoded: Decoded) -> str:
    head = decoded.text[:_SAMPLE]
    for pattern, name in _ROOTS:
        if found := pattern.search(head):
            return name.format(*found.groups())
    return ""


def _language(document: RawDocument, entries: list[Entry]) -> str:
    """What it says, else what its entries look like."""
    said = document.language or next((entry.language for entry in entries if entry.language), "")
    if said:
        return said
    guesses = Counter(guess_language(f"{entry.title} {entry.body}"[:_SAMPLE]) for entry in entries[:20])
    del guesses[UNDETERMINED]
    return guesses.most_common(1)[0][0] if guesses else ""
