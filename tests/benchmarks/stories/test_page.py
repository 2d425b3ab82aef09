"""Goals are met or missed by the figures, and the page shows both."""

import pytest
from msgspec.structs import replace

from benchmarks.stories.costs import (
    Crowd,
    Load,
    PeerSpeed,
    Recoveries,
    Recovery,
    Slice,
    Speed,
    Tables,
)
from benchmarks.stories.findings import (
    CONSECUTIVE,
    OWN_DATES,
    SAME_TOPIC,
    STRICT,
    TOCSIN,
    Drawn,
    Findings,
    Pairs,
    Seed,
    Share,
    Stream,
)
from benchmarks.stories.goals import best_peer, goals
from benchmarks.stories.page import page
from benchmarks.stories.revised import LIGHT, OTHER
from benchmarks.stories.score import Score

SLICE = Slice(
    articles=1000,
    text=1_500_000,
    sketch_seconds=0.05,
    place_seconds=0.03,
    file_seconds=0.02,
    slowest_place=0.001,
    written=590_000,
    most=950,
    kept=900,
    recovery_seconds=0.1,
    stories=400,
    reports=600,
    joined=590,
    wrongly=0,
    memory=600.0,
)
SPEED = Speed(Load(1000, 10), SLICE, 1.0, 2)
TABLES = Tables(
    articles=120,
    seconds=0.2,
    watchlists=5,
    days=6.4,
    left_days=365.0,
    records={"filed": 100, "story": 50, "over": 10, "desk": 1},
    keys={"filed": 5_000, "story": 3_000, "over": 600, "desk": 0},
    values={"filed": 40_000, "story": 12_000, "over": 400, "desk": 0},
    recovery_seconds=0.1,
)


def scored(right: int, wrong: int, missed: int) -> Pairs:
    score = Score(right, wrong, missed, 10)
    return Pairs("", score, score, score, (0.5, 1.0))


PAIRS = {
    TOCSIN: scored(9, 0, 0),
    "weak": scored(5, 5, 5),
    "good": scored(8, 2, 1),
    "x" + STRICT: scored(9, 0, 0),
}
EDITS = {kind: {TOCSIN: Share(98, 100)} for kind in (*LIGHT, *OTHER)}
UNRELATED = {TOCSIN: Share(0, 1_000_000), OWN_DATES: Share(0, 1_000_000)}
EVENTS = {name: {TOCSIN: Share(5, 600), OWN_DATES: Share(0, 600)} for name in (SAME_TOPIC, CONSECUTIVE)}
FOUND = Findings(
    command="python -m benchmarks.stories",
    machine="2 cores",
    versions={"datasketch": "2.0.0"},
    news={"ar": 10},
    digest="0123",
    pairs=PAIRS,
    edits=EDITS,
    drawn=Drawn(1_000_000, 50, 30_000),
    unrelated=UNRELATED,
    events=EVENTS,
    stream=Stream(10, {"new": 9, "copy": 1}, 1, 1),
    seeds_together=(Seed("idlib", "003", "new", "", 0.0, ("no open story is like it",)),),
    seeds_apart=(Seed("idlib", "004", "new", "", 0.0, ("nothing",)),),
    speeds=(SPEED,),
    peer=PeerSpeed(1000, 1000, 1.0, 8000.0, 1000.0, 1000.0),
    crowds=(Crowd("made up", 100, 500, 0.001, 0.001, 0.002, 0.003),),
    tables=TABLES,
    recoveries=Recoveries("a broker", (Recovery("memory", 1000, 2.0, 1.0, 3.0),)),
    took={"random pairs": 60.0},
)


def missed(found: Findings) -> list[str]:
    return [goal.what for goal in goals(found) if not goal.met]


def test_goals_are_met_at_the_very_figure() -> None:
    assert missed(FOUND) == []


def test_a_peer_that_was_fitted_to_what_is_reported_does_not_count_as_the_best() -> None:
    assert best_peer(FOUND) == "good"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"edits": {**EDITS, "cut": {TOCSIN: Share(97, 100)}}}, "words cut"),
        ({"unrelated": {**UNRELATED, TOCSIN: Share(1, 1_000_000)}}, "random pairs, an hour apart"),
        ({"unrelated": {**UNRELATED, OWN_DATES: Share(1, 10)}}, "random pairs, each on its own day"),
        ({"pairs": {**PAIRS, "good": scored(9, 1, 0)}}, "story-pair F1"),
        (
            {"events": {**EVENTS, SAME_TOPIC: {TOCSIN: Share(6, 600), OWN_DATES: Share(0, 600)}}},
            SAME_TOPIC,
        ),
        ({"peer": PeerSpeed(1000, 1000, 0.5, 8000.0, 2000.0, 2000.0)}, "datasketch's speed"),
        ({"speeds": (replace(SPEED, done=replace(SLICE, memory=601.0)),)}, "in the memory of the books"),
        ({"tables": replace(TABLES, values={**TABLES.values, "desk": 100})}, "with the keys"),
    ],
)
def test_a_goal_is_missed_by_its_own_figure_alone(change: dict[str, object], named: str) -> None:
    names = missed(replace(FOUND, **change))
    assert [name for name in names if "all light edits" not in name and named not in name] == []
    assert any(named in name for name in names)


def test_the_page_shows_every_contestant_and_every_seed() -> None:
    written = page(FOUND)
    for words in ("| **Tocsin** |", "| weak |", "1,000,000 random pairs", "no open story is like it", "met"):
        assert words in written
    assert "**missed**" not in written


def test_the_page_shows_costs_with_the_ratio_to_what_is_wanted() -> None:
    written = page(FOUND)
    assert "1,000 articles of 10 watchlists" in written
    assert (
        "| bytes of an article, its record and its part of its story's | ≤ 600 | 520 | 0.87 | met |"
        in written
    )
    assert "a broker" in written
    assert "10 stories are over by then" in written
    assert "in 100 bytes with its key" in written
    assert "Not measured" not in written
    assert ", 0 not measured." in written


def test_what_was_not_measured_is_said_and_no_goal_is_left_out() -> None:
    nothing = Findings(
        command="c",
        machine="m",
        versions={},
        news={},
        digest="0",
        failed={"random pairs": "interrupted", "edits": "not begun: the run was interrupted"},
    )
    written = page(nothing)
    assert "**This run is not whole.**" in written
    assert "- random pairs: interrupted" in written
    assert not [goal for goal in goals(nothing) if goal.met or goal.measured]
    topics = {goal.what.split(",")[0] for goal in goals(nothing)}
    assert {"times datasketch's speed", "story-pair F1 over the best peer's", "false joins"} <= topics
    assert written.count("Not measured") >= 8
