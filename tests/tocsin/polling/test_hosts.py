"""How politely a host is asked."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import DAY, HOUR, MINUTE, NOW, SECOND
from tocsin.polling.hosts import (
    Host,
    Manners,
    forgettable,
    host_of,
    left_alone,
    next_free,
    release,
    slowed,
    take,
)

MANNERS = Manners(concurrency=2, delay=SECOND)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Desk.Example/feed", "desk.example"),
        ("http://user:secret@desk.example:8080/", "desk.example"),
        ("https://desk.example./feed", "desk.example"),
        ("http://[2001:DB8::1]:80/", "2001:db8::1"),
        ("http://[broken/", ""),
        ("mailto:desk@desk.example", ""),
        ("", ""),
    ],
)
def test_feeds_of_one_host_share_its_name(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_host_answers_as_many_at_once_as_allowed() -> None:
    once = take(Host())
    assert next_free(Host(), MANNERS, NOW) == NOW
    assert next_free(once, MANNERS, NOW) == NOW
    assert next_free(take(once), MANNERS, NOW) is None


def test_after_an_answer_it_is_left_alone() -> None:
    host = release(take(take(Host())), MANNERS, NOW)
    assert next_free(host, MANNERS, NOW) == NOW + SECOND
    assert next_free(host, MANNERS, NOW + HOUR) == NOW + HOUR


def test_a_later_answer_does_not_shorten_the_rest_it_asked_for() -> None:
    host = release(take(take(Host())), MANNERS, NOW, retry_after=MINUTE)
    assert next_free(release(host, MANNERS, NOW + SECOND), MANNERS, NOW + SECOND) == NOW + MINUTE


def test_no_feed_speaks_for_its_host_for_longer_than_an_hour() -> None:
    host = release(take(Host()), MANNERS, NOW, retry_after=30 * DAY)
    assert next_free(host, MANNERS, NOW) == NOW + HOUR


def test_a_crawl_delay_means_one_at_a_time() -> None:
    host = take(Host(crawl_delay=10 * SECOND))
    assert next_free(host, MANNERS, NOW) is None
    assert next_free(release(host, MANNERS, NOW), MANNERS, NOW) == NOW + 10 * SECOND
    lazy = release(take(Host(crawl_delay=DAY)), MANNERS, NOW)
    assert next_free(lazy, MANNERS, NOW) == NOW + MINUTE


def test_a_host_is_forgotten_only_where_nothing_is_known_of_it() -> None:
    resting = release(take(Host()), MANNERS, NOW)
    assert forgettable(Host(), NOW)
    assert not forgettable(take(Host()), NOW)
    assert not forgettable(resting, NOW)
    assert forgettable(resting, NOW + SECOND)
    slow = slowed(Host(), SECOND, NOW)
    assert not forgettable(slow, NOW)
    assert forgettable(slow, NOW + HOUR)
    asked = release(take(slow), MANNERS, NOW + HOUR)
    assert not forgettable(asked, NOW + HOUR + MINUTE)
    assert forgettable(asked, NOW + 2 * HOUR + SECOND)
    assert forgettable(slowed(slow, timedelta(), NOW), NOW)


def test_a_delay_does_not_end_the_rest_a_host_asked_for() -> None:
    host = release(take(Host()), MANNERS, NOW, retry_after=MINUTE)
    assert next_free(slowed(host, SECOND, NOW), MANNERS, NOW) == NOW + MINUTE
    assert next_free(slowed(Host(), SECOND, NOW), MANNERS, NOW) == NOW


@pytest.mark.parametrize("back", [SECOND, 30 * MINUTE, 3 * DAY])
def test_a_clock_set_back_silences_nobody(back: timedelta) -> None:
    host = release(take(Host()), MANNERS, NOW)
    assert next_free(host, MANNERS, NOW - back) == NOW - back
    again = release(take(host), MANNERS, NOW - back)
    assert next_free(again, MANNERS, NOW - back) == NOW - back + SECOND


def test_a_host_led_to_rests_as_long_as_it_asks() -> None:
    assert next_free(left_alone(Host(), MINUTE, NOW), MANNERS, NOW) == NOW + MINUTE
    assert next_free(left_alone(Host(), DAY, NOW), MANNERS, NOW) == NOW + HOUR
    assert left_alone(take(Host()), MINUTE, NOW).busy == 1


class Asked(msgspec.Struct):
    """What a host saw: its requests' beginnings and ends."""

    begun: list[datetime] = []
    ended: list[datetime] = []


@given(
    st.integers(1, 4),
    st.integers(0, 5),
    st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=60),
)
def test_no_host_ever_sees_more_than_it_is_allowed(
    most: int, delay: int, events: list[tuple[bool, int]]
) -> None:
    manners = Manners(most, timedelta(seconds=delay))
    host, now, seen, busy = Host(), NOW, Asked(), 0
    for ask, pause in events:
        now += timedelta(seconds=pause)
        free = next_free(host, manners, now)
        if ask and free is not None:
            now = free
            host, busy = take(host), busy + 1
            seen.begun.append(now)
            assert busy <= most
            assert all(now - end >= manners.delay for end in seen.ended)
        elif busy:
            host, busy = release(host, manners, now), busy - 1
            seen.ended.append(now)
    assert host.busy == busy
