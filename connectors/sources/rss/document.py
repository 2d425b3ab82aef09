"""From a fetched document to what is to be sent of it: read, compare with what is known, make only the articles wanted.

Everything here may take long: it runs in a thread, on values alone.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from connectors.sources.rss.article import articles_for, dead_letters_for
from connectors.sources.rss.raw import RawDocument, digest
from connectors.sources.web.exchange import Fetched
from tocsin.contract.events import Article, DeadLetter
from tocsin.feeds.feed import Feed
from tocsin.polling.decide import Decision, decide, wanted

Read = Callable[[bytes, str, str, str], RawDocument]
"""Bytes, charset and media type of the HTTP header, address. Never raises for what a document holds."""


# What is incomplete may be complete a moment later under the same version: it is asked for again.
_INCOMPLETE: Final = frozenset({"truncated", "empty"})


class Task(msgspec.Struct, frozen=True):
    """A document to read, and what its feed remembers. ``pushed``: it never was to hold all of the feed's entries."""

    answer: Fetched
    feed: Feed
    memory: bytes
    now: datetime
    renew: timedelta
    pushed: bool = False


class Contents(msgspec.Struct, frozen=True):
    """What a document holds: ``raws`` are its entries' digests, ``articles`` those made, by index.

    ``None`` where nothing can be made of the entry: ``dead`` says so. ``whole``: the document came in full;
    ``settled``: nothing of it is to be had later. ``decision`` is what to send of it, and what to remember then.
    """

    document: RawDocument
    raws: tuple[bytes, ...]
    articles: dict[int, Article | None]
    dead: tuple[DeadLetter, ...]
    whole: bool
    settled: bool
    decision: Decision = Decision((), b"")


def contents_of(task: Task, read: Read) -> Contents:
    """Read the document, and make articles of the entries that are new, changed or due to be sent again; decide."""
    answer = task.answer
    document = read(answer.body, answer.charset, answer.media_type, answer.url)
    raws = tuple(digest(entry) for entry in document.entries)
    indices = wanted(task.memory, raws, task.now, task.renew)
    made = articles_for(document, indices, task.feed, task.now) if indices else {}
    blank = [index for index in indices if index not in made]
    whole = answer.whole and _INCOMPLETE.isdisjoint(document.faults)
    contents = Contents(
        document=msgspec.structs.replace(document, entries=()),
        raws=raws,
        articles={index: made.get(index) for index in indices},
        dead=dead_letters_for(document, blank, task.feed, task.now) if blank else (),
        whole=whole,
        settled=whole,
    )
    return decided(contents, task)


def decided(contents: Contents, task: Task) -> Contents:
    """``contents`` with the decision on its articles as they are now."""
    decision = decide(
        task.memory,
        contents.raws,
        contents.articles,
        task.now,
        task.renew,
        partial=task.pushed,
        cut=not contents.whole,
    )
    return msgspec.structs.replace(contents, decision=decision)
