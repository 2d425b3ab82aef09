"""What the proof with the killed worker is made of; and the proof itself, on a small storm."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import yaml

from benchmarks.week.course import HERE, watchlists
from benchmarks.week.killed.course import RECEIVERS, Course, run
from benchmarks.week.killed.hours import BEGIN, END, moved, quickened, storm_hours
from benchmarks.week.killed.page import Findings, page
from benchmarks.week.killed.replayed import Fires, expected, fires, replayed
from benchmarks.week.killed.storm import Kill, Order
from benchmarks.week.killed.verdict import beside, verdict
from benchmarks.week.making import Week
from benchmarks.week.planned import SMALL, Item
from benchmarks.week.sections import END as OVER
from benchmarks.week.sections import with_figures
from cli.matching import matcher_for
from tests.core import matches_of
from tocsin.alerting.discipline import Alerting
from tocsin.config.model import Config, Jsonl
from tocsin.contract.events import Alert, Article, Digest, Match, Wake, Withdrawn
from tocsin.matching.matcher import Matcher
from tocsin.routing.compiled import rules_of
from tocsin.routing.load import Written, read_routes
from tocsin.routing.rules import Rules
from tocsin.simulation.ledger import MemoryLedger
from tocsin.simulation.replay import Replay

pytestmark = pytest.mark.timeout(300)
PLAN = msgspec.structs.replace(SMALL, articles=2_500, storm=250, archive=100)
AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
WINDOW = timedelta(days=14)
ORDER = Order(1, 2, 60)


def never(_text: str, _language: str) -> bool:
    return False


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return storm_hours(Week(PLAN, never, None).items())


@pytest.fixture(scope="module")
def articles(items: list[Item]) -> list[Article]:
    return moved(items, AT)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return matcher_for(watchlists())


@pytest.fixture(scope="module")
def rules() -> Rules:
    receivers = tuple(Jsonl(name=name, sink="jsonl", path=f"{name}.jsonl") for name in RECEIVERS)
    routes = quickened(yaml.safe_load((HERE / "routes.yaml").read_text()), 60)
    found = read_routes(yaml.safe_dump(routes), "routes.yaml", list(RECEIVERS), None)
    assert isinstance(found, Written), found
    return rules_of(Config(receivers=receivers), found.routes)


@pytest.fixture(scope="module")
def matches(articles: list[Article], matcher: Matcher) -> Sequence[Match]:
    return matches_of(articles, matcher, lambda article: article.fetched)


@pytest.fixture(scope="module")
def course(matches: Sequence[Match], rules: Rules) -> Course:
    return undisturbed(matches, rules)


def undisturbed(matches: Sequence[Match], rules: Rules) -> Course:
    """What a line of processes without a fault would leave behind."""
    names = sorted({match.watchlist for match in matches})
    ends = [Wake(watchlist=name, at=AT + timedelta(days=3)) for name in names]
    core = replayed(rules, [*matches, *ends], AT)
    heard = {name: [event for event in core.sent if name in event.receivers] for name in RECEIVERS}
    return Course(ORDER, (Kill(9, 5, 3),), heard, core.sent, matches, core, 0, 1.0)


def wanted(course: Course) -> set[Fires]:
    return {fires(event) for event in course.matches}


def heard_by(course: Course, name: str, events: Sequence[Alert | Digest]) -> Course:
    return msgspec.structs.replace(course, heard={**course.heard, name: events})


def test_the_storms_hours_hold_the_storm_and_all_else_of_these_hours(items: list[Item]) -> None:
    everything = list(Week(PLAN, never, None).items())
    assert items == [item for item in everything if BEGIN <= item.at < END]
    storm = [item for item in everything if item.planted.event == PLAN.storm_event]
    assert len(storm) == PLAN.storm
    assert {item.planted.fetched for item in storm} <= {item.at for item in items}
    assert len(items) > len(storm)


def test_all_dates_are_moved_by_as_much(items: list[Item], articles: list[Article]) -> None:
    assert articles[-1].fetched == AT
    gaps = {article.fetched - item.at for article, item in zip(articles, items, strict=True)}
    assert gaps == {AT - items[-1].at}
    shown = {
        article.published - datetime.fromisoformat(str(item.article["published"]))
        for article, item in zip(articles, items, strict=True)
        if article.published
    }
    assert shown == gaps


def test_a_revision_has_another_content(articles: list[Article]) -> None:
    versions = {(article.id, article.title, article.body) for article in articles}
    assert len({(article.id, article.content) for article in articles}) == len(versions)
    assert len(versions) > len({article.id for article in articles})


def test_waits_and_budgets_are_shorter_and_nobody_sleeps(rules: Rules) -> None:
    routes = yaml.safe_load((HERE / "routes.yaml").read_text())
    quick = quickened(routes, 60)["route"]
    assert (quick["group_wait"], quick["group_interval"]) == ("1s", "5s")
    assert quick["routes"][0]["budget"] == {"events": 6, "per": "1m"}
    assert "quiet_hours" in str(routes)
    assert "quiet_hours" not in str(quick)
    assert rules.routes.policy.group_interval == timedelta(seconds=5)


def test_what_articles_fire_is_what_a_replay_fires(
    articles: list[Article], matcher: Matcher, rules: Rules
) -> None:
    versions = {loaded.watchlist.id: loaded.version for loaded in watchlists()}
    ledger = MemoryLedger()
    replay = Replay(matcher, versions, Alerting(rules, ledger), ledger, WINDOW)
    handled = [one.event for article in articles for one in replay.article(article)]
    found = {fires(event) for event in handled if isinstance(event, Match | Withdrawn)}
    assert expected(articles, matcher, versions, WINDOW) == found
    assert len(found) > PLAN.storm / 2


def test_a_storm_without_a_fault_has_none(course: Course) -> None:
    found = verdict(course, wanted(course))
    assert found.faults == 0
    assert found.events["initial"] > 0
    assert found.events["digest"] > 0
    assert found.reports == found.told + found.digested == found.matches


def test_what_is_lost_or_comes_twice_is_found(course: Course) -> None:
    events = course.heard["quakes"]
    fewer = verdict(heard_by(course, "quakes", events[1:]), wanted(course))
    assert (fewer.lost, fewer.twice, fewer.strange, fewer.faults) == (1, 0, 0, 1)
    more = verdict(heard_by(course, "quakes", [*events, events[0]]), wanted(course))
    assert (more.lost, more.twice, more.strange, more.faults) == (0, 1, 0, 1)
    elsewhere = verdict(heard_by(course, "aid", [*course.heard["aid"], events[0]]), wanted(course))
    assert (elsewhere.lost, elsewhere.twice, elsewhere.strange, elsewhere.faults) == (0, 0, 1, 1)


def test_what_says_something_else_under_its_id_is_found(course: Course) -> None:
    first, *rest = course.heard["quakes"]
    assert isinstance(first, Alert)
    other = msgspec.structs.replace(first, reason="revised")
    assert verdict(heard_by(course, "quakes", [other, *rest]), wanted(course)).otherwise == 1
    sent = msgspec.structs.replace(course, alerts=[*course.alerts, other])
    found = verdict(sent, wanted(course))
    assert (found.otherwise, found.again) == (1, (0, 1))


def test_a_match_that_was_never_made_is_found_and_one_made_twice_is_told(course: Course) -> None:
    fewer = msgspec.structs.replace(course, matches=course.matches[1:])
    assert verdict(fewer, wanted(course)).unmatched == 1
    twice = msgspec.structs.replace(course, matches=[*course.matches, course.matches[0]])
    found = verdict(twice, wanted(course))
    assert (found.unmatched, found.again, found.faults) == (0, (1, 0), 0)


def test_a_report_that_was_told_of_twice_is_found(course: Course) -> None:
    alert = next(event for event in course.core.sent if isinstance(event, Alert))
    core = msgspec.structs.replace(course.core, sent=[*course.core.sent, alert])
    assert verdict(msgspec.structs.replace(course, core=core), wanted(course)).faults > 0


def test_the_same_storm_has_the_same_ids_and_another_order_others(
    course: Course, matches: Sequence[Match], rules: Rules
) -> None:
    same = beside(course, course)
    assert same.firsts == same.same > 0
    assert (same.gone, same.new, same.elsewhere) == (0, 0, 0)
    other = beside(undisturbed(matches[::-1], rules), course)
    assert other.gone > 0
    assert other.new > 0
    assert other.elsewhere > 0


def test_the_page_says_whether_it_holds(course: Course) -> None:
    one, same = verdict(course, wanted(course)), beside(course, course)
    found = Findings(broker="a broker", seed=1, articles=7, storm=5, verdicts=[one], besides=[same])
    assert "All of it holds." in page(found, "the command")
    lost = msgspec.structs.replace(found, verdicts=[msgspec.structs.replace(one, lost=1)])
    assert "**Not all of it holds.**" in page(lost, "the command")
    gone = msgspec.structs.replace(found, besides=[msgspec.structs.replace(same, gone=1)])
    assert "**Not all of it holds.**" in page(gone, "the command")


def test_figures_take_the_place_of_those_before_and_leave_all_else() -> None:
    first = with_figures("words\n<!-- a -->\nold\n", "<!-- a -->\n", "one")
    both = with_figures(f"{first}\n## More\n", "<!-- b -->\n", "two")
    anew = with_figures(with_figures(both, "<!-- a -->\n", "three"), "<!-- b -->\n", "four")
    assert anew == f"words\n<!-- a -->\n\nthree\n{OVER}\n## More\n<!-- b -->\n\nfour\n{OVER}"


@pytest.mark.e2e
@pytest.mark.kafka
@pytest.mark.timeout(600)
async def test_a_small_storm_with_kills_changes_nothing(
    apache_kafka: str, tmp_path: Path, items: list[Item], matcher: Matcher
) -> None:
    articles = moved(items, datetime.now(UTC))
    versions = {loaded.watchlist.id: loaded.version for loaded in watchlists()}
    must = expected(articles, matcher, versions, WINDOW)
    storm = await run(apache_kafka, tmp_path / "storm", articles, len(must), Order(1, 2, 240))
    found = verdict(storm, must)
    assert found.faults == 0, found
    assert len(found.kills) == 2
    assert found.reports > PLAN.storm / 2
