"""Dates as feeds write them, in six languages and three calendars."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.dates.months import month_called
from tocsin.dates.read import MOST_AHEAD, read_date
from tocsin.text.tokens import fold

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LANGUAGES = ("en", "fr", "ru", "tr", "ar", "fa")


def at(hour: int = 0, minute: int = 0, second: int = 0, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 22 Nov 2026 10:00:00 GMT", at(10)),
        ("Sun, 22 Nov 2026 10:00:00 +0300", at(7)),
        ("Sun, 22 Nov 2026 10:00:00 -03:30", at(13, 30)),
        ("Sun,22 Nov 2026 10:00:00 Z", at(10)),
        ("Wed, 22 Nov 2026 10:00 EST", at(15)),  # no Wednesday, but the date counts
        ("22 Nov 26 10:00:00 UTC", at(10)),
        ("Sunday, November 22nd, 2026 at 9:05am", at(9, 5)),
        ("Nov. 22, 2026 12:05 AM", at(0, 5)),
        ("22-Nov-2026", at()),
        ("Sun Nov 22 10:00:00 2026", at(10)),
        ("Sun Nov 22 2026 10:00:00 GMT+0300 (Arabian Standard Time)", at(7)),
        ("Sun, 22 Nov 2026 24:00:00 GMT", at(day=23)),
        ("Sun, 22 Nov 2026 10:00:60 GMT", at(10, 0, 59)),
        ("Sun, 22 Nov 2026 10:00:00 MSK", at(7)),
        ("Sun, 22 Nov 2026 10:00:00 Europe/Istanbul", at(7)),
        ("2026-11-22T10:00:00Z", at(10)),
        ("2026-11-22T10:00:00.123456+03:00", at(7)),
        ("2026-11-22 10:00:00 +0300", at(7)),
        ("2026-11-22T10:00", at(10)),
        ("2026/11/22", at()),
        ("20261122", at()),
        ("20261122T100000Z", at(10)),
        ("22.11.2026 10:00", at(10)),
        ("11/22/2026 10:00 PM", at(22)),
        ("22/11/2026", at()),
        ("1795341600", at(10)),
        ("1795341600000", at(10)),
        ("٢٢/١١/٢٠٢٦ ١٠:٠٠", at(10)),
        ("\u200f2026-11-22T10:00:00Z\u200f", at(10)),
    ],
)
def test_standard_forms_and_their_slips(text: str, expected: datetime) -> None:
    assert read_date(text, NOW)[:2] == (expected, "published")
    assert read_date(text, NOW, standard="updated")[:2] == (expected, "updated")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22 ноября 2026 г., 10:00 МСК", at(7)),
        ("Воскресенье, 22 нояб. 2026 10:00:30", at(10, 0, 30)),
        ("22 Kasım 2026 Pazar, 10:00", at(10)),
        ("22 KASIM 2026", at()),
        ("dimanche 22 novembre 2026 à 10h30", at(10, 30)),
        ("الأحد 22 نوفمبر 2026 - 10:30 م", at(22, 30)),
        ("٢٢ تشرين الثاني/نوفمبر ٢٠٢٦ ١٠:٣٠ ص", at(10, 30)),
        ("۲۲ نوامبر ۲۰۲۶ ساعت ۱۰:۳۰", at(10, 30)),
        ("12 جمادى الآخرة 1448 هـ الموافق 22 نوفمبر 2026", at()),
    ],
)
def test_months_written_out(text: str, expected: datetime) -> None:
    assert read_date(text, NOW)[:2] == (expected, "words")


@pytest.mark.parametrize(
    ("text", "expected", "source"),
    [
        ("۱۴۰۵/۰۹/۰۱ ۱۰:۳۰:۱۵", at(10, 30, 15), "jalali"),
        ("1405-09-01T10:30:00+03:30", at(7), "jalali"),
        ("یکشنبه ۱ آذر ۱۴۰۵ - ۱۰:۳۰", at(10, 30), "jalali"),
        ("Sun, 1 Azar 1405 10:30:00 IRST", at(7), "jalali"),
        ("۱ قوس ۱۴۰۵", at(), "jalali"),
        ("۱ آذر ۰۵", at(), "jalali"),
        ("12 جمادى الآخرة 1448 هـ", at(), "hijri"),
        ("12/06/1448", at(), "hijri"),
        ("۱۲ جمادی‌الثانی ۱۴۴۸", at(), "hijri"),
    ],
)
def test_other_calendars(text: str, expected: datetime, source: str) -> None:
    assert read_date(text, NOW)[:2] == (expected, source)


@pytest.mark.parametrize("text", ["", "  ", "\u200f"])
def test_no_date_is_missing(text: str) -> None:
    assert read_date(text, NOW)[:2] == (None, "missing")


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "Mon, 99 Foo 2026 10:00:00 GMT",
        "31 Feb 2026",
        "0000-00-00T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "2026-11-22T25:00:00Z",
        "2026",
        "November 2026",
        "1405/13/01",
        "Sun, 22 Nov 2026 10:00:00 GMT" + " " * 5 + "x" * 200,
        "9" * 5000,
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_what_is_no_date_is_unreadable(text: str) -> None:
    assert read_date(text, NOW)[:2] == (None, "unreadable")


def test_of_two_readings_the_language_decides_or_nobody() -> None:
    assert read_date("03/04/2026", NOW, "en")[:2] == (None, "unreadable")
    assert read_date("04/04/2026", NOW, "en")[0] == datetime(2026, 4, 4, tzinfo=UTC)
    assert read_date("03/04/2026", NOW, "fr")[0] == datetime(2026, 4, 3, tzinfo=UTC)
    assert read_date("2026-11-22 10:00:00 AST", NOW, "ar")[0] == at(7)
    assert read_date("2026-11-22 10:00:00 AST", NOW, "en")[0] == at(14)


def test_what_is_not_yet_published_has_no_date() -> None:
    ahead = NOW + MOST_AHEAD
    assert read_date(ahead.isoformat(), NOW)[:2] == (ahead, "published")
    assert read_date((ahead + timedelta(seconds=1)).isoformat(), NOW)[:2] == (None, "future")
    assert read_date("2099-01-01", NOW)[:2] == (None, "future")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_that_dateparser_knows_is_known(language: str) -> None:
    known: dict[str, Any] = import_module(f"dateparser.data.date_translation_data.{language}").info
    months = "january february march april may june july august september october november december".split()
    for number, month in enumerate(months, start=1):
        for name in known[month]:
            words = fold(name).split()
            if len(name) > 2 or not name.isascii():  # "Ha" and "Te" are too short to trust
                found = month_called(*words)
                assert found is None or found[:2] == ("gregorian", number)
                assert found is not None or len(name) == 2


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2026, 11, 22)),  # noqa: DTZ001  made UTC below
    st.integers(-840, 840),
)
def test_what_is_written_in_a_standard_form_is_read(moment: datetime, minutes: int) -> None:
    utc = moment.replace(microsecond=0, tzinfo=UTC)
    offset = timedelta(minutes=minutes)
    sign, away = ("-", -offset) if minutes < 0 else ("+", offset)
    hours, rest = divmod(away // timedelta(minutes=1), 60)
    local = (utc + offset).replace(tzinfo=None)
    assert read_date(format_datetime(utc, usegmt=True), NOW)[0] == utc
    assert read_date(f"{local.isoformat()}{sign}{hours:02}:{rest:02}", NOW)[0] == utc
    assert read_date(f"{local:%d %b %Y %H:%M:%S} {sign}{hours:02}{rest:02}", NOW)[0] == utc


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22 10:00:00", at(6, 30)),
        ("22 Nov 2026", at(20, 30, day=21)),
        ("۱ آذر ۱۴۰۵ ۱۰:۰۰", at(6, 30)),
        ("2026-07-01T10:00", datetime(2026, 7, 1, 6, 30, tzinfo=UTC)),
    ],
)
def test_a_date_without_a_time_zone_is_read_in_the_one_that_is_given(text: str, moment: datetime) -> None:
    tehran = ZoneInfo("Asia/Tehran")
    found = read_date(text, NOW, zone=tehran)
    assert (found.at, found.zoned) == (moment, True)
    unzoned = read_date(text, NOW)
    assert unzoned.at is not None
    assert (unzoned.at > moment, unzoned.zoned) == (True, False)
    assert unzoned.source == found.source


def test_summer_time_counts() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert read_date("2026-07-01 10:00", NOW, zone=paris).at == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert read_date("2026-11-22 10:00", NOW, zone=paris).at == at(9)


@pytest.mark.parametrize(
    "text", ["2026-11-22T10:00:00Z", "22 Nov 2026 10:00 GMT", "1795341600", "2026-11-22T10:00:00+00:00"]
)
def test_a_time_zone_of_its_own_counts(text: str) -> None:
    assert (
        read_date(text, NOW, zone=ZoneInfo("Asia/Tehran"))
        == read_date(text, NOW)
        == (at(10), "published", True)
    )


@given(
    st.text(max_size=150)
    | st.lists(
        st.sampled_from("Sun 22 Nov 2026 10:00:00 +0300 نوفمبر ۱۴۰۵ آذر / - . T Z pm م 1448 99 :".split()),
        max_size=9,
    ).map(" ".join),
    st.sampled_from(["", *LANGUAGES]),
)
def test_no_text_makes_it_raise_or_read_the_future(text: str, language: str) -> None:
    moment, source, _ = read_date(text, NOW, language)
    assert (moment is None) == (source in ("missing", "unreadable", "future"))
    assert moment is None or moment <= NOW + MOST_AHEAD
