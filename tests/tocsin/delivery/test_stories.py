"""What later events of an alert say of its story."""

from datetime import timedelta
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts import ARABIC, LANGUAGES, alert, evidence, life, report, texts
from tests.tocsin.delivery.bidi import assert_whole_and_safe, visible
from tocsin.contract.events import (
    Alert,
    AlertReason,
    Change,
    Handling,
    HeldReason,
    Relation,
    Report,
    Tally,
)
from tocsin.delivery.happening import happening, lasting
from tocsin.delivery.people import MOST_NOTES
from tocsin.delivery.render import render
from tocsin.delivery.stories import MOST_REFERENCES, MOST_REPORTS, MOST_SENTENCES, MOST_WHY

INITIAL, UPDATE, ESCALATION, RETRACTION = life()
replaced = msgspec.structs.replace


def lines(one: Alert, *labels: str) -> list[str]:
    """The lines of its block, or those with one of these labels and what goes on under them."""
    shown = visible(render(one)).splitlines()
    if not labels:
        return shown
    kept, on = [], False
    for line in shown:
        on = line.startswith(tuple(f"  {label:<8}" for label in labels)) or (on and line.startswith(" " * 10))
        kept += [line] if on else []
    return kept


def test_an_update_says_how_far_the_story_has_come_and_what_is_told_now() -> None:
    assert lines(UPDATE) == [
        "HIGH  Idlib  update: 2 new reports, now 3 carriers, 2 origins",
        "  weighs  high, raised one step: two outlets report it",
        "  story   3 reports so far, in ar and en",
        "  source  وكالة المثال (Example) · ar",
        f"  title   {ARABIC.report.title}",
        f"  text    {ARABIC.evidence[0].sentence.replace('لإدلب', '»لإدلب«')}",
        "  why     idlib (ar): إدلب found as لإدلب by folded, score 92",
        "  joined  another report of the event",
        "          names in both: إدلب",
        "          12 in both",
        (
            "  when    published 2026-03-02 10:00:00 UTC"
            " · fetched 2026-03-02 10:04:00 UTC · alerted 2026-03-02 10:04:02 UTC"
        ),
        "  also    Example Wire · en · copy of another outlet's text · Truce holds in Idlib, day one",
        "          9 of its 10 sentences are in Example Wire's",
        "          https://news.example/a/1?page=2",
        "  held    quiet hours 2",
        "  url     https://news.example/a/1?page=2",
        f"  refers  to {INITIAL.event_id}",
        f"  alert   {UPDATE.event_id}",
    ]


def test_a_retraction_shows_what_it_takes_back_and_what_stands_there_now() -> None:
    assert lines(RETRACTION)[:8] == [
        "HIGH  Idlib  retraction: its only report no longer says it",
        "  source  Example Wire · en",
        "  title   Calm in Aleppo after the truce",
        "  was     Shops in »Idlib« opened again.",
        "  before  Calm in Idlib after the truce",
        "  added   Shops opened.",
        "  gone    2 sentences",
        "  why     idlib (en): Idlib found as Idlib by folded, score 100",
    ]
    assert not lines(RETRACTION, "text", "joined", "story")


def test_a_retraction_of_a_headline_shows_the_headline_as_it_was() -> None:
    one = evidence("Calm in Idlib", "Idlib", term="idlib", form="Idlib", language="en")
    gone = replaced(
        RETRACTION, evidence=(replaced(one, field="title"), replaced(one, field="title", rule="x"))
    )
    assert lines(gone, "was") == ["  was     Calm in »Idlib«"]


def test_an_update_about_a_report_that_was_taken_out_says_so() -> None:
    gone = replaced(RETRACTION.report, why=("it was changed, and no longer fires the watchlist",))
    out = replaced(UPDATE, reason="revised", report=gone, reports=(gone,), change=RETRACTION.change)
    assert lines(out)[0] == "HIGH  Idlib  update: a report told of was changed"
    assert lines(out, "changed", "before") == [
        "  before  Calm in Idlib after the truce",
        "  changed it was changed, and no longer fires the watchlist",
    ]
    assert not lines(replaced(RETRACTION, report=gone), "changed")


def test_an_escalation_says_for_how_long_nobody_answered_and_who_should_have() -> None:
    assert lines(ESCALATION)[0] == ("HIGH  Idlib  escalation: nobody has acknowledged it for 15 min")
    assert lines(ESCALATION, "handled", "noted") == [
        "  handled assigned to desk-2",
        "  noted   two",
        "  noted   three",
        "  noted   four",
        "          and 1 earlier note",
    ]


def test_a_first_report_has_none_of_these_lines() -> None:
    labels = {line.split()[0] for line in lines(INITIAL)[1:]}
    assert labels == {"source", "title", "text", "why", "when", "url", "alert"}


def test_what_kept_a_first_report_apart_from_other_stories_does_not_burden_it() -> None:
    kept = replaced(INITIAL, report=replaced(INITIAL.report, why=("no open story is like it",)))
    assert lines(kept) == lines(INITIAL)


def test_a_first_report_that_was_held_says_with_how_many_others() -> None:
    tally = Tally(reports=3, origins=1, carriers=3, languages=("en",), since=3, held=(("silenced", 3),))
    late = replaced(INITIAL, tally=tally)
    assert lines(late, "story", "held") == [
        "  story   3 reports so far by 3 carriers from 1 origin, in en",
        "  held    silenced 3",
    ]
    assert "          and 2 more reports" in lines(late)


def test_a_revision_of_what_is_over_is_the_one_report_it_tells_of() -> None:
    over = "the same article with other words; its story is over"
    late = replaced(
        INITIAL,
        kind="update",
        reason="revised",
        report=replaced(INITIAL.report, relation="revision", why=(over,)),
        change=Change(article=INITIAL.report.article),
    )
    shown = lines(late)
    assert shown[0] == "HIGH  Idlib  update: a report told of was changed"
    assert f"  changed {over}" in shown
    assert not [line for line in shown if "more report" in line]


def test_an_escalation_that_does_not_know_since_when_says_no_time() -> None:
    unknown = replaced(ESCALATION, clocks=replaced(ESCALATION.clocks, opened=None))
    assert happening(unknown) == "escalation: nobody has acknowledged it"


@pytest.mark.parametrize("reason", get_args(AlertReason))
def test_every_reason_is_put_into_words(reason: AlertReason) -> None:
    said = happening(replaced(UPDATE, reason=reason))
    assert said.startswith("update")
    assert len(said) > len("update") + 5


@pytest.mark.parametrize("relation", get_args(Relation))
def test_every_relation_is_put_into_words(relation: Relation) -> None:
    other = report("Another", "en", article="article-9", relation=relation)
    said = lines(replaced(UPDATE, reports=(other,)), "also")[0]
    assert said.startswith("  also    Example Wire · en · ")
    assert said.endswith(" · Another")


@pytest.mark.parametrize("reason", sorted(set(get_args(HeldReason)) - {"group_wait", "copy"}))
def test_what_was_held_is_said_by_its_reason(reason: HeldReason) -> None:
    tally = replaced(UPDATE.tally, held=(("group_wait", 1), (reason, 2)))
    assert lines(replaced(UPDATE, tally=tally), "held") == [
        f"  held    {reason.replace('_', ' ')} 2, group wait 1"
    ]


def test_that_reports_come_in_groups_is_not_worth_a_line() -> None:
    usual = replaced(UPDATE.tally, held=(("copy", 1), ("group_wait", 2)))
    assert not lines(replaced(UPDATE, tally=usual), "held")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=89), "89 s"),
        (timedelta(minutes=15, seconds=3), "15 min"),
        (timedelta(hours=4), "4 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_span_of_time_is_told_roughly(span: timedelta, words: str) -> None:
    assert lasting(span) == words


def reports(number: int) -> tuple[Report, ...]:
    return tuple(report(f"Report {i}", "en", article=f"a{i}", relation="report") for i in range(number))


def test_many_reports_are_counted_not_listed() -> None:
    told = reports(20)
    many = replaced(UPDATE, report=told[0], reports=told, tally=replaced(UPDATE.tally, since=412))
    listed = lines(many, "also")
    assert sum(line.startswith("  also") for line in listed) == MOST_REPORTS
    assert listed[-1] == f"          and {412 - MOST_REPORTS - 1} more reports"


@pytest.mark.parametrize("listed_too", [True, False])
def test_the_report_a_block_is_about_is_counted_once(listed_too: bool) -> None:
    told = reports(3)
    one = replaced(
        UPDATE,
        report=told[0],
        reports=told if listed_too else told[1:],
        tally=replaced(UPDATE.tally, since=3),
    )
    assert [line.split(" · ")[-1] for line in lines(one, "also") if "also" in line] == [
        "Report 1",
        "Report 2",
    ]
    assert "more" not in "".join(lines(one, "also"))


def test_a_raised_severity_lists_what_it_tells_and_counts_no_other() -> None:
    told = reports(2)
    raised = replaced(
        UPDATE,
        reason="severity_raised",
        severity="critical",
        reports=told,
        tally=replaced(UPDATE.tally, since=2),
    )
    assert lines(raised)[0] == "CRITICAL  Idlib  update: severity raised to critical"
    assert len(lines(raised, "also")) == 4
    assert lines(raised, "story") == ["  story   3 reports so far by 3 carriers from 2 origins, in ar and en"]


def test_much_of_anything_is_cut_and_counted() -> None:
    long = "word " * 200_000
    change = Change(article="a", title_before=long, added=(long,) * 9, removed=9)
    found = replaced(UPDATE.report, why=(long,) * 9)
    much = replaced(
        UPDATE,
        change=change,
        report=found,
        reports=tuple(replaced(one, why=(long,) * 9, title=long, url=long) for one in reports(20)),
        references=tuple(f"tocsin-1.{i}" for i in range(50)),
        severity_why=long,
        tally=replaced(UPDATE.tally, languages=("en",) * 500),
        handling=Handling(acked_by=long, assignee=long, notes=(long,) * 9),
    )
    assert len(lines(much, "added")) == MOST_SENTENCES + 1
    assert len(lines(much, "noted")) == MOST_NOTES + 1
    assert len(lines(much, "joined")) == MOST_WHY + 1
    assert lines(much, "refers")[0].endswith(f"tocsin-1.49 and {50 - MOST_REFERENCES} before")
    assert len(visible(render(much))) < 60_000


@given(texts, texts, texts, st.sampled_from(life()), st.sampled_from(LANGUAGES))
def test_others_words_stay_on_their_lines_and_in_their_direction(
    text: str, name: str, note: str, event: Alert, language: Alert
) -> None:
    told = replaced(
        language.report, title=text, source=name, language=note, relation="copy", why=(text, note), url=text
    )
    hostile = replaced(
        event,
        watchlist_title=name,
        severity_why=text,
        report=told,
        reports=(replaced(told, article="other"),),
        references=(text, name),
        change=Change(article=name, title_before=text, added=(note, name), removed=1),
        tally=Tally(reports=2, languages=(text, name), since=2, held=(("budget", 1),)),
        handling=Handling(acked_by=name, assignee=text, notes=(note, text)),
    )
    assert_whole_and_safe(render(hostile))


def test_an_empty_title_and_no_numbers_break_nothing() -> None:
    empty = replaced(
        alert(),
        kind="update",
        reason="new_reports",
        report=report("", ""),
        tally=Tally(reports=0, origins=0, carriers=0, since=0),
    )
    assert lines(empty)[0] == "HIGH  Idlib  update: 0 new reports, now 0 carriers, 0 origins"
