"""What the pages say of the code is there."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from tocsin.alerting.outcome import WithheldReason
from tocsin.contract.codec import decode
from tocsin.contract.events import Action, AlertKind, AlertReason, HeldReason, Relation, Verb
from tocsin.contract.topics import TOPICS

ROOT = Path(__file__).parents[2]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
ALERTING = ROOT / "docs" / "alerting.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
PACKAGES = ("", "docs/", "connectors/sources/", "connectors/sources/rss/", "tocsin/contract/")


def rows_of(page: Path, heading: str) -> list[list[str]]:
    """The cells of the table under ``heading``, without its head."""
    _, _, under = page.read_text().partition(f"{heading}\n")
    table = [line for line in under.partition("\n#")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_the_architecture_tells_each_topic_once_with_its_key_and_how_long_it_is_kept() -> None:
    told = {row[0].strip("`"): (row[1], row[5]) for row in rows_of(ARCHITECTURE, "## Topics")}
    times = Counter(row[0] for row in rows_of(ARCHITECTURE, "## Topics"))

    assert set(times.values()) == {1}
    assert told == {
        topic.name: (topic.key, "for ever, compacted" if topic.retention is None else _days(topic.retention))
        for topic in TOPICS
    }


@pytest.mark.parametrize("page", [ARCHITECTURE, GLOSSARY], ids=lambda page: page.stem)
def test_every_file_and_folder_that_a_page_names_is_there(page: Path) -> None:
    named = set(re.findall(r"(?<![\w/])((?:[a-z_]+/)+(?:[\w-]+\.(?:py|md))?)", page.read_text()))

    assert len(named) > 20
    assert [name for name in sorted(named) if not any((ROOT / p / name).exists() for p in PACKAGES)] == []


@pytest.mark.parametrize(
    ("heading", "column", "closed"),
    [
        ("## What happened to a report", 0, Relation),
        ("## What you are told", 1, AlertReason),
        ("## What is held back, and until when", 0, HeldReason),
        ("## What you can do", 0, Verb),
        ("## For ops", 0, WithheldReason),
    ],
)
def test_the_page_on_alerting_explains_every_word_of_each_closed_list_once(
    heading: str, column: int, closed: Any
) -> None:
    told = [row[column].strip("`") for row in rows_of(ALERTING, heading)]
    assert sorted(told) == sorted(get_args(closed))


def test_the_action_shown_on_the_page_on_alerting_is_one() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", ALERTING.read_text(), re.DOTALL)
    assert isinstance(decode(shown.encode(), Action), Action)


def test_the_page_on_alerting_tells_every_kind_of_event() -> None:
    assert {row[0] for row in rows_of(ALERTING, "## What you are told")} == set(get_args(AlertKind))


def test_the_glossary_tells_each_word_once_in_order() -> None:
    words = [row[0] for row in rows_of(GLOSSARY, "# Glossary")]

    assert words == sorted(set(words), key=lambda word: [part.casefold() for part in re.split(r"\W+", word)])


def _days(retention: timedelta) -> str:
    return f"{retention.days} {'day' if retention.days == 1 else 'days'}"
