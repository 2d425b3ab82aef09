"""Is this article new, a revision of one we know, or one we have had?"""

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from tocsin.contract.events import Article

Verdict = Literal["new", "revised", "duplicate"]

CONTENTS_KEPT: Final = 8
# A duplicate renews its window only when this part of it has passed: a memory write costs as much as a send.
RENEWAL_GRAIN: Final = 16


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is remembered of an article: its versions by content digest, newest last, and when it was last met.

    Several versions, because two feeds may carry one URL with two summaries: neither is news to the other twice.
    ``feed`` brought the newest. ``spent`` are those whose return is no news any more.
    """

    contents: Annotated[tuple[str, ...], Meta(min_length=1)]
    last: Annotated[datetime, Meta(tz=True)]
    feed: str = ""
    spent: tuple[str, ...] = ()


class Judgement(msgspec.Struct, frozen=True):
    """``send`` goes on to the next stage, ``remember`` into the memory; ``None`` where there is nothing to do."""

    verdict: Verdict
    send: Article | None
    remember: Seen | None


def judge(article: Article, seen: Seen | None, window: timedelta) -> Judgement:
    """Judge ``article`` by its own fetch time, so that a replay judges as the first run did.

    ``seen`` is what is remembered of its id; a memory older than ``window`` counts as none. An outlet that goes back
    to an earlier version revises its article; it is believed once for each version, as some feeds go to and fro.
    """
    if seen is None or article.fetched - seen.last > window:
        return Judgement("new", article, Seen((article.content,), article.fetched, article.feed))
    if article.content not in seen.contents:
        beside = article.fetched == seen.last  # two versions in one document: neither comes after the other
        return _revised(article, seen, (seen.contents[-1], article.content) if beside else ())
    if _returns(article, seen):
        return _revised(article, seen, (article.content,))
    met = max(seen.last, article.fetched)
    due = met - seen.last >= window / RENEWAL_GRAIN
    return Judgement("duplicate", None, msgspec.structs.replace(seen, last=met) if due else None)


def expired(seen: Seen, now: datetime, window: timedelta) -> bool:
    """Whether the memory can be dropped without changing any judgement."""
    return now - seen.last > window


def _returns(article: Article, seen: Seen) -> bool:
    # Another feed may have had it all along; an earlier time is that of a message that came late, or once more.
    known = article.content == seen.contents[-1] or article.content in seen.spent
    return not known and article.feed == seen.feed and article.fetched > seen.last


def _revised(article: Article, seen: Seen, spent: tuple[str, ...]) -> Judgement:
    others = (content for content in seen.contents if content != article.content)
    contents = (*others, article.content)[-CONTENTS_KEPT:]
    now_spent = dict.fromkeys((*seen.spent, *spent))
    remember = Seen(
        contents,
        max(seen.last, article.fetched),
        article.feed,
        tuple(content for content in now_spent if content in contents),
    )
    return Judgement("revised", msgspec.structs.replace(article, revises=seen.contents[-1]), remember)
