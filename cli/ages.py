"""Times and spans as a person says them."""

from datetime import datetime, timedelta
from typing import Final

_STEPS: Final = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def span(length: timedelta | float | None) -> str:
    """`45 s`, `12 min`, `3 h`, `5 d`; a dash where nothing is known."""
    if length is None:
        return "-"
    seconds = length.total_seconds() if isinstance(length, timedelta) else length
    size, unit = next(((size, unit) for size, unit in _STEPS if seconds >= 2 * size), _STEPS[-1])
    return f"{round(seconds / size)} {unit}"


def ago(at: datetime | None, now: datetime) -> str:
    """`3 h ago`, or `in 2 min`; a dash where nothing is known."""
    if at is None:
        return "-"
    return f"in {span(at - now)}" if at > now else f"{span(now - at)} ago"
