"""A small made-up week through `tocsin simulate`: no first report is hidden or late, nothing is lost or told twice."""

import json
import random
from collections import Counter
from itertools import combinations

import msgspec
import pytest

from benchmarks.week.checks import SAME_TEXT, First, accounts
from benchmarks.week.course import Course, firing, run, watchlists
from benchmarks.week.findings import Findings, findings
from benchmarks.week.happening import KINDS, NEAR, WATCHLIST_OF, happening
from benchmarks.week.making import Week
from benchmarks.week.page import page
from benchmarks.week.phrases import LANGUAGES, phrases
from benchmarks.week.planned import SMALL, START, Item, Plan
from benchmarks.week.telling import told
from cli.matching import matcher_for
from tests.making import article

pytestmark = pytest.mark.timeout(900)  # twenty seconds of work, on a machine that may have other things to do
PLAN = msgspec.structs.replace(SMALL, articles=2_500, events=30, twins=6, storm=250, archive=800)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return run(PLAN, None, tmp_path_factory.mktemp("week"), lambda _: None)


@pytest.fixture(scope="module")
def found(course: Course) -> Findings:
    return findings(PLAN, course)


def never(text: str, language: str) -> bool:
    return False


def items(plan: Plan) -> list[Item]:
    return list(Week(plan, never, None).items())


def test_every_event_fires_and_its_first_report_is_told_at_once(found: Findings) -> None:
    assert not found.unfired
    assert Counter(first.cause for first in found.firsts) == {"at once": PLAN.events + 1}


def test_repeats_of_a_text_are_no_second_first_report(found: Findings) -> None:
    seconds, of = found.second_initials(SAME_TEXT)
    assert of > 300
    assert seconds < 0.02 * of


def test_every_report_is_told_or_counted_exactly_once(found: Findings, course: Course) -> None:
    assert len(found.accounts) == len(set(WATCHLIST_OF.values()))
    assert [account.missing for account in accounts(course.outcome)] == [0] * len(found.accounts)


def test_the_storm_becomes_a_few_updates_and_digests_that_account_for_all_of_it(found: Findings) -> None:
    storm = found.storm_account
    assert storm.planted >= 200
    assert storm.missing == 0
    assert found.storm_events["digest"] > 0
    assert sum(found.storm_events.values()) < storm.planted / 3


def test_an_archive_rings_so_often_and_is_counted_beyond(found: Findings) -> None:
    assert found.archive["told at once"] <= 20 * len(found.accounts)
    assert found.archive["told at once"] + found.archive["held as archive"] >= found.archive["new"]


def test_a_report_that_is_changed_to_say_something_else_is_taken_back(found: Findings) -> None:
    assert found.retracted == PLAN.retracted > 0


def test_first_reports_are_told_while_their_route_sleeps(found: Findings) -> None:
    initial, _ = found.asleep
    assert initial > 0
    assert found.held["quiet_hours"] > 0


def test_events_are_told_in_the_order_of_time(found: Findings) -> None:
    assert found.disorder == 0


def test_the_page_says_what_was_found(found: Findings) -> None:
    shown = page(found, "the command")
    assert f"{PLAN.events + 1} of {PLAN.events + 1}" in shown
    assert "the command" in shown


def test_the_page_names_the_events_whose_first_report_was_hidden(found: Findings) -> None:
    hidden = First("ceasefire", 7, "a7", "joined other news", "s", None)
    shown = page(msgspec.structs.replace(found, firsts=(hidden,), named={7: "truce agreed, Hama"}), "c")
    assert "| 7 (truce agreed, Hama) | ceasefire | joined other news |" in shown


def test_the_same_plan_makes_the_same_week() -> None:
    plan = msgspec.structs.replace(PLAN, articles=900, storm=20, archive=50)
    first, second = ([item.article for item in items(plan)] for _ in range(2))
    assert first == second
    assert len(first) == 900
    other = [item.article for item in items(msgspec.structs.replace(plan, seed=2))]
    assert first != other


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_events_of_a_watchlist_that_are_near_in_time_can_be_told_apart(seed: int) -> None:
    plan = Plan(seed=seed)
    events = list(Week(plan, never, None).events())
    assert len(events) == plan.events
    there = 0
    for first, second in combinations(events, 2):
        near = first.watchlist == second.watchlist and abs(first.at - second.at) <= NEAR
        if near and first.picks["place"] == second.picks["place"]:
            there += 1
        elif near and first.kind == second.kind:
            assert first.numbers["count"] != second.numbers["count"]
            assert first.picks["who"] != second.picks["who"]
    assert there <= plan.same_place


def test_a_report_that_is_taken_back_leaves_nothing_on_its_page_that_fires() -> None:
    plan, fires = msgspec.structs.replace(PLAN, retracted=20), firing()
    made = [item.article for item in items(plan) if item.planted.kind == "retracted"]
    assert len(made) == 20
    assert not any(fires(f"{one['title']}\n{one['body']}", str(one["language"])) for one in made)


def test_a_week_is_in_the_order_it_is_fetched_and_its_lines_are_known() -> None:
    plan = msgspec.structs.replace(PLAN, articles=900, storm=20, archive=50)
    made = items(plan)
    assert [item.at for item in made] == sorted(item.at for item in made)
    known = {(item.planted.article, item.planted.fetched) for item in made}
    assert len(known) == len(made)
    assert all(item.article["id"] == item.planted.article for item in made)
    json.dumps([item.article for item in made])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_every_kind_and_every_fact(language: str) -> None:
    own, english = phrases(language), phrases("en")
    assert set(own.titles) == set(own.leads) == set(KINDS)
    assert set(own.facts) == set(english.facts)
    assert all(len(wordings) >= 2 for wordings in (*own.titles.values(), *own.facts.values()))


def test_every_kind_fires_its_watchlist_in_every_language() -> None:
    matcher, chance = matcher_for(watchlists()), random.Random(1)  # noqa: S311 -- texts, no secrets
    for language in LANGUAGES:
        for kind in KINDS:
            text = told(happening(1, kind, START, chance), language, chance, 3)
            fired = matcher.match(article(title=text.title, body=text.body, language=language), START)
            assert WATCHLIST_OF[kind] in {match.watchlist for match in fired}, text


def test_a_sentence_without_watch_terms_fires_nothing() -> None:
    fires = firing()
    assert fires("An earthquake shook the coast.", "en")
    assert not fires("The football club won its match.", "en")
