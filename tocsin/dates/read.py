"""When something was published, from whatever a feed wrote there."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from tocsin.contract.events import DateSource
from tocsin.dates.clock import Clock, read_clock
from tocsin.dates.day import Day, read_day

MOST_AHEAD: Final = timedelta(days=1)
"""Clocks and forgotten time zones explain as much; what is dated later was not published yet."""

_LONGEST: Final = 120
_EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)  # the epoch itself is what programs write for "never"
_DIGITS: Final = {ord(digit): str(at % 10) for at, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_SIGNS: Final = {ord("٫"): ".", ord("،"): ",", ord("−"): "-", ord("–"): "-", ord("—"): "-"}
_ASCII: Final = _DIGITS | _SIGNS
_INVISIBLE: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANKS: Final = re.compile(r"\s+")
_COMPACT: Final = re.compile(r"(\d{8})T?(\d\d)(\d\d)(\d\d)(?!\d)")
_SECONDS: Final = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


class Date(NamedTuple):
    """A time in UTC and how it was read; ``zoned`` is False where it was taken for UTC for want of a time zone."""

    at: datetime | None
    source: DateSource
    zoned: bool = True


def read_date(
    text: str,
    now: datetime,
    language: str = "",
    standard: DateSource = "published",
    zone: tzinfo | None = None,
) -> Date:
    """The time ``text`` names, in UTC, and how it was read; ``standard`` is said of forms that need no guessing.

    ``None`` for what is missing, unreadable, or more than ``MOST_AHEAD`` after ``now``. Without a time zone, that of
    ``zone``, else UTC; without a time of day, midnight. ``language`` (two letters) decides between readings. Never
    raises.

    Forms: RFC 822 and W3C with the usual slips, seconds since 1970, figures in either order, months by name in
    English, French, Russian, Turkish, Arabic and Persian; Gregorian, Persian (Jalali) and Islamic (Umm al-Qura)
    calendars; Arabic and Persian digits.
    """
    written = _BLANKS.sub(" ", _INVISIBLE.sub("", text).translate(_ASCII)).strip()
    if not written:
        return Date(None, "missing")
    if len(written) > _LONGEST:
        return Date(None, "unreadable")
    found = _read(written, now, language, zone)
    if found is None or found.at < _EARLIEST:
        return Date(None, "unreadable")
    if found.at > now + MOST_AHEAD:
        return Date(None, "future")
    return Date(found.at, standard if found.source is None else found.source, found.zoned)


class _Found(NamedTuple):
    at: datetime
    source: DateSource | None = None
    zoned: bool = True


def _read(written: str, now: datetime, language: str, zone: tzinfo | None) -> _Found | None:
    if _SECONDS.fullmatch(written):
        return _Found(datetime.fromtimestamp(float(written) / (1000 if len(written) == 13 else 1), UTC))
    clock = read_clock(_COMPACT.sub(r"\1 \2:\3:\4", written), language)
    day = read_day(clock.rest, now.date(), language) if clock else None
    if clock is None or day is None:
        return None
    try:
        at = _moment(day, clock, zone)
    except OverflowError:
        return None
    return _Found(at, _source(day), zoned=clock.offset is not None or zone is not None)


def _moment(day: Day, clock: Clock, zone: tzinfo | None) -> datetime:
    if clock.offset is not None:
        return datetime.combine(day.at, datetime.min.time(), UTC) + clock.time - clock.offset
    return (datetime.combine(day.at, datetime.min.time(), zone or UTC) + clock.time).astimezone(UTC)


def _source(day: Day) -> DateSource | None:
    """How it was read; ``None``: as the standards have it."""
    if day.calendar != "gregorian":
        return day.calendar
    return "words" if day.words else None
