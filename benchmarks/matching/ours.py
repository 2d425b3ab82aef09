"""Tocsin's matcher as a contestant, and what is asked of it alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tocsin.matching.engine import Engine, Found, make_index
from tocsin.matching.engines import engine_for
from tocsin.matching.layers import Layers
from tocsin.matching.patterns import Pattern, Slots, Word
from tocsin.text.lexicon import Lexicon
from tocsin.text.tokens import fold, tokens
from tocsin.watchlist.load import LoadedWatchlist


class Ours:
    """All watchlists in one engine, every rule on."""

    def __init__(self, watchlists: Iterable[LoadedWatchlist], lexicon: Lexicon) -> None:
        self._watchlists = {loaded.watchlist.id: loaded for loaded in watchlists}

        def make(found: Iterable[Pattern]) -> Engine:
            index, _ = make_index(found, lexicon)
            return engine_for(index, many=True)

        self._layers = Layers(self._watchlists.values(), make)

    @property
    def engine(self) -> Engine:
        """The one that holds every watchlist as it was made with."""
        return self._layers.layers[0].engine

    def changed(self, loaded: LoadedWatchlist) -> Layers:
        """What is in use once one watchlist has a new version."""
        return self._layers.changed({**self._watchlists, loaded.watchlist.id: loaded}.values())

    def find(self, text: str) -> int:
        """See ``Contestant``."""
        return len(self._layers.find(text).found)


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
