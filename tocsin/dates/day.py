"""The day in a date that somebody wrote: in figures, or with a month's name."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from tocsin.dates.calendars import calendars_of, day_of, whole_year
from tocsin.dates.months import LONGEST, Calendar, Month, month_called
from tocsin.text.tokens import fold

_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"\s*(\d{4})()(\d\d)(\d\d)\s*")
_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_STUCK: Final = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_ASCII_WORD: Final = re.compile(r"[a-z]+|\d+")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)\b", re.IGNORECASE)
_NEAR: Final = 3
"""Words that may stand between a month and its year."""


class Day(NamedTuple):
    """A day; ``words`` whether its month was written out in another way than RFC 822's."""

    at: date
    calendar: Calendar
    words: bool = False


def read_day(text: str, today: date, language: str) -> Day | None:
    """The day ``text`` speaks of; in doubt about the calendar, the one nearest to ``today``."""
    found = _YEAR_FIRST.search(text) or _COMPACT.fullmatch(text)
    if found:
        return _nearest(int(found[1]), int(found[3]), int(found[4]), today)
    if found := _YEAR_LAST.search(text):
        return _year_last(found, today, language)
    return _written_out(_words(_ORDINAL.sub("", text)))


def _words(text: str) -> Sequence[str]:
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return fold(_STUCK.sub(" ", text)).split()


def _nearest(year: int, month: int, day: int, today: date) -> Day | None:
    days = [
        Day(at, calendar) for calendar in calendars_of(year) if (at := day_of(calendar, year, month, day))
    ]
    tomorrow = today + timedelta(days=1)
    return min(days, key=lambda day: (day.at > tomorrow, abs(day.at - today)), default=None)


def _year_last(found: re.Match[str], today: date, language: str) -> Day | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if first <= 12 < second:
        return _nearest(year, first, second, today)
    # English writes both 3/4 for the third of April and for the fourth of March: no date is better than a wrong one.
    if found[2] != "." and language == "en" and first != second and max(first, second) <= 12:
        return None
    return _nearest(year, second, first, today)


def _written_out(words: Sequence[str]) -> Day | None:
    days = [day for start, end, month in _months(words) if (day := _around(words, start, end, month))]
    # Where a date is given in two calendars, ours is the one that nobody had to calculate.
    return min(days, key=lambda day: (day.calendar != "gregorian", day.words), default=None)


def _months(words: Sequence[str]) -> Iterator[tuple[int, int, Month]]:
    for start in range(len(words)):
        for end in range(min(start + LONGEST, len(words)), start, -1):
            if month := month_called(*words[start:end]):
                yield start, end, month
                break


def _around(words: Sequence[str], start: int, end: int, month: Month) -> Day | None:
    """The day before the month's name, else after it; the year after both."""
    after = words[end : end + 1 + _NEAR]
    before = words[start - 1] if start else ""
    if _is_day(before):
        day, years = before, after
    elif after and _is_day(after[0]):
        day, years = after[0], words[end + 1 : end + 2 + _NEAR]
    else:
        return None
    year = next((word for word in years if _is_year(word)), "")
    if not year:
        return None
    full = int(year) if len(year) == 4 else whole_year(month.calendar, int(year))
    at = day_of(month.calendar, full, month.number, int(day))
    return Day(at, month.calendar, not month.standard) if at else None


def _is_day(word: str) -> bool:
    return _is_figure(word) and len(word) <= 2


def _is_year(word: str) -> bool:
    return _is_figure(word) and len(word) in (2, 4)


def _is_figure(word: str) -> bool:
    return word.isascii() and word.isdigit()
