"""When something was published, from whatever a feed wrote there."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from tocsin.contract.events import DateSource
from tocsin.dates.clock import read_clock
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


def read_date(
    text: str, now: datetime, language: str = "", standard: DateSource = "published"
) -> tuple[datetime | None, DateSource]:
    """The time ``text`` names, in UTC, and how it was read; ``standard`` is said of forms that need no guessing.

    ``None`` for what is missing, unreadable, or more than ``MOST_AHEAD`` after ``now``. Without a time zone, UTC;
    without a time of day, midnight. ``language`` (two letters) decides between readings. Never raises.

    Forms: RFC 822 and W3C with the usual slips, seconds since 1970, figures in either order, months by name in
    English, French, Russian, Turkish, Arabic and Persian; Gregorian, Persian (Jalali) and Islamic (Umm al-Qura)
    calendars; Arabic and Persian digits.
    """
    written = _BLANKS.sub(" ", _INVISIBLE.sub("", text).translate(_ASCII)).strip()
    if not written:
        return None, "missing"
    at, source = _read(written, now, language, standard) if len(written) <= _LONGEST else (None, standard)
    if at is None or at < _EARLIEST:
        return None, "unreadable"
    return (at, source) if at <= now + MOST_AHEAD else (None, "future")


def _read(
    written: str, now: datetime, language: str, standard: DateSource
) -> tuple[datetime | None, DateSource]:
    if _SECONDS.fullmatch(written):
        return datetime.fromtimestamp(float(written) / (1000 if len(written) == 13 else 1), UTC), standard
    clock = read_clock(_COMPACT.sub(r"\1 \2:\3:\4", written), language)
    day = read_day(clock.rest, now.date(), language) if clock else None
    if clock is None or day is None:
        return None, standard
    try:
        midnight = datetime.combine(day.at, datetime.min.time(), UTC)
        return midnight + clock.time - clock.offset, _source(day, standard)
    except OverflowError:
        return None, standard


def _source(day: Day, standard: DateSource) -> DateSource:
    if day.calendar != "gregorian":
        return day.calendar
    return "words" if day.words else standard
