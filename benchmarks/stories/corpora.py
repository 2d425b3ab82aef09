"""News to measure with, read from the folder of corpora. None of it is ever stored here."""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.matching.texts import packed
from benchmarks.stories.edits import sentences

_TAGGED: Final = re.compile(r"<(TITLE|TIME|TEXT)>\s*(.*?)\s*</\1>", re.DOTALL)
_DAY: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_LONGEST_TITLE: Final = 160
_SEEDS: Final = (
    # Who they are about and when is told by the corpora's own page; the hours are ours.
    ("000", "fa", datetime(2020, 3, 1, 7, 30, tzinfo=UTC)),
    ("001", "ar", datetime(2020, 3, 1, 6, 0, tzinfo=UTC)),
    ("002", "ar", datetime(2018, 4, 6, 15, 0, tzinfo=UTC)),
    ("003", "fa", datetime(2024, 12, 2, 15, 0, tzinfo=UTC)),
    ("004", "fa", datetime(2024, 12, 3, 15, 0, tzinfo=UTC)),
)


class Document(msgspec.Struct, frozen=True):
    """A news text. ``name`` is that of its file; ``published`` is a day at midnight where only the day is known."""

    name: str
    language: str
    title: str
    body: str
    published: datetime | None = None

    @property
    def text(self) -> str:
        """Title and body."""
        return f"{self.title}\n{self.body}"


class Pair(msgspec.Struct, frozen=True):
    """Two documents, and whether they tell one story; ``tuning``: which half of the pairs this one is of."""

    first: Document
    second: Document
    same: bool
    tuning: bool


def arabic_news(folder: Path) -> tuple[Document, ...]:
    """Every document of news-ar, by name. Raises FileNotFoundError where there are none."""
    return tuple(_arabic(path) for path in _files(folder, "news-ar/*/*.txt"))


def russian_news(folder: Path) -> tuple[Document, ...]:
    """Every document of news-ru, by name; its first sentence is its title. Raises FileNotFoundError."""
    return tuple(
        _untitled(path.name, "ru", path.read_text("utf-8")) for path in _files(folder, "news-ru/devset/*.txt")
    )


def persian_texts(folder: Path) -> tuple[Document, ...]:
    """Sentences of PerDT packed to articles, for its half spaces: news-fa there is none. Raises FileNotFoundError."""
    (path,) = _files(folder, "ud/fa_perdt-ud-dev.conllu")
    lines = path.read_text("utf-8").splitlines()
    passages = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    texts = packed("fa", passages)
    return tuple(_untitled(f"perdt-{number}", "fa", text.body) for number, text in enumerate(texts))


def story_pairs(folder: Path) -> tuple[Pair, ...]:
    """All labelled pairs, en and ru. Raises FileNotFoundError where there are none."""
    return tuple(pair for path in _files(folder, "story-pairs/*_train_pool.tsv") for pair in _pairs(path))


def seeds(folder: Path) -> tuple[Document, ...]:
    """The five seeds, 000 to 004. Raises FileNotFoundError where one is missing."""
    found = []
    for number, language, published in _SEEDS:
        (path,) = _files(folder, f"seeds/{number}_*.txt")
        title, _, body = path.read_text("utf-8").strip().partition("\n")
        found.append(Document(number, language, title.strip(), body.strip(), published))
    return tuple(found)


def digest(documents: Sequence[Document]) -> str:
    """The same digest, the same texts."""
    whole = "\0".join(f"{each.name}\0{each.text}" for each in documents)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def is_tuning(first_url: str, second_url: str) -> bool:
    """Which half a labelled pair is of: told by a digest of its two addresses."""
    return hashlib.sha256(f"{first_url}\n{second_url}".encode()).digest()[0] % 2 == 0


def _pairs(path: Path) -> Iterator[Pair]:
    language = path.name[:2]
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t"), start=1):
            first, second = (
                Document(
                    f"{language}-{number}-{which}",
                    language,
                    row[f"INPUT:{which}_title"],
                    row[f"INPUT:{which}_text"],
                )
                for which in ("first", "second")
            )
            tuning = is_tuning(row["INPUT:first_url"], row["INPUT:second_url"])
            yield Pair(first, second, row["GOLDEN:quality"] == "OK", tuning)


def _arabic(path: Path) -> Document:
    tagged = dict(_TAGGED.findall(path.read_text("utf-8", errors="replace")))
    return Document(path.name, "ar", tagged["TITLE"], tagged["TEXT"], _time(tagged["TIME"]))


def _time(written: str) -> datetime:
    day = _DAY.match(written)
    if day is not None:
        return datetime(int(day[3]), int(day[2]), int(day[1]), tzinfo=UTC)
    return datetime.fromisoformat(written).astimezone(UTC)


def _untitled(name: str, language: str, text: str) -> Document:
    return Document(name, language, sentences(text.strip())[0].strip()[:_LONGEST_TITLE], text.strip())


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"there is no {pattern} in {folder}")
    return found
