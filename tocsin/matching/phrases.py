"""Folded phrases, word by word: the matcher until the tolerant one takes its place behind the same interface.

Method: an index from a phrase's first folded word to all phrases that begin with it; words are compared whole, so no
regular-expression word boundary is trusted in any script.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec
from rapidfuzz import fuzz

from tocsin.contract.events import Article, Evidence, FieldName, Match
from tocsin.text.sentences import sentence_around
from tocsin.text.tokens import Token, fold, tokens
from tocsin.watchlist.load import LoadedWatchlist

RULE: Final = "phrase"
# A text that repeats a term ten thousand times is no better explained by the ten thousandth place.
MOST_EVIDENCE: Final = 100


class Phrase(msgspec.Struct, frozen=True):
    """One form of one term: its folded words, and where it was written down."""

    words: tuple[str, ...]
    watchlist: str
    term: str
    language: str
    form: str


class Hit(msgspec.Struct, frozen=True):
    """A phrase found in a field, by code points."""

    phrase: Phrase
    start: int
    end: int


class PhraseMatcher:
    """All watchlists in one index."""

    def __init__(self, watchlists: Iterable[LoadedWatchlist]) -> None:
        self._watchlists = {loaded.watchlist.id: loaded for loaded in watchlists}
        self._by_first_word: dict[str, list[Phrase]] = defaultdict(list)
        for loaded in self._watchlists.values():
            for phrase in phrases(loaded):
                self._by_first_word[phrase.words[0]].append(phrase)

    def match(self, article: Article, now: datetime) -> tuple[Match, ...]:
        """See ``Matcher``."""
        evidence: dict[str, list[Evidence]] = defaultdict(list)
        for field in ("title", "body"):
            for hit in self._hits(article, field):
                found = evidence[hit.phrase.watchlist]
                if len(found) < MOST_EVIDENCE:
                    found.append(_evidence(article, field, hit))
        return tuple(
            _match(self._watchlists[watchlist], article, tuple(evidence[watchlist]), now)
            for watchlist in sorted(evidence)
        )

    def _hits(self, article: Article, field: FieldName) -> list[Hit]:
        words = tokens(getattr(article, field))
        found = [
            Hit(phrase, words[at].start, words[at + len(phrase.words) - 1].end)
            for at in range(len(words))
            for phrase in self._phrases_at(words, at)
        ]
        return _plainest(found, article.language)

    def _phrases_at(self, words: Sequence[Token], at: int) -> Iterator[Phrase]:
        for phrase in self._by_first_word.get(words[at].folded, ()):
            here = words[at : at + len(phrase.words)]
            if tuple(word.folded for word in here) == phrase.words:
                yield phrase


def phrases(loaded: LoadedWatchlist) -> Iterator[Phrase]:
    """Every form of every term; a form that folds to nothing is left to the loader to report."""
    for term in loaded.watchlist.terms:
        for language, forms in term.forms.items():
            for form in forms:
                words = tuple(token.folded for token in tokens(form))
                if words:
                    yield Phrase(words, loaded.watchlist.id, term.id, language, form)


def _plainest(hits: list[Hit], language: str) -> list[Hit]:
    """One hit per term and place: the longest, and of equals the one in the article's own language.

    One sweep from left to right: of hits that begin together the longest comes first, and one that ends no later than
    what its term already covers adds nothing.
    """
    covered: dict[tuple[str, str], int] = defaultdict(int)
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: _rank(hit, language)):
        term = (hit.phrase.watchlist, hit.phrase.term)
        if hit.end > covered[term]:
            covered[term] = hit.end
            chosen.append(hit)
    return chosen


def _rank(hit: Hit, language: str) -> tuple[int, int, bool, str, str, str]:
    phrase = hit.phrase
    return (
        hit.start,
        -hit.end,
        phrase.language != language[:2],
        phrase.language,
        phrase.watchlist,
        phrase.form,
    )


def _evidence(article: Article, field: FieldName, hit: Hit) -> Evidence:
    text: str = getattr(article, field)
    surface = text[hit.start : hit.end]
    first, last = sentence_around(text, hit.start, hit.end)
    return Evidence(
        term=hit.phrase.term,
        language=hit.phrase.language,
        form=hit.phrase.form,
        field=field,
        start=hit.start,
        end=hit.end,
        surface=surface,
        rule=RULE,
        score=round(fuzz.ratio(" ".join(hit.phrase.words), fold(surface)), 1),
        sentence=text[first:last],
        sentence_start=first,
    )


def _match(loaded: LoadedWatchlist, article: Article, evidence: tuple[Evidence, ...], now: datetime) -> Match:
    watchlist = loaded.watchlist
    return Match(
        watchlist=watchlist.id,
        watchlist_title=watchlist.title,
        watchlist_version=loaded.version,
        severity=watchlist.severity,
        status=watchlist.alert_status,
        receivers=watchlist.receivers,
        article=article,
        evidence=evidence,
        matched=now,
    )
