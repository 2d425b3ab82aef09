"""Feeds of a web site: those its page names, and those that stand where feeds usually stand."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, get_args

import msgspec

from connectors.sources.clues import Clue, named_in, usual_places
from connectors.sources.probe import Finding, found_in, probe, question_of
from connectors.sources.web.exchange import Failed, Fetch, Fetched
from tocsin.feeds.feed import Feed
from tocsin.feeds.naming import feed_id

_CLUES: Final = get_args(Clue)
# There is a server, and what it has elsewhere may be had.
_ANSWERED: Final = frozenset({"not_found", "gone", "denied", "http_error"})
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
    candidates = named_in(answer) if isinstance(answer, Fetched) else {}
    candidates = {**dict(usual_places(base)), **candidates}
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
