"""How politely a host is asked: how many requests at once, and how long it is left alone in between.

The caller keeps one ``Host`` per name (``host_of``) and replaces it by what ``take`` and ``release`` return.
"""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import msgspec

# Other feeds may live there, and the host was asked to wait for one of them.
_LONGEST_REST: Final = timedelta(hours=1)
_LONGEST_CRAWL_DELAY: Final = timedelta(minutes=1)
# Its feeds are polled again within it, or else whoever asks for its pages learns of the delay anew.
_DELAY_KEPT: Final = timedelta(hours=1)


class Manners(msgspec.Struct, frozen=True):
    """What the operator allows: requests at once, and the rest after an answer."""

    concurrency: int
    delay: timedelta


class Host(msgspec.Struct, frozen=True):
    """One host: how many requests it is answering, since and until when it rests, and its robots.txt's delay."""

    busy: int = 0
    rests_since: datetime | None = None
    rests_until: datetime | None = None
    crawl_delay: timedelta | None = None


def host_of(url: str) -> str:
    """The name of the host ``url`` is on, in lower case; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def next_free(host: Host, manners: Manners, now: datetime) -> datetime | None:
    """When ``host`` may be asked: ``now``, later, or ``None``: not before one of its requests ends."""
    # Who asks for a delay between requests can't be asked two things at once.
    most = 1 if host.crawl_delay else manners.concurrency
    if host.busy >= most:
        return None
    return max(now, _rests_until(host, now))


def take(host: Host) -> Host:
    """``host`` with one more request to answer."""
    return msgspec.structs.replace(host, busy=host.busy + 1)


def release(host: Host, manners: Manners, now: datetime, retry_after: timedelta | None = None) -> Host:
    """``host`` after an answer (or none). ``retry_after``: it asked, with 429 or 503, to be left alone for so long."""
    rest = max(
        manners.delay,
        min(host.crawl_delay or timedelta(), _LONGEST_CRAWL_DELAY),
        min(retry_after or timedelta(), _LONGEST_REST),
    )
    return _resting(msgspec.structs.replace(host, busy=max(host.busy - 1, 0)), rest, now)


def left_alone(host: Host, retry_after: timedelta, now: datetime) -> Host:
    """``host`` that asked to be left alone for ``retry_after`` when another led to it."""
    return _resting(host, min(retry_after, _LONGEST_REST), now)


def slowed(host: Host, delay: timedelta, now: datetime) -> Host:
    """``host`` whose robots.txt asks for ``delay`` between requests; zero: for none."""
    return msgspec.structs.replace(_resting(host, timedelta(), now), crawl_delay=delay or None)


def _resting(host: Host, rest: timedelta, now: datetime) -> Host:
    until = max(now + rest, _rests_until(host, now))
    return msgspec.structs.replace(host, rests_since=now, rests_until=until)


def _rests_until(host: Host, now: datetime) -> datetime:
    """A rest that begins in the future was counted by a clock that has been set back: it is over."""
    if host.rests_until is None or host.rests_since is None or now < host.rests_since:
        return now
    return host.rests_until


def forgettable(host: Host, now: datetime) -> bool:
    """Whether ``host`` need not be remembered: it is free, and a delay it asked for was long not met again."""
    if host.busy:
        return False
    kept = _DELAY_KEPT if host.crawl_delay else timedelta()
    return host.rests_until is None or host.rests_until + kept <= now
