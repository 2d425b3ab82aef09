"""Sentences of other news: from the corpora where they are there, else made up."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.week.happening import KINDS, happening
from benchmarks.week.phrases import phrases, said
from benchmarks.week.planned import START

_ARABIC: Final = re.compile(r"<TEXT>\s*(.*?)\s*</TEXT>", re.DOTALL)
_END: Final = re.compile(r"(?<=[.!?؟])\s+|\n+")
_LENGTH: Final = (40, 600)
_OTHERS: Final = 1000
Fires = Callable[[str, str], bool]


class Sentences:
    """By language, those in which a watchlist fires and those in which none does."""

    def __init__(self, fires: Fires, corpora: Path | None) -> None:
        """``fires`` tells of a text and its language; ``corpora`` is their folder."""
        self.plain: dict[str, Sequence[str]] = {}
        self.firing: dict[str, Sequence[str]] = {}
        for language, found in _found(corpora):
            sorted_out: dict[bool, list[str]] = {True: [], False: []}
            for sentence in found:
                sorted_out[fires(sentence, language)].append(sentence)
            self.plain[language], self.firing[language] = sorted_out[False], sorted_out[True]

    def some(self, language: str, least: int, most: int, chance: random.Random) -> list[str]:
        """So many sentences that fire nothing."""
        wanted = chance.randint(least, most)
        if language in self.plain:
            return chance.sample(self.plain[language], wanted)
        return [_filler(language, chance) for _ in range(wanted)]

    def one_that_fires(self, language: str, chance: random.Random) -> str:
        """A sentence with watch-terms: of the corpora, or about an event of another year."""
        if self.firing.get(language):
            return chance.choice(self.firing[language])
        kind, slots = _elsewhere(language, chance)
        return said(chance.choice(phrases(language).leads[kind]), slots, language, chance)


def headline(language: str, chance: random.Random) -> str:
    """Of an article that is not in the week."""
    kind, slots = _elsewhere(language, chance)
    return said(chance.choice(phrases(language).titles[kind]), slots, language, chance)


def _filler(language: str, chance: random.Random) -> str:
    _, slots = _elsewhere(language, chance)
    return said(chance.choice(phrases(language).fillers), slots, language, chance)


def _elsewhere(language: str, chance: random.Random) -> tuple[str, Mapping[str, object]]:
    return chance.choice(_other_events(language))


@cache
def _other_events(language: str) -> Sequence[tuple[str, Mapping[str, object]]]:
    """Kinds and slots of events that are none of the week's."""
    chance = random.Random(language)
    events = (happening(0, chance.choice(KINDS), START, chance) for _ in range(_OTHERS))
    return [(event.kind, event.slots(language)) for event in events]


def _found(corpora: Path | None) -> Iterator[tuple[str, list[str]]]:
    if corpora is None:
        return
    arabic = (_ARABIC.findall(_read(path)) for path in sorted((corpora / "news-ar").glob("*/*.txt")))
    yield "ar", _sentences(text for texts in arabic for text in texts)
    yield "ru", _sentences(_read(path) for path in sorted((corpora / "news-ru" / "devset").glob("*.txt")))


def _sentences(texts: Iterator[str]) -> list[str]:
    low, high = _LENGTH
    pieces = (piece.strip() for text in texts for piece in _END.split(text))
    return sorted({piece for piece in pieces if low <= len(piece) <= high})


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
