"""`tocsin stories`: articles in, the story of each out."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import WRONG

FLOOD = (
    "The river Osk left its banks on Monday and flooded eleven streets of Vardy. Rescuers brought 240 people to the "
    "school of Lomen, where the mayor, Anna Keller, promised blankets and warm meals. The railway bridge stays shut "
    "until engineers have looked at its second pier. Nobody was hurt, said the fire brigade."
)
MUSEUM = (
    "A museum in Tallin shows ninety clocks that a watchmaker collected for forty years. The oldest was made in 1701 "
    "for a bishop and still strikes the hours. Visitors may wind three of them by hand on Saturdays, and the tickets "
    "cost four coins for adults and nothing for children."
)


def article(number: int | str, body: str, minute: int = 0, **more: Any) -> dict[str, Any]:
    fetched = f"2026-03-02T08:{minute:02}:00Z"
    return {"id": number, "title": body[:40], "body": body, "language": "en", "fetched": fetched} | more


def run(folder: Path, *words: str, articles: list[Any], stdin: bool = False) -> Result:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in articles]
    path = folder / "articles.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines))
    command = ["stories", *words, "-" if stdin else str(path)]
    return CliRunner().invoke(
        tocsin, command, input=path.read_bytes() if stdin else None, catch_exceptions=False
    )


def placed(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_article_is_a_line_with_its_story(tmp_path: Path) -> None:
    articles = [
        article("first", FLOOD, source="One"),
        article(2, MUSEUM, 1, source="One"),
        article("copy", f"By our agency. {FLOOD} All rights reserved.", 5, source="Two"),
        article("first", FLOOD, 6, source="One"),
        article("first", FLOOD.replace("240", "260") + " Later the water fell.", 9, source="One"),
    ]
    result = run(tmp_path, "--json", articles=articles)
    assert result.exit_code == 0, result.stderr
    found = placed(result)
    assert [(one["id"], one["relation"], one["of"]) for one in found] == [
        ("first", "new", None),
        (2, "new", None),
        ("copy", "copy", "first"),
        ("first", "repeat", "first"),
        ("first", "revision", "first"),
    ]
    stories = [one["story"] for one in found]
    assert stories[0] == stories[2] == stories[3] == stories[4] != stories[1]
    assert all(set(one) == {"id", "story", "relation", "of", "score", "why"} for one in found)
    assert all(0 <= one["score"] <= 1 for one in found)
    assert found[2]["why"]


def test_the_same_file_gives_the_same_stories(tmp_path: Path) -> None:
    articles = [article("a", FLOOD), article("b", MUSEUM, 3), article("c", FLOOD, 4, source="Other")]
    first, second = (run(tmp_path, "--json", articles=articles).stdout for _ in range(2))
    assert first == second


def test_the_same_page_under_another_id_is_no_other_article(tmp_path: Path) -> None:
    page = "https://one.example/news/flood"
    articles = [
        article("a", FLOOD, url=page),
        article("b", FLOOD, 2, url=f"{page}?utm_source=feed"),
        article("c", FLOOD + " The water has fallen since noon.", 4, url=page),
    ]
    assert [one["relation"] for one in placed(run(tmp_path, "--json", articles=articles))] == [
        "new",
        "repeat",
        "revision",
    ]


def test_one_page_for_everything_joins_nothing(tmp_path: Path) -> None:
    page = "https://one.example/live"
    articles = [article("a", FLOOD, url=page), article("b", MUSEUM, 2, url=page)]
    assert [one["relation"] for one in placed(run(tmp_path, "--json", articles=articles))] == ["new", "new"]


def test_a_story_ends_after_quiet(tmp_path: Path) -> None:
    later = article("b", FLOOD, source="Two") | {"fetched": "2026-03-09T08:00:00Z"}
    found = placed(run(tmp_path, "--json", articles=[article("a", FLOOD), later]))
    assert [one["relation"] for one in found] == ["new", "new"]


def test_the_configuration_says_how_long_quiet_is(tmp_path: Path) -> None:
    config = tmp_path / "tocsin.yaml"
    config.write_text("stories: {quiet: 10d}\n")
    later = article("b", FLOOD, source="Two") | {"fetched": "2026-03-09T08:00:00Z"}
    result = run(tmp_path, "--config", str(config), "--json", articles=[article("a", FLOOD), later])
    assert [one["relation"] for one in placed(result)] == ["new", "copy"]


def test_a_bad_line_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    result = run(tmp_path, "--json", articles=["{", article("a", FLOOD), '{"id": 7}'])
    assert result.exit_code == WRONG
    assert [one["id"] for one in placed(result)] == ["a"]
    told = result.stderr.splitlines()
    assert told[0].startswith(f"{tmp_path}/articles.jsonl:1: no JSON")
    assert told[1].startswith(f"{tmp_path}/articles.jsonl:3: there is neither a title nor a body")


def test_it_reads_standard_input(tmp_path: Path) -> None:
    assert [
        one["id"] for one in placed(run(tmp_path, "--json", articles=[article(1, FLOOD)], stdin=True))
    ] == [1]


def test_people_read_the_title_the_relation_and_why(tmp_path: Path) -> None:
    shown = run(tmp_path, articles=[article("a", FLOOD), article("b", FLOOD, 4, source="Two")]).stdout
    lines = shown.splitlines()
    assert lines[0].startswith("new      s")
    assert lines[0].endswith("The river Osk left its banks on Monday a")
    assert lines[2].startswith("copy     s")
    assert lines[3].strip().startswith("of a, 1.00")


def test_odd_articles_are_placed_like_any_other(tmp_path: Path) -> None:
    odd = ["", "x", "\ud800 half", "\u202eturned", "ok " * 5_000, "\0"]
    articles = [{"id": number, "body": body} for number, body in enumerate(odd)]
    result = run(tmp_path, "--json", articles=articles)
    assert result.exit_code == 0
    assert [one["id"] for one in placed(result)] == [*range(len(odd))]
