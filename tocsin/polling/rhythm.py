"""How often a feed brings news, learnt from what it brought: for how often to ask, and when silence is odd.

The gap is a geometric moving average, so a night or a weekend weighs a little more than any other gap, not a
thousand times more; the longest gap is kept beside it and fades within months, so known lulls raise no alarm.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import exp, log
from typing import Final

import msgspec

from tocsin.polling.state import Rhythm

# News closer together than this is one batch.
_BATCH: Final = timedelta(minutes=1)
# The weight of the newest gap: about the last ten count.
_WEIGHT: Final = 0.2
# A longer gap says nothing about the rhythm: observation starts anew.
_LONGEST: Final = timedelta(days=30)
_HALF_LIFE: Final = timedelta(days=30)

_ENOUGH: Final = 5
_WEEK: Final = timedelta(days=7)
_GAPS_OF_SILENCE: Final = 4
_LULLS_OF_SILENCE: Final = 2
_LEAST_SILENCE: Final = timedelta(hours=6)
# Before a weekend was seen, nothing is known about weekends.
_LEAST_SILENCE_IN_FIRST_WEEK: Final = timedelta(days=3)


def learn(rhythm: Rhythm, times: Iterable[datetime], now: datetime) -> Rhythm:
    """The rhythm after news of ``times``: when each was published, or first seen where it does not say.

    News older than what is known arrived ``now``, whatever it says; so did news of the future.
    """
    last = rhythm.last
    arrived = {now if last is not None and time <= last else min(time, now) for time in times}
    for moment in sorted(arrived):
        rhythm = _after(rhythm, moment)
    return rhythm


def expected_silence(rhythm: Rhythm) -> timedelta | None:
    """How long nothing new is nothing odd; ``None`` while too little was seen to tell."""
    if rhythm.gap is None or rhythm.longest is None or rhythm.last is None or rhythm.since is None:
        return None
    if rhythm.news < _ENOUGH:
        return None
    seen_a_week = rhythm.last - rhythm.since >= _WEEK
    least = _LEAST_SILENCE if seen_a_week else _LEAST_SILENCE_IN_FIRST_WEEK
    return max(least, _GAPS_OF_SILENCE * rhythm.gap, _LULLS_OF_SILENCE * rhythm.longest)


def _after(rhythm: Rhythm, moment: datetime) -> Rhythm:
    if rhythm.last is None:
        return msgspec.structs.replace(rhythm, news=1, last=moment, since=moment)
    gap = moment - rhythm.last
    if gap < _BATCH:
        return rhythm
    counted = min(gap, _LONGEST)
    return Rhythm(
        gap=counted if rhythm.gap is None else _between(rhythm.gap, counted),
        longest=counted if rhythm.longest is None else max(counted, _faded(rhythm.longest, counted)),
        news=rhythm.news + 1,
        last=moment,
        since=rhythm.since if gap <= _LONGEST else moment,
    )


def _between(known: timedelta, newest: timedelta) -> timedelta:
    logarithm = (1 - _WEIGHT) * log(known.total_seconds()) + _WEIGHT * log(newest.total_seconds())
    return timedelta(seconds=exp(logarithm))


def _faded(longest: timedelta, gap: timedelta) -> timedelta:
    return longest * exp(-log(2) * (gap / _HALF_LIFE))
