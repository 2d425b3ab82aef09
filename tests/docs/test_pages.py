"""What the pages say of the code is there."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tocsin.contract.topics import TOPICS

ROOT = Path(__file__).parents[2]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
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


def test_the_glossary_tells_each_word_once_in_order() -> None:
    words = [row[0] for row in rows_of(GLOSSARY, "# Glossary")]

    assert words == sorted(set(words), key=lambda word: [part.casefold() for part in re.split(r"\W+", word)])


def _days(retention: timedelta) -> str:
    return f"{retention.days} {'day' if retention.days == 1 else 'days'}"
