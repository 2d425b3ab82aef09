"""Which entries of a poll to send: the new, the changed, and those whose place in the dedup window ends.

Two beats, because making an article of an entry is dear: ``wanted`` says of which entries it must be done, by what
they look like; ``decide`` says which of those articles to send, and what to remember once Kafka has them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from tocsin.contract.events import Article
from tocsin.polling.memory import NOTHING, Row, key, pack, renews_at, seconds, unpack
from tocsin.polling.overlap import missed_by

SendReason = Literal["new", "changed", "renewal"]
Articles = Mapping[int, Article | None]


class Offer(msgspec.Struct, frozen=True):
    """An article to publish, and why: first seen here, changed here, or still there (renews the dedup window)."""

    article: Article
    reason: SendReason


class Decision(msgspec.Struct, frozen=True):
    """What to offer, and the packed memory to keep once all of it is acknowledged.

    ``strangers`` counts the document's entries where it shares none with the one before: others may have come and
    gone in between. It is 0 where there is no such doubt.
    """

    offers: tuple[Offer, ...]
    memory: bytes
    strangers: int = 0


class _Held(msgspec.Struct):
    """What a feed held last of one article: its contents, and when it was last sent."""

    contents: set[bytes]
    sent: int


def wanted(memory: bytes, raws: Sequence[bytes], now: datetime, renew: timedelta) -> list[int]:
    """Indices into ``raws``, the digests of a document's entries, of which articles must be made.

    The first of each digest that is unknown, or was last sent ``renew`` ago.
    """
    due = seconds(now) - renew.total_seconds()
    known = {row.raw for row in unpack(memory) if row.sent > due or row.article == NOTHING}
    return [place for raw, place in _first_places(raws).items() if raw not in known]


def renewal_due(memory: bytes, now: datetime, renew: timedelta) -> bool:
    """Whether the feed must be read in full although it has not changed."""
    at = renews_at(memory, renew)
    return at is not None and now >= at


def decide(
    memory: bytes,
    raws: Sequence[bytes],
    articles: Articles,
    now: datetime,
    renew: timedelta,
    *,
    partial: bool = False,
) -> Decision:
    """Judge one document: the digests of all its entries in order, and the articles made of the wanted ones.

    ``None`` for an article says that nothing can be made of the entry: it is remembered, and not wanted again while
    it stays. An entry without any word about it is wanted again. A document without entries changes nothing, and
    one that is ``partial`` (pushed, or cut short) says nothing about the entries it does not hold.
    """
    before = unpack(memory)
    places = _first_places(raws)
    made = {raw: articles[place] for raw, place in places.items() if place in articles}
    held = _held(before)
    offers = tuple(_offers(made.values(), held, now, renew))
    present = _present(before, places, made, held, {key(offer.article.id) for offer in offers}, seconds(now))
    if not present:
        return Decision(offers, memory)
    others = _others(before, present)
    left = [row for row in others if not row.present] if partial else others
    stay = [row for row in others if row.present] if partial else []
    kept = pack([*present, *stay], _unexpired(left, now, renew))
    return Decision(offers, kept, 0 if partial else missed_by(before, present))


def _first_places(raws: Sequence[bytes]) -> dict[bytes, int]:
    places: dict[bytes, int] = {}
    for place, raw in enumerate(raws):
        places.setdefault(raw, place)
    return places


def _held(rows: Iterable[Row]) -> dict[bytes, _Held]:
    held: dict[bytes, _Held] = {}
    for row in rows:
        known = held.setdefault(row.article, _Held(set(), row.sent))
        known.contents.add(row.content)
        known.sent = max(known.sent, row.sent)
    return held


def _offers(
    made: Iterable[Article | None], held: Mapping[bytes, _Held], now: datetime, renew: timedelta
) -> Iterable[Offer]:
    # Documents repeat entries: one of each content is enough.
    distinct: dict[tuple[str, str], Article] = {}
    for article in made:
        if article is not None:
            distinct.setdefault((article.id, article.content), article)
    for article in distinct.values():
        reason = _reason(held.get(key(article.id)), article, now, renew)
        if reason is not None:
            yield Offer(article, reason)


def _reason(held: _Held | None, article: Article, now: datetime, renew: timedelta) -> SendReason | None:
    if held is None:
        return "new"
    if key(article.content) not in held.contents:
        return "changed"
    return "renewal" if seconds(now) - held.sent >= renew.total_seconds() else None


def _present(
    before: Sequence[Row],
    places: Iterable[bytes],
    made: Mapping[bytes, Article | None],
    held: Mapping[bytes, _Held],
    offered: set[bytes],
    now: int,
) -> list[Row]:
    known = {row.raw: row for row in before}
    rows = (_row(raw, made, known) for raw in places)
    return [
        msgspec.structs.replace(
            row, sent=now if row.article in offered else _sent(row, held, now), present=True
        )
        for row in rows
        if row is not None
    ]


def _row(raw: bytes, made: Mapping[bytes, Article | None], known: Mapping[bytes, Row]) -> Row | None:
    if raw not in made:
        return known.get(raw)
    article = made[raw]
    if article is None:
        return known.get(raw) or Row(raw, NOTHING, NOTHING, 0)
    return Row(raw, key(article.id), key(article.content), 0)


def _sent(row: Row, held: Mapping[bytes, _Held], now: int) -> int:
    if row.article == NOTHING:
        return now
    return held[row.article].sent


def _others(before: Iterable[Row], present: Iterable[Row]) -> list[Row]:
    """The rows of articles that are not in the document."""
    here = {row.article for row in present} | {NOTHING}
    return [row for row in before if row.article not in here]


def _unexpired(rows: Iterable[Row], now: datetime, renew: timedelta) -> list[Row]:
    due = seconds(now) - renew.total_seconds()
    return [row for row in rows if row.sent > due]
