"""Which entries of a poll to send: the new, the changed, and those whose place in the dedup window ends.

Two beats, because making an article of an entry is dear: ``wanted`` says of which entries it must be done, by what
they look like; ``decide`` says which of those articles to send, and what to remember once they are handed over.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import inf
from typing import Literal

import msgspec

from tocsin.contract.events import Article
from tocsin.polling.memory import NOTHING, Row, key, pack, raws_sent_after, renews_at, seconds, unpack
from tocsin.polling.overlap import Overlap, overlap

SendReason = Literal["new", "changed", "renewal"]
Articles = Mapping[int, Article | None]


class Offer(msgspec.Struct, frozen=True):
    """An article to publish, and why: first seen here, changed here, or still there (renews the dedup window)."""

    article: Article
    reason: SendReason


class Decision(msgspec.Struct, frozen=True):
    """What to offer, the packed memory to keep once they are handed over, and how far the document was new."""

    offers: tuple[Offer, ...]
    memory: bytes
    overlap: Overlap = Overlap()


class _Held(msgspec.Struct):
    """What a feed held last of one article: its contents, and when it was last sent."""

    contents: set[bytes]
    sent: int


def wanted(memory: bytes, raws: Sequence[bytes], now: datetime, renew: timedelta) -> list[int]:
    """Indices into ``raws``, the digests of a document's entries, of which articles must be made.

    The first of each digest that is unknown, or was last sent ``renew`` ago.
    """
    due = seconds(now) - renew.total_seconds()
    known = raws_sent_after(memory, due)
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
    cut: bool = False,
) -> Decision:
    """Judge one document: the digests of all its entries in order, and the articles made of the wanted ones.

    ``None`` for an article says that nothing can be made of the entry: it is remembered, and not wanted again while
    it stays. An entry without any word about it is wanted again. A document without entries says nothing, and one
    that is ``partial`` (pushed) or ``cut`` short says nothing about the entries it does not hold. A cut one that
    shares nothing with what came before may have missed something all the same: some feeds always end too early.
    """
    before = unpack(memory)
    places = _first_places(raws)
    made = {raw: articles[place] for raw, place in places.items() if place in articles}
    rows = _rows(before, places, made)
    here = {row.article for row in rows} - {NOTHING}
    held = _held(row for row in before if row.article in here)
    offers = tuple(_offers(made.values(), held, now, renew))
    # What is due to be sent again and not there to be sent is due no more; a push does not say what is there.
    since = -inf if partial else seconds(now) - renew.total_seconds()
    if not rows:
        return Decision(offers, pack(*_sent_after(before, since)))
    present = _dated(rows, held, {key(offer.article.id) for offer in offers}, seconds(now))
    others = (row for row in before if row.article not in here and row.raw not in places)
    stay, left = _sent_after(others, since)
    if not (partial or cut):
        stay, left = [], [row for row in (*stay, *left) if row.article != NOTHING]
    return Decision(offers, pack([*present, *stay], left), Overlap() if partial else overlap(before, present))


def _first_places(raws: Sequence[bytes]) -> dict[bytes, int]:
    places: dict[bytes, int] = {}
    for place, raw in enumerate(raws):
        places.setdefault(raw, place)
    return places


def _rows(before: Iterable[Row], places: Iterable[bytes], made: Mapping[bytes, Article | None]) -> list[Row]:
    """A row for each entry of the document that anything is known of; those made anew are not dated yet."""
    known = {row.raw: row for row in before}
    rows = (_row(raw, made[raw], known) if raw in made else known.get(raw) for raw in places)
    return [row for row in rows if row is not None]


def _row(raw: bytes, article: Article | None, known: Mapping[bytes, Row]) -> Row:
    if article is None:
        return known.get(raw) or Row(raw, NOTHING, NOTHING, 0)
    return Row(raw, key(article.id), key(article.content), 0)


def _held(rows: Iterable[Row]) -> dict[bytes, _Held]:
    held: dict[bytes, _Held] = {}
    for row in rows:
        known = held.get(row.article)
        if known is None:
            known = held[row.article] = _Held(set(), row.sent)
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


def _dated(
    rows: Iterable[Row], held: Mapping[bytes, _Held], offered: Collection[bytes], now: int
) -> list[Row]:
    """``rows`` as of this document: all of one article were last sent when the latest of them was."""
    return [
        Row(
            row.raw,
            row.article,
            row.content,
            now if row.article in offered or row.article == NOTHING else held[row.article].sent,
        )
        for row in rows
    ]


def _sent_after(rows: Iterable[Row], since: float) -> tuple[list[Row], list[Row]]:
    """The present and the absent ones of those sent after ``since``, in seconds."""
    young = [row for row in rows if row.sent > since]
    return [row for row in young if row.present], [row for row in young if not row.present]
