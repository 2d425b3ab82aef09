"""Ways to find watch-terms in a written word: ours, and those that others use."""

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Final

import Stemmer
from rapidfuzz import fuzz

from benchmarks.quality.gold import Term
from tocsin.matching.engine import PlainEngine, make_index
from tocsin.matching.patterns import Pattern, spellings
from tocsin.text.lexicon import Lexicon
from tocsin.text.tokens import fold, tokens

Finder = Callable[[str], frozenset[str]]
"""Takes a written word, gives the (folded) terms it finds in it."""
Method = Callable[[Sequence[Term], str], Finder]
"""Takes the terms and their language."""

_SNOWBALL: Final = {
    "ar": "arabic",
    "fa": "persian",
    "ru": "russian",
    "tr": "turkish",
    "en": "english",
    "fr": "french",
}


def tocsin(lexicon: Lexicon, terms: Sequence[Term], language: str) -> Finder:
    """The product's own engine."""
    patterns = [
        Pattern(
            "quality",
            term.folded,
            language,
            term.written,
            0,
            False,
            tuple(spellings(term.written, language, "inflected")),
        )
        for term in terms
    ]
    engine = PlainEngine(make_index(patterns, lexicon)[0])
    return lambda surface: frozenset(found.pattern.term for found in engine.find(surface).found)


def literal(terms: Sequence[Term], _language: str) -> Finder:
    """``\\bterm\\b``, whatever the case."""
    by_written = {term.written.casefold(): term.folded for term in terms}
    longest = sorted(map(re.escape, by_written), key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(longest)})\b")
    return lambda surface: frozenset(by_written[hit] for hit in pattern.findall(surface.casefold()))


def snowball(terms: Sequence[Term], language: str) -> Finder:
    """The same stem, after Snowball, then folded."""
    stem = cache(Stemmer.Stemmer(_SNOWBALL[language]).stemWord)
    by_stem: dict[str, set[str]] = {}
    for term in terms:
        by_stem.setdefault(fold(stem(term.written.casefold())), set()).add(term.folded)

    def find(surface: str) -> frozenset[str]:
        words = (surface[token.start : token.end].casefold() for token in tokens(surface))
        return frozenset[str]().union(*(by_stem.get(fold(stem(word)), ()) for word in words))

    return find


def fuzzy(scorer: Callable[..., float], least: int, terms: Sequence[Term], _language: str) -> Finder:
    """rapidfuzz: a score of at least ``least`` between folded words."""
    folded = [term.folded for term in terms]

    @cache
    def near(word: str) -> frozenset[str]:
        return frozenset(term for term in folded if scorer(term, word, score_cutoff=least))

    return lambda surface: frozenset[str]().union(*(near(token.folded) for token in tokens(surface)))


PEERS: Final[dict[str, Method]] = {
    r"literal `\b`": literal,
    "Snowball stems": snowball,
    "rapidfuzz ratio >= 80": partial(fuzzy, fuzz.ratio, 80),
    "rapidfuzz ratio >= 85": partial(fuzzy, fuzz.ratio, 85),
    "rapidfuzz ratio >= 90": partial(fuzzy, fuzz.ratio, 90),
    "rapidfuzz partial_ratio >= 90": partial(fuzzy, fuzz.partial_ratio, 90),
}
