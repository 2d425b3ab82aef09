"""From a fetched document to what is to be sent of it: read, compare with what is known, make only the articles wanted.

Everything here may take long: it runs in a thread, on values alone.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from connectors.sources.rss.article import articles_for, dead_letters_for
from connectors.sources.rss.naming import may_be_another
from connectors.sources.rss.raw import RawDocument, digest
from connectors.sources.web.exchange import Fetched
from tocsin.contract.events import Article, DeadLetter
from tocsin.feeds.feed import Feed
from tocsin.polling.decide import Decision, decide, wanted
from tocsin.polling.memory import articles_by_raw

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
    ``doubtful``: of some entries only the feed's whole document tells what they are.
    """

    document: RawDocument
    raws: tuple[bytes, ...]
    articles: dict[int, Article | None]
    dead: tuple[DeadLetter, ...]
    whole: bool
    settled: bool
    decision: Decision = Decision((), b"")
    doubtful: bool = False


def contents_of(task: Task, read: Read) -> Contents:
    """Read the document, and make articles of the entries that are new, changed or due to be sent again; decide."""
    answer = task.answer
    document = read(answer.body, answer.charset, answer.media_type, answer.url)
    raws = tuple(digest(entry) for entry in document.entries)
    indices = wanted(task.memory, raws, task.now, task.renew)
    known = articles_by_raw(task.memory) if indices else {}
    made = articles_for(document, indices, task.feed, task.now, known) if indices else {}
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
    contents = decided(contents, task)
    return _without_doubtful(contents, document, task) if task.pushed else contents


def _without_doubtful(contents: Contents, document: RawDocument, task: Task) -> Contents:
    """Of a pushed document, leave to the next poll what may be a revision, or another entry that links to the same
    page: the whole document tells."""
    changed = {offer.article.id for offer in contents.decision.offers if offer.reason == "changed"}
    sure = {
        index: article
        for index, article in contents.articles.items()
        if article is None
        or article.id not in changed
        or not may_be_another(document.entries[index], article)
    }
    if len(sure) == len(contents.articles):
        return contents
    return decided(msgspec.structs.replace(contents, articles=sure, doubtful=True), task)


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
