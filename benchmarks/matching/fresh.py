"""Texts with words that nobody has seen yet, as a running wire has them."""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from benchmarks.matching.texts import Text
from tocsin.text.tokens import fold, tokens

NEW_WORDS: Final = 35
_SEED: Final = 1
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Fresh(msgspec.Struct, frozen=True):
    """Texts, and how many different words they hold that the texts before did not."""

    texts: tuple[str, ...]
    new: int


def with_new_words(
    texts: Sequence[Text], held_out: Mapping[str, Sequence[str]], each: int = NEW_WORDS
) -> Fresh:
    """The same texts with ``each`` words of each replaced by words of its language that none of them holds.

    The words come from ``held_out``, in its order, each once; a language that runs out of them keeps its own words.
    """
    seen = {token.folded for text in texts for token in tokens(text.body)}
    chance = random.Random(_SEED)
    unseen = {language: _unseen(passages, seen) for language, passages in sorted(held_out.items())}
    made = tuple(_replaced(text.body, unseen.get(text.language, []), each, chance) for text in texts)
    now = {token.folded for text in made for token in tokens(text)}
    return Fresh(made, len(now - {token.folded for text in texts for token in tokens(text.body)}))


def _unseen(passages: Sequence[str], seen: set[str]) -> list[str]:
    """Words to take from the end."""
    found: dict[str, str] = {}
    for passage in passages:
        for word in _WORD.findall(passage):
            folded = fold(word)
            if " " not in folded and folded not in seen:
                found.setdefault(folded, word)
    seen.update(found)
    return list(reversed(found.values()))


def _replaced(body: str, unseen: list[str], count: int, chance: random.Random) -> str:
    places = [found.span() for found in _WORD.finditer(body)]
    chosen = sorted(chance.sample(places, min(count, len(places), len(unseen))), reverse=True)
    for start, end in chosen:
        body = f"{body[:start]}{unseen.pop()}{body[end:]}"
    return body
