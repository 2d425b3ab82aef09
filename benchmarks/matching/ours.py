"""Tocsin's matcher as a contestant, and what is asked of it alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from tocsin.contract.events import Article
from tocsin.matching.engine import Engine, Found
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.matching.patterns import Pattern, Slots, Word
from tocsin.text.lexicon import Lexicon
from tocsin.text.tokens import fold, tokens
from tocsin.watchlist.load import LoadedWatchlist

_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_TITLE: Final = 120


class Ours:
    """All watchlists in one matcher, made as the worker makes it: every rule on, compiled passes."""

    def __init__(
        self, watchlists: Iterable[LoadedWatchlist], lexicon: Lexicon, before: "Ours | None" = None
    ) -> None:
        self._watchlists = {loaded.watchlist.id: loaded for loaded in watchlists}
        self._lexicon = lexicon
        self.matcher: WatchlistMatcher = WatchlistMatcher(
            self._watchlists.values(), lexicon, many=True, before=before.matcher if before else None
        )

    @property
    def engine(self) -> Engine:
        """The one that holds every watchlist."""
        return self.matcher.engine.layers[0].engine

    def find(self, text: str) -> int:
        """See ``Contestant``: places and their offsets, not yet judged."""
        return len(self.matcher.engine.find(text).found)

    def changed(self, loaded: LoadedWatchlist) -> "Ours":
        """What is used instead once one watchlist has a new version."""
        held = {**self._watchlists, loaded.watchlist.id: loaded}
        return Ours(held.values(), self._lexicon, before=self)


class Facade:
    """The whole judgement of an article: conditions, zones, evidence with its sentence, score and reason."""

    def __init__(self, ours: Ours) -> None:
        self._matcher = ours.matcher

    def find(self, text: str) -> int:
        """See ``Contestant``: pieces of evidence. An article's first line is its title."""
        title, _, body = text.partition("\n")
        matches = self._matcher.match(article_of(title[:_TITLE], body), _NOW)
        return sum(len(match.evidence) for match in matches)


def article_of(title: str, body: str) -> Article:
    """An article as the deduplicating step sends it on."""
    return Article(
        id="bench",
        feed="bench",
        source="bench",
        url="https://bench.example/1",
        title=title,
        body=body,
        language="und",
        published=_NOW,
        fetched=_NOW,
        content="bench",
    )


def is_plain(found: Found) -> bool:
    """Whether an exact engine finds this too: the words as written, none between them."""
    written = found.pattern.spellings[0].slots
    return found.rule == "exact" and found.last - found.first + 1 == len(written)


def wrong_places(engine: Engine, text: str) -> Iterator[Found]:
    """Hits whose surface, cut out of ``text``, is not whole words that the pattern's words are linked to."""
    words = tokens(text)
    for found in engine.find(text).found:
        surface = text[found.start : found.end]
        here = [word.folded for word in words[found.first : found.last + 1]]
        if fold(surface).split() != here or not _stands_for(engine, found.pattern, here):
            yield found


def _stands_for(engine: Engine, pattern: Pattern, written: Sequence[str]) -> bool:
    links = [{link.word for link in engine.links(word)} for word in written]
    number = engine.index.vocabulary.number
    return any(_fits(spelling.slots, links, number) for spelling in pattern.spellings)


def _fits(slots: Slots, links: Sequence[set[int]], number: Mapping[Word, int]) -> bool:
    """Whether the words fill the slots in order, with others between them perhaps."""
    left = iter(links)
    return all(any(slot is None or number[slot] in here for here in left) for slot in slots)
