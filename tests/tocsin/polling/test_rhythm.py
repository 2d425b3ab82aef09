"""How often a feed brings news, and when its silence is odd."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import DAY, HOUR, MINUTE, NOW
from tocsin.polling.rhythm import expected_silence, learn
from tocsin.polling.state import Rhythm


def learnt(times: list[datetime], rhythm: Rhythm | None = None) -> Rhythm:
    """As a poll sees each, the moment it comes."""
    rhythm = rhythm or Rhythm()
    for time in times:
        rhythm = learn(rhythm, [time], time)
    return rhythm


def every(gap: timedelta, times: int, start: datetime = NOW) -> list[datetime]:
    return [start + number * gap for number in range(times)]


def silence(rhythm: Rhythm) -> timedelta:
    expected = expected_silence(rhythm)
    assert expected is not None
    return expected


def test_a_steady_feed_is_learnt_exactly() -> None:
    rhythm = learnt(every(20 * MINUTE, 30))
    assert rhythm.gap is not None
    assert abs(rhythm.gap - 20 * MINUTE) < timedelta(seconds=1)
    assert (rhythm.longest, rhythm.news, rhythm.since) == (20 * MINUTE, 30, NOW)


def test_a_first_document_with_dates_is_enough_to_know_the_rhythm() -> None:
    times = every(10 * MINUTE, 50, NOW - 500 * MINUTE)
    rhythm = learn(Rhythm(), reversed(times), NOW)
    assert rhythm == learnt(times)


def test_a_first_document_without_dates_says_nothing_yet() -> None:
    rhythm = learn(Rhythm(), [NOW] * 50, NOW)
    assert (rhythm.gap, rhythm.news, rhythm.last) == (None, 1, NOW)
    assert expected_silence(rhythm) is None


def test_a_batch_counts_once() -> None:
    batches = [start + timedelta(seconds=second) for start in every(HOUR, 10) for second in range(30)]
    rhythm = learn(Rhythm(), batches, batches[-1])
    assert rhythm.news == 10
    assert rhythm.gap is not None
    assert abs(rhythm.gap - HOUR) < timedelta(seconds=1)


def test_a_stream_without_a_pause_is_not_one_endless_batch() -> None:
    rhythm = learnt(every(timedelta(seconds=20), 31))
    assert (rhythm.gap, rhythm.news) == (MINUTE, 11)


def test_a_night_hardly_changes_the_rhythm() -> None:
    day = learnt(every(10 * MINUTE, 60))
    morning = learnt(every(10 * MINUTE, 1, NOW + DAY), day)
    noon = learnt(every(10 * MINUTE, 12, NOW + DAY + 10 * MINUTE), morning)
    assert morning.gap is not None
    assert noon.gap is not None
    assert morning.gap < 30 * MINUTE
    assert noon.gap < 11 * MINUTE
    assert noon.longest is not None
    assert noon.longest > 13 * HOUR


def test_news_of_the_past_or_the_future_came_now() -> None:
    rhythm = learnt(every(HOUR, 5))
    later = NOW + 6 * HOUR
    assert learn(rhythm, [NOW - DAY], later).last == later
    assert learn(rhythm, [NOW + 30 * DAY], later).last == later
    assert learn(rhythm, [later - MINUTE], later).last == later - MINUTE


def test_an_entry_pinned_for_years_is_no_rhythm() -> None:
    rhythm = learn(Rhythm(), [NOW - 2000 * DAY, *every(HOUR, 20, NOW - 20 * HOUR)], NOW)
    assert rhythm.gap is not None
    assert rhythm.gap < 3 * HOUR
    assert rhythm.since == NOW - 20 * HOUR


def working_week(weeks: int) -> list[datetime]:
    """Every half hour of a working day; NOW is a Sunday."""
    days = [NOW + day * DAY for day in range(7 * weeks)]
    return [time for day in days if day.weekday() < 5 for time in every(30 * MINUTE, 17, day)]


def test_a_weekend_raises_no_alarm_and_a_missed_week_does() -> None:
    rhythm = learnt(working_week(1))
    assert silence(rhythm) >= 64 * HOUR
    assert silence(learnt(working_week(4))) >= 64 * HOUR
    assert silence(learnt(working_week(4))) < 6 * DAY


def test_a_busy_agency_is_missed_within_hours() -> None:
    assert silence(learnt(every(5 * MINUTE, 12 * 24 * 8))) == timedelta(hours=6)


def test_before_a_week_was_seen_days_are_waited() -> None:
    assert silence(learnt(every(5 * MINUTE, 100))) == timedelta(days=3)


def test_a_monthly_bulletin_is_not_missed_after_six_weeks() -> None:
    assert silence(learnt(every(28 * DAY, 8))) > 42 * DAY


def test_an_old_lull_is_forgotten() -> None:
    hourly = learnt(every(HOUR, 200))
    lull = learnt(every(HOUR, 1, NOW + 220 * HOUR), hourly)
    after = learnt(every(HOUR, 24 * 120, NOW + 221 * HOUR), lull)
    assert silence(lull) == 2 * 21 * HOUR
    assert silence(after) < 8 * HOUR


moments = st.datetimes(NOW.replace(tzinfo=None), (NOW + 400 * DAY).replace(tzinfo=None)).map(
    lambda moment: moment.replace(tzinfo=NOW.tzinfo)
)


@given(st.lists(st.lists(moments, max_size=6), max_size=12))
def test_whatever_comes_the_rhythm_stays_sound(documents: list[list[datetime]]) -> None:
    rhythm, now = Rhythm(), NOW
    for document in documents:
        now += timedelta(hours=7)
        assert learn(rhythm, reversed(document), now) == learn(rhythm, document, now)
        rhythm = learn(rhythm, document, now)
        assert rhythm.last is None or rhythm.last <= now
        assert (rhythm.gap is None) == (rhythm.longest is None)
        if rhythm.gap is not None:
            assert MINUTE * 0.999 <= rhythm.gap <= 30 * DAY * 1.001
        expected = expected_silence(rhythm)
        assert expected is None or expected >= timedelta(hours=6)


@pytest.mark.parametrize("gap", [MINUTE, HOUR, DAY, 30 * DAY])
def test_silence_is_never_expected_to_end_before_the_usual_gap(gap: timedelta) -> None:
    assert silence(learnt(every(gap, 40))) >= 2 * gap
