"""`tocsin simulate`: articles in, every alert event out, on the articles' own clock."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import WRONG
from tests.cli.test_stories import FLOOD, MUSEUM

WATER = """\
id: water
title: High water
terms:
  - id: flood
    forms: {en: [flooded]}
"""
ROUTES = """\
route:
  receivers: [desk]
  group_wait: 2m
  update_on_copies: true
  routes:
    - name: waters
      match: {watchlists: [water]}
      budget: {events: 1, per: 6h}
"""
SETTINGS = "receivers: [{name: desk, sink: terminal}, {name: night, sink: terminal}]\n"
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "water.yaml").write_text(WATER)
    (tmp_path / "tocsin.yaml").write_text(SETTINGS)
    (tmp_path / "routes.yaml").write_text(ROUTES)
    return tmp_path


def article(number: int | str, minutes: float, body: str = FLOOD, **more: Any) -> dict[str, Any]:
    fetched = (START + timedelta(minutes=minutes)).isoformat()
    whole = {"id": number, "title": f"Report {number}", "body": body, "language": "en", "fetched": fetched}
    return whole | {"source": f"Outlet {number}"} | more


def lines(folder: Path, name: str, *given: Any) -> Path:
    path = folder / name
    path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in given))
    return path


def run(folder: Path, *words: str | Path) -> Result:
    command = ["simulate", "--config", folder / "tocsin.yaml", "--watchlists", folder / "lists", *words]
    return CliRunner().invoke(tocsin, [str(word) for word in command], catch_exceptions=False)


def events(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def moment(event: dict[str, Any]) -> timedelta:
    at = event["clocks"]["alerted"] if event["type"] == "alert" else event["at"]
    return datetime.fromisoformat(at) - START


def own_words(number: int) -> str:
    return (
        f"Vardy, 240 people, Anna Keller: report {number}. "
        + FLOOD.replace("Rescuers", f"Helpers {number}")[:260]
    )


def test_a_first_report_is_told_at_once_and_later_ones_when_they_are_due(folder: Path) -> None:
    path = lines(
        folder,
        "articles.jsonl",
        article("a", 0),
        article("museum", 1, MUSEUM),
        article("b", 3, own_words(1)),
    )
    result = run(folder, "--json", path)
    assert result.exit_code == 0, result.stderr
    found = events(result)
    assert [(one["kind"], one["reason"]) for one in found if one["type"] == "alert"][:1] == [
        ("initial", "first_report")
    ]
    assert moment(found[0]) == timedelta(0)
    assert found[0]["report"]["article"] == "a"
    assert len({one["id"] for one in found if one["type"] == "alert"}) == 1
    told = sum(one["tally"]["since"] for one in found if one["type"] == "alert")
    counted = sum(one["reports"] for one in found if one["type"] == "digest")
    assert told + counted == 2
    assert [moment(one) for one in found] == sorted(moment(one) for one in found)
    assert moment(found[-1]) >= timedelta(minutes=3, seconds=30)  # long after the last article


def test_what_is_taken_back_and_comes_back_is_told_and_a_feed_that_goes_to_and_fro_floods_nobody(
    folder: Path,
) -> None:
    texts = [FLOOD, MUSEUM] * 30
    versions = [article("a", 10 * turn, text, feed="wire") for turn, text in enumerate(texts)]
    found = events(run(folder, "--json", lines(folder, "articles.jsonl", *versions)))
    assert [(one["kind"], one["reason"], moment(one) / timedelta(minutes=1)) for one in found] == [
        ("initial", "first_report", 0),
        ("retraction", "withdrawn", 10),
        ("update", "revised", 20),
        ("retraction", "withdrawn", 30),
    ]
    assert [one["id"] for one in found] == [found[0]["id"]] * 4
    assert [one["references"] for one in found[1:]] == [
        [f"{found[0]['id']}.{number}"] for number in (1, 2, 3)
    ]


def test_the_routes_decide_who_is_told_and_when(folder: Path) -> None:
    copies = [article(number, number, own_words(number)) for number in range(1, 30)]
    path = lines(folder, "articles.jsonl", article("a", 0), *copies)
    plain = events(run(folder, "--json", path))
    routed = events(run(folder, "--routes", folder / "routes.yaml", "--json", path))
    assert plain[0]["receivers"] == ["desk", "night"]
    assert routed[0]["receivers"] == ["desk"]
    assert {one["route"] for one in routed} == {"waters"}
    assert len(routed) < 5
    held = [reason for one in routed for reason, _ in one.get("held", one.get("tally", {}).get("held", []))]
    assert "budget" in held


def test_what_people_did_changes_what_is_told(folder: Path) -> None:
    path = lines(folder, "articles.jsonl", article("a", 0), article("b", 30, own_words(1)))
    (first, *_) = events(run(folder, "--json", path))
    noted = {"id": "1", "watchlist": "water", "alert": first["id"], "by": "me", "verb": "assign"}
    done = noted | {"text": "somebody", "at": (START + timedelta(minutes=5)).isoformat()}
    actions = lines(folder, "actions.jsonl", done)
    routes = folder / "routes.yaml"
    found = events(run(folder, "--json", "--routes", routes, "--actions", actions, path))
    assert [one["handling"]["assignee"] for one in found] == ["", "somebody"]


def test_a_bad_action_is_told_by_its_line(folder: Path) -> None:
    path = lines(folder, "articles.jsonl", article("a", 0))
    actions = lines(folder, "actions.jsonl", '{"id": "1"}')
    result = run(folder, "--json", "--actions", actions, path)
    assert result.exit_code == WRONG
    assert result.stderr.startswith(f"{actions}:1: no action: ")
    assert len(events(result)) == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("verb", "akc", "verb must be ack, assign, note, close, snooze, silence or expire"),
        ("at", "08:00", "at must be a time with its zone, such as 2026-03-01T12:00:00Z"),
        ("by", 7, "Expected `str`, got `int` - at `$.by`"),
    ],
)
def test_of_a_bad_action_it_is_said_what_is_allowed(
    folder: Path, field: str, value: str | int, message: str
) -> None:
    done = {"id": "1", "watchlist": "water", "verb": "ack", "by": "me", "at": START.isoformat()}
    actions = lines(folder, "actions.jsonl", done | {field: value})
    result = run(folder, "--actions", actions, lines(folder, "articles.jsonl", article("a", 0)))
    assert result.stderr == f"{actions}:1: no action: {message}\n"


def test_a_file_without_an_article_says_so(folder: Path) -> None:
    path = lines(folder, "articles.jsonl", "")
    result = run(folder, path)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"{path}: there is no article in it\n")


def test_an_article_of_nobody_is_told_without_a_source(folder: Path) -> None:
    told = run(folder, lines(folder, "articles.jsonl", article("a", 0, source=None))).stdout.splitlines()
    assert told[1] == "  Report a"


def test_bad_lines_are_told_and_the_rest_goes_on(folder: Path) -> None:
    path = lines(folder, "articles.jsonl", "{", article("a", 0))
    result = run(folder, "--json", path)
    assert result.exit_code == WRONG
    assert result.stderr.startswith(f"{path}:1: no JSON")
    assert len(events(result)) == 1


def test_faulty_routes_are_told_at_their_place_and_nothing_is_replayed(folder: Path) -> None:
    (folder / "routes.yaml").write_text("route: {receivers: [nobody]}\n")
    path = lines(folder, "articles.jsonl", article("a", 0))
    result = run(folder, "--routes", folder / "routes.yaml", "--json", path)
    assert result.exit_code == WRONG
    assert result.stdout == ""
    assert f"{folder}/routes.yaml:1:" in result.stderr
    assert "unknown receiver; allowed: desk, night" in result.stderr


def test_faulty_watchlists_are_told_and_nothing_is_replayed(folder: Path) -> None:
    (folder / "lists" / "bad.yaml").write_text("id: bad\ntitle: Bad\nterms: []\n")
    result = run(folder, "--json", lines(folder, "articles.jsonl", article("a", 0)))
    assert result.exit_code == WRONG
    assert result.stdout == ""
    assert f"{folder}/lists/bad.yaml:3:8: terms" in result.stderr


def test_two_watchlists_of_one_id_are_refused(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "water.yaml").write_text(WATER)
    path = lines(folder, "articles.jsonl", article("a", 0))
    result = run(folder, "--watchlists", folder / "more", "--json", path)
    assert result.exit_code == WRONG
    assert "two watchlists water" in result.stderr


def test_placements_say_where_each_report_was_put(folder: Path) -> None:
    path = lines(
        folder,
        "articles.jsonl",
        article("a", 0),
        article("museum", 1, MUSEUM),
        article("b", 3),
        article("b", 4),
    )
    kept = folder / "placed.jsonl"
    (first, *_) = events(run(folder, "--json", "--placements", kept, path))
    placed = [json.loads(line) for line in kept.read_text().splitlines()]
    assert [(one["article"], one["relation"], one["story"]) for one in placed] == [
        ("a", "new", first["id"]),
        ("b", "copy", first["id"]),
    ]


def test_the_summary_counts_by_watchlist(folder: Path) -> None:
    path = lines(folder, "articles.jsonl", article("a", 0), article("b", 3))
    (found,) = json.loads(run(folder, "--summary", "--json", path).stdout)
    assert found["watchlist"] == "water"
    assert found["kinds"]["initial"] == 1
    assert found["latest_initial"] == 0
    assert found["reports"] + found["digested"] == 2
    shown = run(folder, "--summary", path).stdout.splitlines()
    assert shown[0].split()[:3] == ["watchlist", "initial", "updates"]
    assert shown[1].split()[:2] == ["water", "1"]


def test_people_read_when_what_and_which(folder: Path) -> None:
    result = run(folder, lines(folder, "articles.jsonl", article("a", 0)))
    heading, title = result.stdout.splitlines()
    assert heading.startswith("2026-03-02 08:00:00 UTC  MEDIUM  High water  initial (first report)")
    assert title.strip() == "Report a (Outlet a)"


def test_it_reads_standard_input(folder: Path) -> None:
    line = json.dumps(article("a", 0)).encode()
    command = ["simulate", "--config", str(folder / "tocsin.yaml"), "--watchlists", str(folder / "lists")]
    result = CliRunner().invoke(tocsin, [*command, "--json", "-"], input=line, catch_exceptions=False)
    assert [one["report"]["article"] for one in events(result)] == ["a"]


def test_articles_out_of_order_and_a_week_late_are_all_told_or_counted(folder: Path) -> None:
    times = [0, 60, 5, 10_080, 20, 10_081, -10_000]
    path = lines(
        folder, "articles.jsonl", *(article(number, at, own_words(number)) for number, at in enumerate(times))
    )
    kept = folder / "placed.jsonl"
    found = events(run(folder, "--json", "--placements", kept, path))
    told = sum(one["tally"]["since"] for one in found if one["type"] == "alert")
    counted = sum(one["reports"] for one in found if one["type"] == "digest")
    assert len(kept.read_text().splitlines()) == len(times)
    assert told + counted == len(times)
