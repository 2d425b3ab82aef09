from hypothesis import given
from hypothesis import strategies as st

from tocsin.supervision import DEATHS, WITHIN, GiveUp, Restart, restart


def test_the_first_death_is_answered_soon() -> None:
    assert restart([100.0], now=100.0) == Restart(after=1.0)


def test_each_further_death_within_a_minute_doubles_the_wait() -> None:
    assert [restart([100.0 + second for second in range(n)], now=110.0) for n in (1, 2, 3, 4)] == [
        Restart(after=1.0),
        Restart(after=2.0),
        Restart(after=4.0),
        Restart(after=8.0),
    ]


def test_the_fifth_death_within_a_minute_is_the_last() -> None:
    assert restart([100.0, 101.0, 102.0, 103.0, 104.0], now=104.0) == GiveUp(deaths=5, within=60.0)


def test_deaths_a_minute_old_are_forgiven() -> None:
    assert restart([0.0, 10.0, 20.0, 30.0, 95.0], now=95.0) == Restart(after=1.0)


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=20))
def test_it_gives_up_exactly_when_too_many_deaths_are_recent(deaths: list[float]) -> None:
    now = max(deaths)
    recent = [death for death in deaths if now - death < WITHIN]
    decision = restart(sorted(deaths), now)
    assert isinstance(decision, GiveUp) == (len(recent) >= DEATHS)


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=20))
def test_the_waits_of_one_minute_fit_in_a_minute(deaths: list[float]) -> None:
    decision = restart(sorted(deaths), max(deaths))
    assert isinstance(decision, GiveUp) or 0 < decision.after <= WITHIN / DEATHS
