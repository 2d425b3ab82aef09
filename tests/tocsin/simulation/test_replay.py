"""The line without Kafka: what discipline is asked, when, and in which order."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.making import NOON, article, match
from tests.tocsin.alerting.world import World, report
from tocsin.alerting.ledger import Write
from tocsin.alerting.outcome import Outcome
from tocsin.contract.events import Action, Article, Match, Wake, Withdrawn
from tocsin.simulation.ledger import MemoryLedger
from tocsin.simulation.replay import Handled, Replay

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


class Firing:
    """Fires ``idlib`` in an article that names it, and no other."""

    def match(self, article: Article, now: datetime) -> tuple[Match, ...]:
        return (match(article=article, matched=now),) if "Idlib" in article.title else ()


class Noting:
    """A discipline that is due when the test says, keeps one record an event and writes everything down."""

    def __init__(self, *due: datetime) -> None:
        self.dues = sorted(due)
        self.asked: list[tuple[str, datetime]] = []
        self.events: list[Match | Withdrawn | Action | Wake] = []

    def take(self, event: Match | Withdrawn | Action | Wake, now: datetime) -> Outcome:
        self.events.append(event)
        self.asked.append((type(event).__name__, now))
        return Outcome(remember=(Write("desk", "idlib", str(now).encode()),))

    def remembered(self, outcome: Outcome) -> None:
        if isinstance(self.events[-1], Wake):
            self.dues.pop(0)

    def due(self) -> dict[str, datetime]:
        return {"idlib": self.dues[0]} if self.dues else {}


def replay(discipline: Noting, ledger: MemoryLedger | None = None) -> Replay:
    return Replay(Firing(), {"idlib": "v1"}, discipline, ledger or MemoryLedger(), WEEK)


def all_of(*steps: Iterable[Handled]) -> list[Handled]:
    return [handled for step in steps for handled in step]


def test_an_article_is_handled_at_its_own_time() -> None:
    noted = Noting()
    all_of(replay(noted).article(article(fetched=NOON + HOUR)))
    assert noted.asked == [("Match", NOON + HOUR)]
    assert noted.events[0].article.content != "c1"  # type: ignore[union-attr]


def test_what_is_due_before_an_article_comes_before_it_and_the_rest_after() -> None:
    noted = Noting(NOON + HOUR, NOON + 2 * HOUR, NOON + 5 * HOUR)
    line = replay(noted)
    all_of(line.article(article()), line.article(article(id="b", fetched=NOON + 2 * HOUR)), line.rest())
    assert noted.asked == [
        ("Match", NOON),
        ("Wake", NOON + HOUR),
        ("Wake", NOON + 2 * HOUR),
        ("Match", NOON + 2 * HOUR),
        ("Wake", NOON + 5 * HOUR),
    ]


def test_the_same_article_again_is_no_match_and_another_layout_is_no_other_content() -> None:
    noted = Noting()
    line = replay(noted)
    all_of(
        line.article(article()),
        line.article(article(fetched=NOON + HOUR)),
        line.article(article(title="Shelling  reported in Idlib", fetched=NOON + HOUR)),
        line.article(article(body="Other words.", fetched=NOON + HOUR)),
    )
    contents = [event.article.content for event in noted.events if isinstance(event, Match)]
    assert len(contents) == 3
    assert contents[0] == contents[1] != contents[2]


def test_a_revision_that_no_longer_fires_is_withdrawn() -> None:
    noted = Noting()
    line = replay(noted)
    later = article(title="Shelling reported elsewhere", fetched=NOON + HOUR)
    all_of(line.article(article()), line.article(later))
    assert noted.asked == [("Match", NOON), ("Withdrawn", NOON + HOUR)]


def test_a_revision_says_whether_the_version_before_fired() -> None:
    noted = Noting()
    line = replay(noted)
    elsewhere = article(title="Shelling reported elsewhere", fetched=NOON + 2 * HOUR)
    back = article(body="Other words.", fetched=NOON + 3 * HOUR)
    all_of(
        line.article(article()),
        line.article(article(body="More words.", fetched=NOON + HOUR)),
        line.article(elsewhere),
        line.article(back),
    )
    assert [event.fired_before for event in noted.events if isinstance(event, Match)] == [False, True, False]


def test_a_version_that_comes_back_names_the_one_it_revises() -> None:
    noted = Noting()
    line = replay(noted)
    other = "Shelling reported elsewhere"
    all_of(
        line.article(article()),
        line.article(article(title=other, fetched=NOON + HOUR)),
        line.article(article(fetched=NOON + 2 * HOUR)),
    )
    first, second, third = (event.article for event in noted.events if isinstance(event, Match | Withdrawn))
    assert (first.revises, second.revises, third.revises) == (None, first.content, second.content)
    assert first.content == third.content


def test_an_article_that_is_late_is_handled_where_it_stands() -> None:
    noted = Noting(NOON + HOUR)
    line = replay(noted)
    all_of(line.article(article(fetched=NOON + 2 * HOUR)), line.article(article(id="b")))
    assert [kind for kind, _ in noted.asked] == ["Wake", "Match", "Match"]
    assert noted.asked[-1][1] == NOON


def test_an_action_comes_when_it_was_done() -> None:
    noted = Noting(NOON)
    done = Action(id="1", watchlist="idlib", verb="ack", by="me", at=NOON + HOUR, alert="tocsin-1")
    all_of(replay(noted).action(done))
    assert noted.asked == [("Wake", NOON), ("Action", NOON + HOUR)]


def test_records_are_kept() -> None:
    ledger = MemoryLedger()
    all_of(replay(Noting(), ledger).article(article()))
    assert ledger.get("desk", "idlib") == str(NOON).encode()
    assert dict(ledger.items("desk")) == {"idlib": str(NOON).encode()}
    ledger.keep([Write("desk", "idlib", None), Write("desk", "nobody", None)])
    assert ledger.get("desk", "idlib") is None


def test_a_wake_that_changes_nothing_ends_the_run_instead_of_holding_it_for_ever() -> None:
    class Stuck(Noting):
        def take(self, event: Match | Withdrawn | Action | Wake, now: datetime) -> Outcome:
            return Outcome()

        def remembered(self, outcome: Outcome) -> None:
            pass

    with pytest.raises(RuntimeError, match="still due"):
        all_of(replay(Stuck(NOON)).rest())


def test_more_than_one_wake_does_may_be_due_at_one_moment() -> None:
    world = World()
    for name in "ab":
        world.take(*(report(f"{name}{number}", f"t{number}") for number in range(250)))
    sent = all_of(Replay(Firing(), {"idlib": "v1"}, world.core, world.ledger, WEEK).rest())
    assert sum(len(one.outcome.send) for one in sent) == 250
    assert not world.core.due()


def test_what_is_known_of_articles_is_forgotten_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.simulation.replay._SWEPT_EVERY", 2)
    noted = Noting()
    line = replay(noted)
    long_after = replace(article(id="b"), fetched=NOON + 2 * WEEK)
    all_of(line.article(article()), line.article(long_after), line.article(article(fetched=NOON + 2 * WEEK)))
    assert [kind for kind, _ in noted.asked] == ["Match", "Match", "Match"]
    assert len(line._seen) == 2
