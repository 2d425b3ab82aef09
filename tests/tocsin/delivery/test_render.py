"""The block a watch officer reads."""

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts import ARABIC, ATTACK, LANGUAGES, PERSIAN, TURKISH, alert, evidence, hostile, report, texts
from tocsin.contract.events import Alert, Clocks, Evidence
from tocsin.delivery.foreign import FSI, PDI
from tocsin.delivery.lines import LONGEST_TEXT, Block, plain
from tocsin.delivery.quotes import MOST_QUOTES
from tocsin.delivery.render import MOST_CAUSES, render


def visible(block: Block) -> str:
    return plain(block).replace(FSI, "").replace(PDI, "")


def hits(block: Block) -> list[str]:
    return [span.text for line in block for span in line if span.role == "hit"]


def test_everything_an_officer_asks_for_is_there() -> None:
    assert visible(render(PERSIAN)).splitlines() == [
        "HIGH  Idlib  initial (first report)",
        "  source  خبرگزاری نمونه · fa",
        "  title   آتش‌بس در ادلب؛ ۳ گذرگاه باز شد (به گزارش Reuters در 14:30)",
        "  text    منابع محلی می‌گویند »آتش‌بس« در استان ادلب از ساعت ۱۸ آغاز شده است.",
        "  why     idlib (fa): آتش بس found as آتش‌بس by folded, score 92",
        (
            "  when    published 2026-03-02 10:00:00 UTC"
            " · fetched 2026-03-02 10:04:00 UTC · alerted 2026-03-02 10:04:02 UTC"
        ),
        "  url     https://news.example/a/1?page=2",
        f"  alert   {PERSIAN.event_id}",
    ]


def test_where_text_and_date_come_from_is_said_where_it_matters() -> None:
    noted = msgspec.structs.replace(PERSIAN.report, date_source="jalali", notes=("full_text",))
    lines = visible(render(msgspec.structs.replace(PERSIAN, report=noted))).splitlines()
    assert lines[6] == "  note    text: from the linked page · date: read as Jalali (Persian calendar)"


@pytest.mark.parametrize("one", LANGUAGES, ids=lambda one: one.report.language)
def test_the_hit_is_the_surface_exactly(one: Alert) -> None:
    assert hits(render(one)) == [one.evidence[0].surface]


def test_foreign_text_is_isolated_as_a_whole_so_that_hits_stay_in_its_order() -> None:
    text_line = next(line for line in plain(render(ARABIC)).splitlines() if line.startswith("  text"))
    assert text_line == f"  text    {FSI}{ARABIC.evidence[0].sentence.replace('لإدلب', '»لإدلب«')}{PDI}"


def test_no_right_to_left_letter_stands_outside_an_isolate() -> None:
    for one in (ARABIC, PERSIAN):
        for line in plain(render(one)).splitlines():
            depth = 0
            for char in line:
                depth += (char == FSI) - (char == PDI)
                assert depth in (0, 1)
                assert depth or unicodedata.bidirectional(char) not in ("R", "AL", "AN")
            assert depth == 0


def test_a_hit_in_the_title_is_shown_in_the_title_and_not_quoted_again() -> None:
    one = evidence("Calm in Idlib", "Idlib", term="idlib", form="Idlib", language="en")
    block = render(
        alert(report=report("Calm in Idlib", "en"), evidence=(msgspec.structs.replace(one, field="title"),))
    )
    assert "  title   Calm in »Idlib«\n" in visible(block)
    assert "  text" not in visible(block)


def test_what_stands_only_in_related_links_comes_last_and_is_marked() -> None:
    links = evidence("Shelling in Idlib", "Idlib", term="idlib", form="Idlib", language="en", offset=3)
    own = evidence("Quiet in Idleb.", "Idleb", term="idlib", form="Idlib", language="en", offset=40)
    marked = msgspec.structs.replace(links, zone="boilerplate")
    lines = visible(render(alert(evidence=(marked, own)))).splitlines()
    assert [line for line in lines if line.startswith(("  text", "  related", "  why"))] == [
        "  text    Quiet in »Idleb«.",
        "  related Shelling in »Idlib«",
        (
            "  why     idlib (en): Idlib found as Idlib by folded, score 100,"
            " in related links, menus or repeated sentences"
        ),
        "  why     idlib (en): Idlib found as Idleb by folded, score 92",
    ]


def test_an_alert_whose_severity_was_lowered_says_why() -> None:
    lowered = visible(render(alert(severity="low", downgraded="boilerplate"))).splitlines()
    assert lowered[:2] == [
        "LOW  Idlib  initial (first report)",
        "  lowered without words in related links, menus or repeated sentences it would not have fired",
    ]


def test_a_sentence_with_two_hits_is_quoted_once_and_overlaps_are_one() -> None:
    sentence = "A ceasefire agreement for Idlib."
    found = [
        evidence(sentence, word, term="t", form=word, language="en", offset=7)
        for word in ("ceasefire agreement", "agreement", "Idlib")
    ]
    assert "A »ceasefire agreement« for »Idlib«." in visible(render(alert(evidence=tuple(found))))


def test_evidence_that_points_nowhere_marks_nothing() -> None:
    wrong = msgspec.structs.replace(alert().evidence[0], start=3, end=1000)
    block = render(alert(evidence=(wrong,)))
    assert hits(block) == []
    assert wrong.sentence in visible(block)


def test_a_test_alert_says_so_first() -> None:
    assert visible(render(alert(status="test"))).startswith("TEST  HIGH  Idlib")


def test_an_unknown_publication_time_is_said() -> None:
    clocks = msgspec.structs.replace(alert().clocks, published=None)
    assert "published unknown · fetched" in visible(render(alert(clocks=clocks)))


def test_a_long_sentence_is_cut_around_its_hit() -> None:
    sentence = f"{'before ' * 200}Idlib{' after' * 200}"
    found = evidence(sentence, "Idlib", term="idlib", form="Idlib", language="en")
    line = next(line for line in visible(render(alert(evidence=(found,)))).splitlines() if "»" in line)
    assert "…" in line
    assert line.endswith("…")
    assert "before »Idlib« after" in line
    assert len(line) < LONGEST_TEXT + 20


def test_many_sentences_and_causes_are_counted_not_listed() -> None:
    many = tuple(
        evidence(f"{i} Idlib.", "Idlib", term=f"t{i}", form="Idlib", language="en", offset=10 * i)
        for i in range(9)
    )
    shown = visible(render(alert(evidence=many)))
    assert shown.count("  text") == MOST_QUOTES
    assert "and 6 more sentences" in shown
    assert shown.count("  why") == MOST_CAUSES
    assert "and 4 more\n" in shown


def test_an_attack_changes_no_line_and_controls_nothing() -> None:
    shown = plain(render(hostile()))
    assert [line.split()[0] for line in shown.splitlines()][1:] == [
        "source", "title", "text", "why", "when", "url", "alert",
    ]  # fmt: skip
    assert not set(shown) & set("\x1b\x07\x08\x9b\x7f\x00\r\u202e\u2066\u2028")
    assert len(shown) < 3000


@given(texts, texts, texts, texts, st.integers(-5, 70), st.integers(-5, 70), st.integers(-5, 70), st.data())
def test_any_alert_renders_to_whole_safe_lines(
    title: str, sentence: str, surface: str, name: str, start: int, end: int, offset: int, data: st.DataObject
) -> None:
    one = Evidence(
        term=name, language=name, form=surface, field=data.draw(st.sampled_from(["title", "body"])),
        start=start, end=end, surface=data.draw(st.sampled_from([surface, title[max(start, 0) : max(end, 0)]])),
        rule=name, score=1.0, sentence=sentence, sentence_start=offset,
    )  # fmt: skip
    block = render(alert(watchlist_title=name, report=report(title, name, surface), evidence=(one, one)))
    shown = plain(block)
    shown.encode()
    assert all(line.count(FSI) == line.count(PDI) for line in shown.splitlines())
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"]
    assert len(shown.splitlines()) == len(block)


def test_times_at_the_edge_of_the_calendar_render() -> None:
    early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    late = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert "0001-01-01" in plain(render(alert(clocks=Clocks(published=early, fetched=late, alerted=late))))


def test_the_attack_used_here_is_one() -> None:
    assert "\x1b" in ATTACK
    assert "İ" in TURKISH.report.title
