"""Versions of one article, in any order and any number of times: each is told once, and the newest stands."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.alerting.happenings import some_rules
from tests.tocsin.alerting.world import DAY, HOUR, MINUTE, Taken, World, alerts, report
from tocsin.alerting.ledger import Write
from tocsin.alerting.packing import unpack_kept
from tocsin.contract.events import Match, Withdrawn
from tocsin.routing.rules import Rules

Version = tuple[str, bool]
"""A text, and whether it fires."""


def versions(*taken: Version) -> list[Match | Withdrawn]:
    """The article goes from text to text, one an hour, as deduplication would say it."""
    found, before = list[Match | Withdrawn](), None
    for number, (text, fires) in enumerate(taken):
        if text != before:
            found.append(_version(text, before, NOON + number * HOUR, fires=fires or not found))
            before = text
    return found


def _version(text: str, before: str | None, at: datetime, *, fires: bool) -> Match | Withdrawn:
    match = report("a1", title=f"idlib as told in {text}", at=at, content=text)
    article = msgspec.structs.replace(match.article, revises=before)
    if fires:
        return msgspec.structs.replace(match, article=article)
    return Withdrawn(watchlist=match.watchlist, article=article, withdrawn=at)


def again(event: Match | Withdrawn, at: datetime) -> Match | Withdrawn:
    """The same message, decided anew at ``at``."""
    if isinstance(event, Match):
        return msgspec.structs.replace(event, matched=at)
    return msgspec.structs.replace(event, withdrawn=at)


def told(events: Sequence[Taken], given: Rules | None = None) -> list[object]:
    """All that is sent for ``events``, and then in time."""
    world = World(given)
    world.take(*events)
    world.until(NOON + 90 * DAY)
    return list(world.sent)


def test_what_comes_once_more_after_a_return_is_not_told_again() -> None:
    for fires in (True, False):
        events = versions(("A", True), ("B", fires), ("A", True), ("B", fires))
        world = World()
        world.take(*events)
        world.until(NOON + 9 * HOUR)
        before = len(world.sent)
        for event in (*events[2:], *events):
            world.restart()
            assert not world.take(again(event, NOON + 10 * HOUR))
            assert world.counted[-1] == ("withheld", "repeat")
        assert not world.until(NOON + 20 * HOUR)
        assert len(world.sent) == before == 4


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ABCDEF"), st.booleans()), min_size=1, max_size=20)
    | st.integers(1, 20).map(lambda most: [(f"text {number}", number % 3 > 0) for number in range(most)]),
    some_rules(),
    st.data(),
)
def test_any_message_may_come_again_at_any_time(
    taken: list[Version], given: Rules, data: st.DataObject
) -> None:
    events = versions(*taken)
    shaken = list[Taken]()
    for number, event in enumerate(events):
        shaken.append(event)
        at = event.matched if isinstance(event, Match) else event.withdrawn
        begin = data.draw(st.integers(0, number))
        shaken += [
            again(one, at + MINUTE) for one in events[begin : data.draw(st.integers(begin, number + 1))]
        ]
    assert told(shaken, given) == told(events, given)


def test_a_newer_text_that_comes_before_an_older_one_stands() -> None:
    a, b, c, back = versions(("A", True), ("B", True), ("C", False), ("A", True))
    world = World()
    world.take(a, b, back)
    assert alerts(world.until(NOON + 5 * HOUR)) == [("update", "revised", 3, 1)]
    assert not world.take(again(c, NOON + 6 * HOUR))
    assert world.counted[-1] == ("withheld", "repeat")
    assert not world.until(NOON + DAY)


def test_two_versions_in_one_document_are_told_in_their_order_and_once() -> None:
    first, second = versions(("A", True), ("B", True))
    assert isinstance(second, Match)
    article = msgspec.structs.replace(second.article, fetched=first.article.fetched)
    second = msgspec.structs.replace(second, article=article, matched=NOON)
    world = World()
    world.take(first, second, first, second)
    assert alerts(world.until(NOON + HOUR)) == [("update", "revised", 2, 1)]


def test_a_clock_that_was_ahead_hides_no_later_version() -> None:
    first, second = versions(("A", True), ("B", True))
    article = msgspec.structs.replace(first.article, fetched=NOON + 900 * DAY)
    world = World()
    world.take(msgspec.structs.replace(first, article=article), second)
    assert alerts(world.until(NOON + 2 * HOUR)) == [("update", "revised", 2, 1)]


def test_what_deduplication_has_forgotten_is_no_news() -> None:
    a, b, _, _ = events = versions(("A", True), ("B", True), ("C", True), ("B", True))
    world = World()
    world.take(*events)
    world.until(NOON + 4 * HOUR)
    anew = msgspec.structs.replace(a.article, fetched=NOON + 5 * HOUR)
    assert not world.take(again(msgspec.structs.replace(a, article=anew), NOON + 5 * HOUR), b)
    assert not world.until(NOON + 9 * HOUR)


def test_records_from_before_say_no_time() -> None:
    world = World()
    world.take(report("a1"))
    [(_, value)] = world.ledger.items("filed")
    kept = unpack_kept("a1", value)
    assert kept is not None
    assert kept.fetched == NOON
    old = msgspec.msgpack.encode(msgspec.msgpack.decode(value)[:-1])
    assert unpack_kept("a1", old) == msgspec.structs.replace(kept, fetched=None)
    world.ledger.keep((Write("filed", "idlib\0a1", old),))
    world.restart()
    assert not world.take(*versions(("content of a1", True)))
    assert world.counted[-1] == ("withheld", "repeat")
