"""What was read anew from the records goes on as what was not: with the book of stories itself, beyond what is kept.

Nor does it change a story when its matches came, so long as they come in one order.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.happenings import copied, happening
from tests.making import NOON
from tests.making import article as plain_article
from tests.making import match as plain_match
from tests.tocsin.alerting.world import MINUTE, SECOND, TopicBook, World, rules
from tocsin.alerting import shelf
from tocsin.alerting.ledger import name_of
from tocsin.alerting.outcome import Outcome
from tocsin.alerting.packing import unpack_kept
from tocsin.alerting.records import Kept, Story
from tocsin.alerting.ways import Ways
from tocsin.contract.events import Match, Status
from tocsin.simulation.placed import placed
from tocsin.simulation.replay import Handled
from tocsin.story.model import StorySettings

FEW = rules(stories=StorySettings(most_reports=2))
STORIES = 2
Step = tuple[int, int, int]
steps = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 3), st.integers(0, 2)), max_size=60)


def matches(taken: list[Step], drill: int) -> list[Match]:
    """A match of each article in each version, so many seconds after the one before it; many come in one second.

    The first ``drill`` of them are an exercise.
    """
    at, found = NOON, []
    for place, (number, version, seconds) in enumerate(taken):
        at += seconds * SECOND
        event = happening(number % STORIES)
        article = plain_article(
            id=f"a{number}",
            url=f"https://outlet-{number}.example/a{number}",
            title=event.title,
            body=f"{copied(event, number).body} {happening(100 + version).body}",
            source=f"Outlet {number}",
            content=f"{number}-{version}",
            fetched=NOON + place * timedelta(microseconds=1),
        )
        status: Status = "exercise" if place < drill else "actual"
        found.append(plain_match(article=article, matched=at, status=status))
    return found


def compared_with(outcome: Outcome) -> dict[str, bool]:
    """Which articles later ones are to be compared with from now on, and which no longer."""
    kept = {name_of(one.key): unpack_kept("", one.value) for one in outcome.remember if one.kind == "filed"}
    return {article: one is not None and one.filed is not None for article, one in kept.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.integers(0, 60), st.data())
def test_records_read_anew_change_nothing_that_follows(
    taken: list[Step], drill: int, data: st.DataObject
) -> None:
    plain, shaken = World(FEW, real=True), World(FEW, real=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "MOST_KNOWN", 2)
        for event in matches(taken, drill):
            if data.draw(st.booleans()):
                shaken.core.forget_derived()
            expected = plain.decide(event)
            assert shaken.decide(event) == expected
            plain.finish(expected)
            shaken.finish(expected)


@given(steps, st.lists(st.integers(0, 30), min_size=60, max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_worker_that_was_slow_or_stood_still_puts_every_report_into_the_same_story(
    taken: list[Step], stood: list[int]
) -> None:
    world, other, late = World(FEW, real=True), World(FEW, real=True), timedelta(0)
    for event, minutes in zip(matches(taken, 0), stood, strict=False):
        late += minutes * MINUTE
        decided, then = world.decide(event), other.decide(replace(event, matched=event.matched + late))
        assert placed(Handled(event, then)) == placed(Handled(event, decided))
        assert compared_with(then) == compared_with(decided)
        world.finish(decided)
        other.finish(then)


def test_the_articles_that_came_first_are_forgotten_first_however_often_they_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "MOST_KNOWN", 2)
    told = shelf.Shelf(TopicBook(StorySettings()), Ways(FEW))
    told.story_is("s", Story(opened=NOON, last=NOON))
    for article, number in (("a", 1), ("b", 2), ("a", 3), ("a", 3)):
        told.kept_is(article, Kept(number, "s", "content"))
    assert told.crowded == {}
    told.kept_is("c", Kept(4, "s", "content"))
    assert told.crowded == {"b": "s"}


def test_an_article_that_went_over_to_another_story_is_none_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "MOST_KNOWN", 2)
    told = shelf.Shelf(TopicBook(StorySettings()), Ways(FEW))
    for story in ("drill", "real"):
        told.story_is(story, Story(opened=NOON, last=NOON))
    for article, number, story in (("a", 1, "drill"), ("b", 2, "drill"), ("a", 1, "real"), ("c", 3, "drill")):
        told.kept_is(article, Kept(number, story, "content"))
    assert told.crowded == {}
    assert (told.members("drill"), told.members("real")) == (("b", "c"), ("a",))
