"""The judgement over unpacked memories; it goes once the poller asks ``decide``."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tocsin.contract.events import Article
from tocsin.polling.decide import Offer, SendReason

# An article that left its feed is remembered until its renewal would be due, and no more of them than these:
# should it return after all, it is sent again, and the dedup agent knows it.
_ABSENT_AT_LEAST: Final = 500
_ABSENT_PER_ENTRY: Final = 4


class Sent(msgspec.Struct, frozen=True):
    """What a source remembers of one article: the contents its feed held last, and when it was last sent."""

    contents: frozenset[str]
    at: datetime


Memory = Mapping[str, Sent]


class Decision(msgspec.Struct, frozen=True):
    """What to offer, and the memory (by article id) to keep once all of it is acknowledged."""

    offers: tuple[Offer, ...]
    memory: Memory


def decide(memory: Memory, articles: Sequence[Article], now: datetime, renew: timedelta) -> Decision:
    """Judge one poll of one feed. ``renew`` is how long an article may go without being sent again."""
    # Documents repeat entries: one of each content is enough.
    distinct: dict[tuple[str, str], Article] = {}
    for article in articles:
        distinct.setdefault((article.id, article.content), article)
    offers = tuple(
        Offer(article, reason)
        for article in distinct.values()
        if (reason := _reason(memory.get(article.id), article, now, renew)) is not None
    )
    return Decision(
        offers, {**_absent(memory, articles, now, renew), **_present(memory, articles, offers, now)}
    )


def renewal_due(memory: Memory, now: datetime, renew: timedelta) -> bool:
    """Whether the feed must be read in full although it has not changed."""
    return any(now - sent.at >= renew for sent in memory.values())


def _reason(sent: Sent | None, article: Article, now: datetime, renew: timedelta) -> SendReason | None:
    if sent is None:
        return "new"
    if article.content not in sent.contents:
        return "changed"
    return "renewal" if now - sent.at >= renew else None


def _present(
    memory: Memory, articles: Sequence[Article], offers: Sequence[Offer], now: datetime
) -> dict[str, Sent]:
    contents: dict[str, set[str]] = {}
    for article in articles:
        contents.setdefault(article.id, set()).add(article.content)
    offered = {offer.article.id for offer in offers}
    return {
        name: Sent(frozenset(held), now if name in offered else memory[name].at)
        for name, held in contents.items()
    }


def _absent(memory: Memory, articles: Sequence[Article], now: datetime, renew: timedelta) -> dict[str, Sent]:
    present = {article.id for article in articles}
    absent = [(name, sent) for name, sent in memory.items() if name not in present and now - sent.at < renew]
    absent.sort(key=lambda item: item[1].at, reverse=True)
    return dict(absent[: max(_ABSENT_AT_LEAST, _ABSENT_PER_ENTRY * len(present))])
