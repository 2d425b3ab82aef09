"""What came closest to a term that was not found: for the analyst who expected it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

import msgspec
from rapidfuzz import fuzz, process

from tocsin.contract.events import FieldName
from tocsin.matching.engine import Engine
from tocsin.matching.patterns import Pattern, Word
from tocsin.text.languages import rules_for
from tocsin.text.sentences import sentence_around
from tocsin.text.tokens import BREAK, Token, tokens

LEAST_LIKENESS: Final = 78.0
"""Below, two words have nothing in common worth telling."""
NEARBY: Final = 12
"""Words from the first to the last of a phrase; beyond, they have little to do with one another."""


class NearMiss(msgspec.Struct, frozen=True):
    """``form`` came closest, at ``text[start:end]`` of the field; ``says`` why that is not it.

    ``sentence`` is the text around it and ``sentence_start`` its offset there, as in ``Evidence``.
    """

    form: str
    language: str
    field: FieldName
    start: int
    end: int
    surface: str
    sentence: str
    sentence_start: int
    says: str
    nearness: float


class Text(msgspec.Struct, frozen=True):
    """A field with its words."""

    field: FieldName
    text: str
    words: tuple[Token, ...]


def texts(fields: Mapping[FieldName, str]) -> tuple[Text, ...]:
    """Each field that says something, read."""
    return tuple(Text(field, text, tokens(text)) for field, text in fields.items() if text)


def near_miss(patterns: Iterable[Pattern], fields: Sequence[Text], engine: Engine) -> NearMiss | None:
    """The closest to any of ``patterns``, none of which is found; ``None`` where nothing comes near."""
    found = [near for pattern in patterns for text in fields for near in _near(pattern, text, engine)]
    return max(found, key=lambda near: near.nearness, default=None)


def _near(pattern: Pattern, text: Text, engine: Engine) -> Iterator[NearMiss]:
    words = [word for word in pattern.spellings[0].slots if word is not None]
    places = {word: _places(word, text, engine) for word in words}
    there = [word for word in words if places[word]]
    if len(there) == len(words):
        yield _scattered(pattern, words, places, text)
    elif _telling(there):
        yield _partly(pattern, words, places, text)
    elif len(words) == 1:
        yield from _alike(pattern, words[0], text)


def _places(word: Word, text: Text, engine: Engine) -> list[int]:
    number = engine.index.vocabulary.number[word]
    return [
        at
        for at, token in enumerate(text.words)
        if any(link.word == number for link in engine.links(token.folded))
    ]


def _scattered(
    pattern: Pattern, words: Sequence[Word], places: Mapping[Word, list[int]], text: Text
) -> NearMiss:
    """All its words are there, but not as the form has them."""
    taken = _tightest(words, places)
    first, last = min(taken), max(taken)
    if last - first > NEARBY:
        says = f"all its words are there, but {_many(last - first - 1)} apart"
        return _told(pattern, text, places[max(words, key=lambda word: len(word.folded))][0], None, says, 0.5)
    return _told(
        pattern, text, first, last, f"all its words are there, but {_why(pattern, taken, text)}", 0.95
    )


def _why(pattern: Pattern, taken: Sequence[int], text: Text) -> str:
    if any(text.words[at].flags & BREAK for at in range(min(taken) + 1, max(taken) + 1)):
        return "a sentence or a line ends between them"
    if list(taken) != sorted(taken):
        return "in another order"
    between = max((after - before - 1 for before, after in pairwise(taken)), default=0)
    return f"with {_many(between)} between two of them, and its gap allows {pattern.gap}"


def _partly(
    pattern: Pattern, words: Sequence[Word], places: Mapping[Word, list[int]], text: Text
) -> NearMiss:
    """Some of its words are there."""
    there = [word for word in dict.fromkeys(words) if places[word]]
    missing = [word.folded for word in dict.fromkeys(words) if not places[word]]
    rarest = min(there, key=lambda word: (len(places[word]), -len(word.folded)))
    at = places[rarest][0]
    says = f"it has {len(there)} of the {len(there) + len(missing)} words; missing: {', '.join(missing)}"
    return _told(pattern, text, at, None, says, 0.9 * len(there) / (len(there) + len(missing)))


def _alike(pattern: Pattern, word: Word, text: Text) -> Iterator[NearMiss]:
    """Its word is not there, but one that looks like it."""
    written = {token.folded: at for at, token in reversed(list(enumerate(text.words)))}
    best = process.extractOne(word.folded, written.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    if best is not None:
        says = f"it looks like {word.folded} ({best[1]:.0f} of 100), but no rule joins the two; {_mode(word)}"
        yield _told(pattern, text, written[best[0]], None, says, best[1] / 100 * 0.8)


def _telling(words: Iterable[Word]) -> list[Word]:
    """Those that are no stop words."""
    return [word for word in words if word.folded not in rules_for(word.language).common]


def _mode(word: Word) -> str:
    if word.mode == "fuzzy":
        return "it is too far for a misspelling, or a word of its own"
    return f"the term is matched as {word.mode}, without misspellings"


def _tightest(words: Sequence[Word], places: Mapping[Word, list[int]]) -> list[int]:
    """A place for each word: of the rarest its every place in turn, of the others the nearest free one."""
    rarest = min(words, key=lambda word: len(places[word]))
    tries = [[_nearest(places[word], start) for word in words] for start in places[rarest]]
    return min(tries, key=lambda taken: max(taken) - min(taken))


def _nearest(places: Sequence[int], start: int) -> int:
    following = bisect_left(places, start)
    return min(places[max(0, following - 1) : following + 1], key=lambda at: abs(at - start))


def _told(pattern: Pattern, text: Text, first: int, last: int | None, says: str, nearness: float) -> NearMiss:
    start, end = text.words[first].start, text.words[first if last is None else last].end
    opens, closes = sentence_around(text.text, start, end)
    return NearMiss(
        form=pattern.form,
        language=pattern.language,
        field=text.field,
        start=start,
        end=end,
        surface=text.text[start:end],
        sentence=text.text[opens:closes],
        sentence_start=opens,
        says=says,
        nearness=nearness,
    )


def _many(number: int) -> str:
    return f"{number} word" if number == 1 else f"{number} words"
