"""Days of three calendars as days of ours."""

from datetime import date
from typing import Final

from hijridate import Hijri
from jdatetime import date as jalali_date  # type: ignore[import-untyped]

from tocsin.dates.months import Calendar

_JALALI_OR_HIJRI: Final = range(1300, 1500)
_CENTURY_TURNS: Final = {"gregorian": (90, 1900, 2000), "jalali": (50, 1300, 1400), "hijri": (50, 1300, 1400)}


def day_of(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """That day, ``None`` where the calendar has none such."""
    try:
        if calendar == "jalali":
            return _plain(jalali_date(year, month, day).togregorian())
        if calendar == "hijri":
            return _plain(Hijri(year, month, day).to_gregorian())
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def whole_year(calendar: Calendar, year: int) -> int:
    """The year of about our time that two figures stand for."""
    turn, before, after = _CENTURY_TURNS[calendar]
    return year + (before if year >= turn else after)


def calendars_of(year: int) -> tuple[Calendar, ...]:
    """The calendars a year written in figures may belong to."""
    return ("jalali", "hijri") if year in _JALALI_OR_HIJRI else ("gregorian",)


def _plain(day: date) -> date:
    return date(day.year, day.month, day.day)
