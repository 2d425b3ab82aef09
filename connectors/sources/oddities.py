"""What is odd about a feed, in words for whoever is about to add it or wonders about it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from connectors.sources.rss.clean import Entry
from connectors.sources.rss.raw import RawDocument
from connectors.sources.web.exchange import Fetched
from tocsin.feeds.address import public
from tocsin.feeds.feed import Feed

_OLD: Final = timedelta(days=30)


class Look(msgspec.Struct, frozen=True):
    """What one look at ``feed`` brought: ``language`` is what it says or looks like, empty where neither is known."""

    feed: Feed
    answer: Fetched
    document: RawDocument
    entries: Sequence[Entry]
    language: str
    now: datetime


def oddities(look: Look) -> tuple[str, ...]:
    """Everything that is odd, a sentence each."""
    return tuple(said for check in _CHECKS for said in check(look))


def _of_document(look: Look) -> Iterator[str]:
    if look.document.faults and look.entries:
        yield look.document.detail or look.document.faults[0]
    if not look.answer.whole:
        yield "the transfer broke off: not all of it came"
    if look.answer.moved:
        yield f"moved for good to {public(look.answer.moved)}: write that address"


def _of_age(look: Look) -> Iterator[str]:
    if not look.entries:
        yield "it holds no entries now"
    dates = [entry.published for entry in look.entries if entry.published]
    if dates and look.now - max(dates) > _OLD:
        yield f"nothing new for {(look.now - max(dates)).days} days"


def _of_entries(look: Look) -> Iterator[str]:
    for odd, words in _ODD:
        if number := sum(map(odd, look.entries)):
            yield f"{number} of {len(look.entries)} {words}"


def _of_language(look: Look) -> Iterator[str]:
    listed, found = look.feed.language, look.language
    if listed and found and listed.partition("-")[0] != found.partition("-")[0].lower():
        yield f"its language looks like {found}, the list says {listed}"


_CHECKS: Final = (_of_document, _of_age, _of_entries, _of_language)
_ODD: Final[tuple[tuple[Callable[[Entry], bool], str], ...]] = (
    (lambda entry: entry.date_source in ("missing", "unreadable"), "entries have no date that can be read"),
    (lambda entry: not entry.zoned, "dates name no time zone: read as UTC; `timezone` can say another"),
    (lambda entry: entry.date_source == "future", "entries have a date that is still to come"),
    (lambda entry: not (entry.url or entry.guid), "entries have neither link nor id"),
    (lambda entry: not (entry.title or entry.body), "entries have no words"),
)
