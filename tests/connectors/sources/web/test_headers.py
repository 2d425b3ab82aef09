"""What headers say, however they say it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from connectors.sources.web.headers import clean, fresh_for, retry_after, validators

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("99999999999999999999", YEAR),
        ("Sun, 01 Mar 2026 12:30:00 GMT", timedelta(minutes=30)),
        ("Sunday, 01-Mar-26 12:30:00 GMT", timedelta(minutes=30)),
        ("Sun Mar  1 12:30:00 2026", timedelta(minutes=30)),
        ("Sun, 01 Mar 2026 15:30:00 +0300", timedelta(minutes=30)),
        ("Sun, 01 Mar 2026 11:30:00 GMT", timedelta(0)),
        ("Sun, 01 Mar 9999 11:30:00 GMT", YEAR),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_wait_is_read_in_both_forms(said: str, wait: timedelta | None) -> None:
    assert retry_after({"Retry-After": said}, NOW) == wait


def test_dates_are_by_the_servers_own_clock() -> None:
    headers = {"Date": "Sun, 01 Mar 2026 15:00:00 GMT"}
    later = "Sun, 01 Mar 2026 15:10:00 GMT"
    assert retry_after({**headers, "Retry-After": later}, NOW) == timedelta(minutes=10)
    assert fresh_for({**headers, "Expires": later}, NOW) == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=600"}, timedelta(minutes=10)),
        ({"cache-control": 'public, MAX-AGE = "600"'}, timedelta(minutes=10)),
        ({"Cache-Control": "max-age=600", "Age": "100"}, timedelta(seconds=500)),
        ({"Cache-Control": "max-age=600", "Age": "700"}, timedelta(0)),
        ({"Cache-Control": "max-age=600", "Age": "old"}, timedelta(minutes=10)),
        ({"Cache-Control": "max-age=600, no-cache"}, timedelta(0)),
        ({"Cache-Control": "no-store"}, timedelta(0)),
        ({"Cache-Control": "private"}, None),
        ({"Cache-Control": "max-age=soon"}, None),
        ({"Cache-Control": "s-maxage=600"}, None),
        ({"Cache-Control": "max-age=99999999999999"}, YEAR),
        ({"Expires": "Sun, 01 Mar 2026 12:10:00 GMT"}, timedelta(minutes=10)),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, timedelta(0)),
        ({"Expires": "0"}, timedelta(0)),
        ({"Cache-Control": "max-age=600", "Expires": "0"}, timedelta(minutes=10)),
    ],
)
def test_how_long_an_answer_holds(headers: dict[str, str], fresh: timedelta | None) -> None:
    assert fresh_for(CIMultiDict(headers), NOW) == fresh


@given(st.text(), st.text(), st.text())
def test_any_text_is_read(one: str, two: str, three: str) -> None:
    headers = {
        "Retry-After": one,
        "Cache-Control": two,
        "Expires": one,
        "Date": three,
        "Age": three,
        "ETag": one,
    }
    for wait in (retry_after(headers, NOW), fresh_for(headers, NOW)):
        assert wait is None or timedelta(0) <= wait <= YEAR
    validators(headers).etag.encode()


@given(st.datetimes())
def test_any_date_is_read(until: datetime) -> None:
    said = until.strftime("%a, %d %b %Y %H:%M:%S GMT")
    wait = retry_after({"Retry-After": said}, NOW)
    assert wait is None or timedelta(0) <= wait <= YEAR


def test_only_short_printable_text_is_kept() -> None:
    assert clean('W/"abc"') == 'W/"abc"'
    assert clean("a" * 1025) == ""
    assert clean("a\x1b[31m") == ""
    assert clean("\udcff") == ""
