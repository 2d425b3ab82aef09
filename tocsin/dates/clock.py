"""The time of day in a date that somebody wrote, and its time zone."""

import re
from datetime import timedelta
from typing import Final, NamedTuple

_TIME: Final = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})\s?[:hH]\s?(?P<minute>\d\d)(?:\s?:\s?(?P<second>\d\d)(?:[.,]\d+)?)?(?![\d:])"
)
_HALF: Final = re.compile(
    r"\s*(?:(?P<am>a\.?m\b\.?|öö\b|ص\b|صباحا?ً?|ق\.?\s?ظ)|(?P<pm>p\.?m\b\.?|ös\b|م\b|مساءً?|ب\.?\s?ظ))",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(
    r"\s*\(?(?:utc|gmt|ut|z)?\s*(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?(?!\d)\)?", re.IGNORECASE
)
_NAME: Final = re.compile(r"\s*\(?(?P<name>[^\W\d_]+(?:/[^\W\d]+)*)\)?")
# In hours. RFC 822's, and those our feeds' countries use; an abbreviation that two countries share is missing.
_ZONES: Final = {
    name: float(hours)
    for names, hours in (
        ("z ut utc gmt wet", 0),
        ("bst west met cet", 1),
        ("mest cest eet cat", 2),
        ("eest eat msk мск trt europe/moscow europe/istanbul asia/istanbul", 3),
        ("asia/baghdad asia/damascus asia/amman asia/riyadh", 3),
        ("irst asia/tehran", 3.5),
        ("msd gst asia/dubai", 4),
        ("irdt aft asia/kabul", 4.5),
        ("pkt", 5),
        ("adt", -3),
        ("ast edt", -4),
        ("est cdt", -5),
        ("cst mdt", -6),
        ("mst pdt", -7),
        ("pst", -8),
    )
    for name in names.split()
}
_LARGEST: Final = 14


class Clock(NamedTuple):
    """``time`` since midnight, ``offset`` from UTC (``None``: none is given), ``rest`` the text without them."""

    time: timedelta
    offset: timedelta | None
    rest: str


def read_clock(text: str, language: str) -> Clock | None:
    """Take the time out of ``text``; midnight where it has none; ``None`` where it is none of any clock."""
    found = _TIME.search(text)
    if found is None:
        return Clock(timedelta(), None, text)
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    tail = text[found.end() :]
    if half := _HALF.match(tail):
        tail = tail[half.end() :]
        hour = _of_24(hour, afternoon=bool(half["pm"]))
    if hour > 24 or minute > 59 or second > 60:
        return None
    offset, tail = _zone(tail, language)
    return Clock(
        timedelta(hours=hour, minutes=minute, seconds=min(second, 59)),
        offset,
        f"{text[: found.start()].removesuffix('T')} {tail}",
    )


def _of_24(hour: int, *, afternoon: bool) -> int:
    if not 1 <= hour <= 12:
        return hour  # "15:00 pm": the clock said it already
    return hour % 12 + (12 if afternoon else 0)


def _zone(tail: str, language: str) -> tuple[timedelta | None, str]:
    if found := _OFFSET.match(tail):
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        if offset <= timedelta(hours=_LARGEST):
            return (-offset if found["sign"] == "-" else offset), tail[found.end() :]
    if found := _NAME.match(tail):
        name = found["name"].lower()
        # Arabia's standard time, not the Atlantic's.
        hours = 3.0 if name == "ast" and language == "ar" else _ZONES.get(name)
        if hours is not None:
            return timedelta(hours=hours), tail[found.end() :]
    return None, tail
