"""Is this article new, a revision of one we know, or one we have had?"""

from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from tocsin.contract.events import Article
from tocsin.dedup.seen import CONTENTS_KEPT, FEEDS_KEPT, Seen, Stand, in_full, sign, signs

__all__ = ["Judgement", "Seen", "Verdict", "expired", "judge"]

Verdict = Literal["new", "revised", "duplicate"]

REVISIONS_A_DAY: Final = 16
STOOD: Final = timedelta(hours=6)
# A duplicate renews its window only when this part of it has passed: a memory write costs as much as a send.
RENEWAL_GRAIN: Final = 16


class Judgement(msgspec.Struct, frozen=True):
    """``send`` goes on to the next stage, ``remember`` into the memory; ``None`` where there is nothing to do."""

    verdict: Verdict
    send: Article | None
    remember: Seen | None


def judge(article: Article, seen: Seen | None, window: timedelta) -> Judgement:
    """Judge ``article`` by its own fetch time, so that a replay judges as the first run did.

    ``seen`` is what is remembered of its id; a memory older than ``window`` counts as none. A text that was never
    told revises its article, and so does a feed that goes back to one that was: at once the first time that this
    text returns, later when the feed has stood by it for ``STOOD``, as some feeds go to and fro. What is more than
    ``REVISIONS_A_DAY`` is a duplicate; the text a feed stands by is asked again whenever it is met.
    """
    if seen is None or expired(seen, article.fetched, window):
        return Judgement("new", article, Seen((article.content,), article.fetched, article.feed))
    known, text = in_full(seen), sign(article.content)
    stand = next((stand for stand in known.stands if stand.feed == article.feed), None)
    news = _is_news(text, article.fetched, stand, known)
    if news and not _revised_enough(known, article.fetched):
        remember = _with_revision(article, text, stand, known)
        return Judgement("revised", msgspec.structs.replace(article, revises=seen.contents[-1]), remember)
    met = max(seen.last, article.fetched)
    changed = _changed(article, text, stand, known, denied=news)
    if changed is not None:
        stands = (*_others(known, article.feed), changed)
        return Judgement("duplicate", None, msgspec.structs.replace(known, last=met, stands=stands))
    due = met - seen.last >= window / RENEWAL_GRAIN
    return Judgement("duplicate", None, msgspec.structs.replace(seen, last=met) if due else None)


def expired(seen: Seen, now: datetime, window: timedelta) -> bool:
    """Whether the memory can be dropped without changing any judgement."""
    return now - seen.last > window


def _is_news(text: bytes, at: datetime, stand: Stand | None, known: Seen) -> bool:
    told = signs(known.told)
    if text not in told:
        return True
    if stand is None:
        return False
    if stand.text == text:
        return stand.waits and at - stand.since >= STOOD
    # An earlier time is that of a message that came once more; the same, that of a twin in one document.
    return at > stand.since and text != told[-1] and text not in signs(known.worn)


def _revised_enough(known: Seen, at: datetime) -> bool:
    # Later ones count too: what was refused once is refused when it comes once more.
    return sum(once > at.timestamp() - 24 * 3600 for once in known.revised) >= REVISIONS_A_DAY


def _changed(
    article: Article, text: bytes, stand: Stand | None, known: Seen, *, denied: bool
) -> Stand | None:
    """What the feed says from now on, where that is other than before; also what was ``denied`` to be told."""
    if stand is None:
        return Stand(article.feed, text, article.fetched) if len(known.stands) < FEEDS_KEPT else None
    if stand.text == text or article.fetched <= stand.since:
        return None
    told = signs(known.told)
    returns = text in told and text != told[-1]
    return Stand(article.feed, text, article.fetched, returns and (denied or not stand.twins), stand.twins)


def _with_revision(article: Article, text: bytes, stand: Stand | None, known: Seen) -> Seen:
    told, worn = signs(known.told), signs(known.worn)
    beside = stand is not None and text not in told and stand.since == article.fetched
    if stand is not None and beside:
        worn = (*worn, stand.text, text)
    elif text in told:
        worn = (*worn, text)
    kept = (*(one for one in told if one != text), text)[-CONTENTS_KEPT:]
    since = article.fetched if stand is None else max(stand.since, article.fetched)
    twins = beside or (stand is not None and stand.twins)
    # Nobody waits to be believed in what is told now.
    others = (
        msgspec.structs.replace(one, waits=False) if one.text == text else one
        for one in _others(known, article.feed)
    )
    return Seen(
        (article.content,),
        max(known.last, article.fetched),
        told=b"".join(kept),
        worn=b"".join(one for one in dict.fromkeys(worn) if one in kept),
        stands=(*others, Stand(article.feed, text, since, False, twins))[-FEEDS_KEPT:],
        revised=tuple(sorted((*known.revised, int(article.fetched.timestamp()))))[-REVISIONS_A_DAY:],
    )


def _others(known: Seen, feed: str) -> tuple[Stand, ...]:
    return tuple(stand for stand in known.stands if stand.feed != feed)
