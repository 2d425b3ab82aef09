"""What is left of a story that is over: its id is no other's, and nothing else hangs on it."""

from datetime import timedelta

import msgspec
import pytest

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Sent,
    World,
    alerts,
    policy,
    report,
    revised,
    rules,
    the_alert,
)
from tocsin.alerting import bounding, shelf
from tocsin.alerting.ids import alert_id, opened_by
from tocsin.alerting.ledger import Write, key_of
from tocsin.alerting.packing import pack, size_of, unpack
from tocsin.alerting.records import Over, Story
from tocsin.contract.events import Match, Wake
from tocsin.story.model import StorySettings

FIRST, SECOND_TIME, THIRD = (opened_by("idlib", "a1", number) for number in (1, 2, 3))
OVER = NOON + 10 * DAY


def back(days: int, content: str = "other words", **fields: str) -> Match:
    """The article comes again, after so many days."""
    return report("a1", at=NOON + days * DAY, content=content, **fields)


def past(world: World) -> list[str]:
    """The keys of stories, open or over."""
    return [key for key, _ in world.ledger.items("story")]


def test_whoever_loses_everything_rings_under_the_same_id() -> None:
    for again in (report("a1"), back(1, "content of a1"), back(200), back(0, url="https://other.example")):
        assert the_alert(World().take(again)).id == FIRST == alert_id("idlib", "a1")


def test_an_article_that_comes_back_opens_another_story_each_time() -> None:
    world = World()
    world.take(report("a1"))
    for days, wanted in ((20, SECOND_TIME), (40, THIRD)):
        world.restart()
        again = the_alert(world.take(back(days)))
        assert (again.kind, again.sequence, again.id) == ("initial", 1, wanted)
        world.restart()
        assert not world.take(back(days))


def test_the_same_words_fetched_anew_ring_again() -> None:
    world = World()
    world.take(report("a1"))
    world.until(OVER)
    assert the_alert(world.take(back(20, "content of a1"))).id == SECOND_TIME


def test_a_message_that_comes_again_when_its_story_is_over_opens_none() -> None:
    world = World()
    changed = revised(report("a1"), NOON + HOUR)
    world.take(report("a1"), report("a2", at=NOON + MINUTE), changed)
    world.until(OVER)
    for again in (report("a1"), changed, msgspec.structs.replace(report("a1"), matched=OVER)):
        world.restart()
        assert not world.take(again)
        assert world.counted[-1] == ("withheld", "repeat")
    assert world.core.sizes().stories == 0


def test_a_message_that_comes_again_as_its_story_ends_opens_none() -> None:
    world = World()
    world.take(report("a1"))
    again = msgspec.structs.replace(report("a1"), matched=NOON + 3 * DAY)
    assert not world.take(again)
    assert the_alert(world.take(report("b1", at=NOON + 3 * DAY))).kind == "initial"


def test_whatever_part_is_written_of_a_return_the_same_is_sent() -> None:
    kept, writes = 0, 1
    while kept <= writes:
        world = World(rules(policy(quiet=())))
        world.take(report("a1"), report("a2", at=NOON + MINUTE, kind="wire"))
        outcome = world.decide(back(20))
        writes = len(outcome.remember)
        world.ledger.keep(outcome.remember[:kept])
        world.restart()
        world.take(back(20))
        found: dict[str, Sent] = {}
        for one in world.sent:
            assert found.setdefault(one.event_id, one) == one, f"after {kept} of {writes} records"
        initials = [one.id for one in world.sent if alerts([one]) and one.kind == "initial"]  # type: ignore[union-attr]
        assert list(dict.fromkeys(initials)) == [FIRST, SECOND_TIME]
        kept += 1


def test_little_is_left_and_for_a_year() -> None:
    world = World()
    world.take(*(report(f"a{number}", f"t{number}", NOON + number * SECOND) for number in range(250)))
    world.until(NOON + 3 * DAY)
    assert len(past(world)) == 250
    assert max(size_of(key, value) for key, value in world.ledger.items("story")) < 80
    sizes = world.core.sizes()
    assert (sizes.stories, sizes.reports) == (0, 0)
    world.restart()
    assert world.core.sizes() == sizes
    late = NOON + 369 * DAY
    for number, left in enumerate((151, 52, 3, 4)):
        world.take(report(f"b{number}", f"u{number}", late + number * SECOND))
        assert len(past(world)) == left
    assert the_alert(world.take(back(370))).id == FIRST


@pytest.mark.parametrize("apart", [timedelta(0), SECOND, MINUTE])
def test_which_stories_are_too_many_is_asked_of_their_order_and_not_of_any_clock(apart: timedelta) -> None:
    world = World(rules(stories=StorySettings(most_stories=10)))
    names = [f"a{number * 7 % 40:02}" for number in range(40)]
    for number, name in enumerate(names):
        world.take(msgspec.structs.replace(report(name, name), matched=NOON + number * apart))
    still = {key.split("\0")[1] for key, value in world.ledger.items("story") if unpack(value, Story)}
    assert still == {opened_by("idlib", name) for name in names[-11:]}, "ten, and the one in hand"


def test_an_id_is_free_when_its_time_is_over_and_not_when_it_is_forgotten() -> None:
    world = World()
    world.take(report("a1"))
    world.until(NOON + 300 * DAY)
    assert the_alert(world.take(back(366))).id == SECOND_TIME
    world = World()
    world.take(report("a1"))
    world.until(NOON + 300 * DAY)
    assert len(past(world)) == 1
    assert the_alert(world.take(back(368))).id == FIRST
    world.restart()
    assert not world.take(back(368))
    assert len(past(world)) == world.core.sizes().stories == 1


def test_a_watchlist_that_is_gone_is_forgotten_too() -> None:
    world = World()
    world.take(*(report(f"a{number}", f"t{number}") for number in range(250)))
    assert not world.until(NOON + 300 * DAY)
    world.restart()
    assert world.core.due() == {"idlib": NOON + (2 + 365) * DAY + shelf.OVER_LATE}
    world.until(NOON + 400 * DAY)
    assert not past(world)
    assert world.core.sizes().bytes < 200


def test_of_too_many_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "MOST_OVER", 20)
    world = World()
    world.take(*(report(f"a{number}", f"t{number}", NOON + number * SECOND) for number in range(30)))
    world.until(NOON + 3 * DAY)
    world.take(Wake(watchlist="idlib", at=NOON + 4 * DAY))
    assert sorted(past(world)) == sorted(f"idlib\0{opened_by('idlib', f'a{n}')}" for n in range(10, 30))


def test_no_watchlist_has_more_than_20_000_that_are_over() -> None:
    world = World()
    names = [key_of("idlib", opened_by("idlib", f"a{number}")) for number in range(20_050)]
    left = (pack(Over(NOON + DAY + number * SECOND, b"messages")) for number in range(len(names)))
    world.ledger.keep(tuple(Write("story", key, value) for key, value in zip(names, left, strict=True)))
    world.take(report("b1"))
    assert len(past(world)) == 20_000 + 1
    assert not set(names[:50]) & set(past(world))


def test_an_article_that_its_story_has_forgotten_is_still_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST_KNOWN", 3)
    world = World()
    settings = msgspec.structs.replace(world.rules.stories, most_reports=2)
    world.core.rules = msgspec.structs.replace(world.rules, stories=settings)
    world.take(report("a1"), *(report(f"c{n}", at=NOON + n * SECOND) for n in range(1, 20)))
    world.until(NOON + HOUR)
    assert world.ledger.get("filed", "idlib\0a1") is None
    assert not world.take(report("a1", at=NOON + HOUR, fetched=NOON))
    assert world.counted[-1] == ("withheld", "repeat")
    world.take(revised(report("a1"), NOON + 2 * HOUR))
    assert alerts(world.until(NOON + 3 * HOUR)) == [("update", "revised", 3, 1)]
