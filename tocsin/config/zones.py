"""Time zones by name."""

from collections.abc import Callable
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

from tocsin.config.types import Words


class Named(Words, frozen=True, kw_only=True):
    """Words for a value that is one of many ``names``: a wrong one is answered with the nearest."""

    names: Callable[[], tuple[str, ...]]


@cache
def _time_zones() -> tuple[str, ...]:
    # No offsets: one that is near in letters is another time.
    return tuple(
        sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    )


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("no time zone") from None
    return name


TimeZone = Annotated[
    str,
    AfterValidator(_time_zone),
    Named("the name of a time zone (IANA), such as Asia/Tehran or Europe/Istanbul", names=_time_zones),
]
