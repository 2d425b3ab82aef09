"""When to poll a feed next."""

from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(hours=1)
_SPREAD: Final = 0.1
_MOST_DOUBLINGS: Final = 16


def pause(interval: timedelta, failures: int, chance: float) -> timedelta:
    """How long to wait after a poll: doubled with every failure in a row, never given up.

    At most ``LONGEST``, or the interval where that is longer; ``chance`` (0 to 1) spreads it by a tenth, so that
    feeds of one interval do not stay in step.
    """
    # Adaptive intervals, Retry-After and Cache-Control belong here.
    doubled: timedelta = interval * 2 ** min(max(failures - 1, 0), _MOST_DOUBLINGS)
    return min(doubled, max(interval, LONGEST)) * (1 + _SPREAD * (chance - 0.5))
