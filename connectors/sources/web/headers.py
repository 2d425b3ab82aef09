"""What the headers of an answer say. Total: a server may write anything."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from tocsin.polling.state import Validators

_MOST_SECONDS: Final = 365 * 24 * 3600
_MOST_FOR_A_VALIDATOR: Final = 1024
_MOST_LINKS: Final = 20

Headers = Mapping[str, str]
"""By name, whatever its case."""


def retry_after(headers: Headers, now: datetime) -> timedelta | None:
    """How long ``Retry-After`` asks us to wait, as seconds or as a date; None where it says nothing readable."""
    said = headers.get("Retry-After")
    if said is None:
        return None
    seconds = _seconds(said)
    if seconds is not None:
        return seconds
    until = _date(said)
    return None if until is None else _not_negative(until - _sent(headers, now))


def fresh_for(headers: Headers, now: datetime) -> timedelta | None:
    """How long the answer holds by ``Cache-Control`` or ``Expires`` (RFC 9111, as a private cache); zero: not at
    all; None where it does not say."""
    said = headers.get("Cache-Control")
    if said is not None:
        directives = _directives(said)
        if "no-cache" in directives or "no-store" in directives:
            return timedelta(0)
        age = _seconds(directives.get("max-age", ""))
        if age is not None:
            return _not_negative(age - (_seconds(headers.get("Age", "")) or timedelta(0)))
    expires = headers.get("Expires")
    if expires is None:
        return None
    until = _date(expires)
    # What can't be read is in the past (RFC 9111, 5.3).
    return timedelta(0) if until is None else _not_negative(until - _sent(headers, now))


def validators(headers: Headers) -> Validators:
    """What the answer's version is called. Only what can be sent back and kept."""
    return Validators(clean(headers.get("ETag", "")), clean(headers.get("Last-Modified", "")))


def clean(text: str) -> str:
    """``text`` if it is short and printable, else nothing."""
    return text if len(text) <= _MOST_FOR_A_VALIDATOR and text.isprintable() else ""


def _directives(said: str) -> dict[str, str]:
    parts = (part.partition("=") for part in said.lower().split(","))
    return {name.strip(): value.strip().strip('"') for name, _, value in parts}


def _seconds(said: str) -> timedelta | None:
    said = said.strip()
    if not (said.isascii() and said.isdigit()):
        return None
    return timedelta(seconds=min(int(said[:12]), _MOST_SECONDS))


def _sent(headers: Headers, now: datetime) -> datetime:
    """When the server sent this by its own clock, which the dates beside it are by too."""
    return _date(headers.get("Date", "")) or now


def _date(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _not_negative(wait: timedelta) -> timedelta:
    return min(max(wait, timedelta(0)), timedelta(seconds=_MOST_SECONDS))


def links(response: aiohttp.ClientResponse) -> tuple[tuple[str, str], ...]:
    """The targets of the ``Link`` header as (relation, address), absolute, those on the web only, not too many."""
    if "Link" not in response.headers:
        return ()
    try:
        found = [
            (relation, str(link["url"]))
            for relations, link in response.links.items()
            for relation in str(relations).lower().split()
        ]
    except ValueError:  # one that is no address
        return ()
    return tuple(pair for pair in found if pair[1].startswith(("https://", "http://")))[:_MOST_LINKS]
