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


class Seen(msgspec.Struct, frozen=True):
    """What is remembered of an article: its versions by content digest, newest last, and when it was last met.

    Several versions, because two feeds may carry one URL with two summaries: neither is news to the other twice.
    """

    contents: Annotated[tuple[str, ...], Meta(min_length=1)]
    last: Annotated[datetime, Meta(tz=True)]


class Judgement(msgspec.Struct, frozen=True):
    """``send`` goes on to the next stage, ``remember`` into the memory; ``None`` where there is nothing to do."""

    verdict: Verdict
    send: Article | None
    remember: Seen | None


def judge(article: Article, seen: Seen | None, window: timedelta) -> Judgement:
    """Judge ``article`` by its own fetch time, so that a replay judges as the first run did.

    ``seen`` is what is remembered of its id; a memory older than ``window`` counts as none.
    """
    if seen is None or article.fetched - seen.last > window:
        return Judgement("new", article, Seen((article.content,), article.fetched))
    met = max(seen.last, article.fetched)
    if article.content not in seen.contents:
        contents = (*seen.contents, article.content)[-CONTENTS_KEPT:]
        revision = msgspec.structs.replace(article, revises=seen.contents[-1])
        return Judgement("revised", revision, Seen(contents, met))
    due = met - seen.last >= window / RENEWAL_GRAIN
    return Judgement("duplicate", None, Seen(seen.contents, met) if due else None)


def expired(seen: Seen, now: datetime, window: timedelta) -> bool:
    """Whether the memory can be dropped without changing any judgement."""
    return now - seen.last > window
