"""Every file of `tests/data/config_bad` gives exactly the issues that stand beside it."""

from pathlib import Path

import pytest

from tocsin.config.issues import Issue
from tocsin.config.load import read_config, read_feeds
from tocsin.routing.load import read_routes

FOLDER = Path(__file__).parents[2] / "data" / "config_bad"
SECRET = "open-sesame"
RECEIVERS = ("log", "desk", "phone")
WATCHLISTS = ("idlib", "syria-general")


def bad_files() -> list[object]:
    return [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.yaml"))]


def issues_of(path: Path) -> list[Issue]:
    text = path.read_bytes().decode()
    outcome: object
    if path.name.startswith("routes_"):
        outcome = read_routes(text, path.name, RECEIVERS, WATCHLISTS)
    elif path.name.startswith("feeds_"):
        outcome = read_feeds(text, path.name)
    else:
        outcome = read_config(text, path.name, {})
    assert isinstance(outcome, list), "the file has no fault"
    return outcome


@pytest.mark.parametrize("path", bad_files())
def test_a_bad_file_is_told_its_faults_at_their_places(path: Path) -> None:
    printed = "".join(f"{issue}\n" for issue in issues_of(path))
    assert printed == path.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", bad_files())
def test_no_issue_tells_a_secret(path: Path) -> None:
    assert not [issue for issue in issues_of(path) if SECRET in str(issue)]


def test_the_secret_stands_in_enough_of_the_files() -> None:
    assert sum(SECRET in path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")) >= 8


def test_faults_of_form_of_keys_and_between_keys_come_at_once() -> None:
    fields = {issue.field for issue in issues_of(FOLDER / "many_faults.yaml")}
    assert fields >= {
        "log",  # a key that stands twice
        "kafka.bootstrap_server",  # an unknown key
        "rss.interval",  # a wrong value
        "rss.renew",  # at odds with dedup.window
        "receivers[2].name",  # given twice
        "receivers[2].path",  # missing
        "receivers[3].retry.first",  # at odds with its neighbour, though other receivers are faulty
        "kafka.topics.artciles",  # an unknown topic
    }
