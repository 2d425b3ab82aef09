"""When a part that died is started again, and when `tocsin run` stops trying."""

from collections.abc import Sequence

import msgspec

WITHIN = 60.0
DEATHS = 5
FIRST_WAIT = 1.0


class Restart(msgspec.Struct, frozen=True):
    """Start the part again, ``after`` so many seconds."""

    after: float


class GiveUp(msgspec.Struct, frozen=True):
    """The part died ``deaths`` times within ``within`` seconds: starting it again will not help."""

    deaths: int
    within: float


def restart(deaths: Sequence[float], now: float) -> Restart | GiveUp:
    """What to do about a part whose deaths, the last one included, were at ``deaths``.

    All times are seconds of one clock. The wait doubles with each death of the last minute; older ones are
    forgiven.
    """
    recent = sum(1 for death in deaths if now - death < WITHIN)
    if recent >= DEATHS:
        return GiveUp(recent, WITHIN)
    return Restart(FIRST_WAIT * 2 ** max(0, recent - 1))
