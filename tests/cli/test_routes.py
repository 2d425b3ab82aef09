"""`tocsin routes`: the tree, and who would get a report."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from tests.making import NOON, alert, article, match
from tocsin.contract.codec import encode
from tocsin.contract.events import Beside

RECEIVERS = ("log", "desk", "phone", "drill-log")
ROUTES = """\
route:
  receivers: [log]
  routes:
    - name: drills
      match: {statuses: [exercise, test]}
      receivers: [drill-log]
    - name: duty
      match: {watchlists: [idlib], severity: high}
      not: {kinds: [social]}
      receivers: [desk]
      escalate: {after: 15m, to: [phone]}
      quiet_hours: [{from: "22:00", to: "06:00", zone: Europe/Paris}]
      routes:
        - match: {languages: [ar, fa]}
          budget: {events: 20}
inhibit:
  - by: {watchlists: [idlib], severity: high}
    mute: {watchlists: [syria]}
"""
WATCHLIST = "id: {id}\ntitle: T\n{more}\nterms: [{{id: t, forms: {{en: [{id}]}}}}]\n"
FEEDS = "feeds: [{id: wire, url: 'https://wire.example/rss', language: ar, country: sy, kind: agency}]\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    receivers = "".join(f"  - {{name: {name}, sink: terminal}}\n" for name in RECEIVERS)
    (tmp_path / "tocsin.yaml").write_text(f"receivers:\n{receivers}routes: routes.yaml\n")
    (tmp_path / "routes.yaml").write_text(ROUTES)
    (tmp_path / "feeds.yaml").write_text(FEEDS)
    (tmp_path / "watchlists").mkdir()
    for name, more in (
        ("idlib", "severity: high"),
        ("syria", "receivers: [phone]"),
        ("drill", "status: exercise"),
    ):
        (tmp_path / "watchlists" / f"{name}.yaml").write_text(WATCHLIST.format(id=name, more=more))
    return tmp_path


def run(folder: Path, *words: str, given: str | None = None) -> Result:
    head, *rest = words
    command = [head, "--config", str(folder / "tocsin.yaml"), *rest]
    return CliRunner().invoke(tocsin, ["routes", *command], input=given)


def answer(folder: Path, *words: str) -> Any:
    result = run(folder, "test", "--json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_tree_is_shown_with_what_each_route_inherits(desk: Path) -> None:
    night = "group_wait 30s; group_interval 5m; repeat_interval never; quiet 22:00 to 06:00 Europe/Paris"
    result = run(desk, "show")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "default: everything -> log",
        "    group_wait 30s; group_interval 5m; repeat_interval never",
        "  drills: statuses exercise or test -> drill-log",
        "      group_wait 30s; group_interval 5m; repeat_interval never",
        "  duty: severity high or higher, watchlists idlib, not kinds social -> desk",
        f"      {night}; escalates after 15m to phone",
        "    duty#520316: languages ar or fa -> desk",
        f"        {night}; budget 20 per 1h; escalates after 15m to phone",
        "inhibit by severity high or higher, watchlists idlib: mute watchlists syria",
    ]


def test_the_tree_for_programs_is_in_the_words_of_the_file(desk: Path) -> None:
    tree = json.loads(run(desk, "show", "--json").stdout)
    duty = tree["route"]["routes"][1]
    assert (duty["route"], duty["not"], duty["group_wait"]) == ("duty", {"kinds": ["social"]}, "30s")
    assert duty["escalate"] == {"after": "15m", "to": ["phone"]}
    assert duty["routes"][0]["quiet_hours"][0]["from"] == "22:00"
    assert tree["inhibit"][0]["mute"]["watchlists"] == ["syria"]


def test_without_a_file_there_is_one_route(desk: Path) -> None:
    (desk / "tocsin.yaml").write_text("")
    assert run(desk, "show").stdout.splitlines()[0] == "default: everything -> screen"


def test_a_report_is_followed_down_the_tree(desk: Path) -> None:
    result = run(desk, "test", "--watchlist", "idlib", "--feed", "wire", "--at", "2026-03-01T23:30Z")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "idlib, high, feed wire, ar, sy, agency, 2026-03-01 23:30:00 UTC",
        "  default: a route below takes it",
        "    drills: no: statuses actual, wants exercise or test",
        "    duty: a route below takes it",
        "      duty#520316: taken",
        "-> desk by duty#520316",
        "   a first report at once (2026-03-01 23:30:00 UTC)",
        "   a later report held until 2026-03-02 05:00:00 UTC (quiet_hours)",
        "   unless acknowledged, to phone too at 2026-03-01 23:45:00 UTC",
    ]


def test_why_a_route_passed_it_by_is_told(desk: Path) -> None:
    found = answer(desk, "--watchlist", "idlib", "--severity", "medium", "--kind", "social")
    why = {one["route"]: one["why"] for one in found["routes"]}
    assert why["duty"] == "severity medium, wants high or higher; not for kinds social"
    assert [one["route"] for one in found["told"]] == ["default"]


@pytest.mark.parametrize(
    ("words", "receivers", "held"),
    [
        (("--watchlist", "idlib"), ["desk"], "quiet_hours"),
        (("--watchlist", "idlib", "--severity", "critical"), ["desk"], "group_wait"),
        (("--watchlist", "idlib", "--severity", "low"), ["log"], "group_wait"),
        (("--watchlist", "drill"), ["drill-log"], "group_wait"),
        (("--watchlist", "syria"), ["phone"], "group_wait"),
        (("--watchlist", "idlib", "--receiver", "log"), ["log"], "quiet_hours"),
    ],
)
def test_who_and_when(desk: Path, words: tuple[str, ...], receivers: list[str], held: str) -> None:
    (told,) = answer(desk, *words, "--at", "2026-07-01T22:00:00+02:00")["told"]
    assert (told["receivers"], told["held"]) == (receivers, held)
    assert told["first_report"] == "2026-07-01T20:00:00Z"
    assert told["later_report"] == (
        "2026-07-02T04:00:00Z" if held == "quiet_hours" else "2026-07-01T20:00:30Z"
    )


def test_what_is_not_known_is_said_and_taken_as_it_is_given(desk: Path) -> None:
    result = run(desk, "test", "--watchlist", "aleppo", "--feed", "blog")
    assert result.exit_code == 0
    assert "there is no sound watchlist 'aleppo' in" in result.stderr
    assert "there is no sound feed 'blog' in" in result.stderr


def test_a_file_of_matches_and_alerts_is_tried_line_by_line(desk: Path) -> None:
    beside = (Beside(watchlist="idlib", severity="high"),)
    events = (
        match(article=article(kind="social")),
        alert(),
        match(watchlist="syria", severity="low", beside=beside, receivers=("phone",)),
    )
    path = desk / "events.jsonl"
    path.write_bytes(b"".join(encode(event) + b"\n" for event in events) + b"{}\nno\n")
    result = run(desk, "test", str(path), "--json")
    assert result.exit_code == 1
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [[one["receivers"] for one in answer["told"]] for answer in found] == [
        [["log"]],
        [["desk"]],
        [["phone"]],
    ]
    assert [answer["inhibited"] is not None for answer in found] == [False, False, True]
    assert found[0]["at"] == NOON.isoformat().replace("+00:00", "Z")
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [f"{path}:4", f"{path}:5"]
    assert "held: inhibited" in run(desk, "test", str(path), "--at", "2026-03-01T23:30Z").stdout


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--severity", "high"),
        ("tocsin.yaml", "--watchlist", "idlib"),
        ("--watchlist", "idlib", "--at", "2026-03-01T23:30"),
        ("--watchlist", "idlib", "--at", "2h"),
        ("--watchlist", "idlib", "--at", "0001-01-01T00:00+14:00"),
        ("--watchlist", "idlib", "--at", "9999-12-31T23:59:59Z"),
    ],
)
def test_a_command_line_that_means_nothing_is_refused(
    desk: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    result = run(desk, "test", *words)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_faults_of_the_file_are_told_and_a_route_nobody_comes_to_is_warned_of(desk: Path) -> None:
    (desk / "routes.yaml").write_text("route: {receivers: [nobody], routes: [{name: a}, {name: b}]}\n")
    result = run(desk, "show")
    assert result.exit_code == 1
    assert "routes.yaml:1:21: route.receivers[0]: unknown receiver" in result.stderr
    (desk / "routes.yaml").write_text("route: {routes: [{name: a}, {name: b}]}\n")
    result = run(desk, "show")
    assert result.exit_code == 0
    assert "warning: " in result.stderr
    assert "no report comes here: a takes all of it" in result.stderr
    (desk / "routes.yaml").unlink()
    assert run(desk, "test", "--watchlist", "idlib").exit_code == 1
