"""The engine in compiled passes: for many texts. Needs numba (the extra ``fast``)."""

from functools import cache
from typing import Final

import numpy as np

from tocsin.matching.compiled import Links, search_compiled, sequences_of
from tocsin.matching.engine import MOST_PLACES, REMEMBERED, Found, PlainEngine, Scan, found_at
from tocsin.matching.index import Index
from tocsin.matching.resolve import Resolver
from tocsin.matching.vocabulary import RULES, Link
from tocsin.text.fold import fold_word
from tocsin.text.markup import without_markup
from tocsin.text.scan import UNKNOWN, UNREADABLE, Array, character_tables, keep, read_words

_ROOM: Final = 4096
_SLOTS: Final = 1 << 14
_NOTHING: Final = 0
_DETACHED: Final = 1
_LOOSER: Final = tuple(
    tuple(RULES[max(one, other)] for other in range(len(RULES))) for one in range(len(RULES))
)
_tables = cache(character_tables)


class FastEngine:
    """See ``Engine``. Its memory holds 12 bytes a word met, and the links of the few that stand for something."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._resolver = Resolver(index.vocabulary)
        self._sequences = sequences_of(index)
        self._owners = [sequence.owners for sequence in index.sequences]
        self._plain: PlainEngine | None = None
        self._tables = _tables()
        self._hits = np.zeros((_ROOM, 6), np.int32)
        self._make_room(_ROOM)
        self._forget()

    def _forget(self) -> None:
        self._keys, self._ids = np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.int32)
        self._links = _no_links()
        self._met, self._types, self._used = 0, _DETACHED + 1, 0

    def find(self, text: str) -> Scan:
        """See ``Engine``."""
        read = without_markup(text)
        codes = np.frombuffer(read.encode("utf-32-le", "surrogatepass"), np.uint32)
        if len(codes) >= len(self._words[0]):
            self._make_room(2 * len(codes))
        count, unknown = read_words(codes, self._tables, (self._keys, self._ids), self._words)
        if count == UNREADABLE:
            return self._left_over(text)
        if unknown:
            self._learn(read, count)
        return Scan(count, self._found(count))

    def links(self, written: str) -> tuple[Link, ...]:
        """See ``Engine``."""
        return self._resolver.links(written)

    def _found(self, count: int) -> list[Found]:
        hits = search_compiled(self._sequences, self._links, self._words, count, self._hits)
        if hits > len(self._hits):
            self._hits = np.zeros((2 * hits, 6), np.int32)
            search_compiled(self._sequences, self._links, self._words, count, self._hits)
        if hits > MOST_PLACES:
            return found_at(self.index, self._hits[:hits].tolist())
        # A text with many hits spends most of its time here: columns are fewer lists than rows, and `Found` itself
        # would only pass on to `tuple.__new__`.
        owners, make = self._owners, tuple.__new__
        return [
            make(Found, (pattern, first, last, start, end, _LOOSER[rule][own]))
            for sequence, first, last, start, end, rule in zip(*self._hits[:hits].T.tolist(), strict=True)
            for pattern, own in owners[sequence]
        ]

    def _learn(self, read: str, count: int) -> None:
        """Resolve the words that have no type yet, each once, and give them their types."""
        types, starts, ends, _, hashes = self._words
        if self._met + count > REMEMBERED:
            self._forget()
            types[:count] = UNKNOWN
        places = np.flatnonzero(types[:count] == UNKNOWN)
        met = hashes[places].tolist()
        given: dict[int, int] = {}
        for known, start, end in zip(met, starts[places].tolist(), ends[places].tolist(), strict=True):
            if known not in given:
                given[known] = self._type(fold_word(read[start:end]))
        self._widen(self._met + len(given))
        keep(
            self._keys, self._ids, np.array(list(given), np.uint64), np.array(list(given.values()), np.int32)
        )
        types[places] = [given[known] for known in met]
        self._met += len(given)

    def _widen(self, words: int) -> None:
        """A table at most half full, and no larger than it must be: it is read at random, from the cache or not."""
        slots = len(self._keys)
        while slots < 2 * words:
            slots *= 2
        if slots > len(self._keys):
            kept = np.flatnonzero(self._keys)
            hashes, values = self._keys[kept], self._ids[kept]
            self._keys, self._ids = np.zeros(slots, np.uint64), np.zeros(slots, np.int32)
            keep(self._keys, self._ids, hashes, values)

    def _type(self, written: str) -> int:
        links = self._resolver.links(written)
        detached = written in self._resolver.detached
        return self._new_type(links, detached) if links else (_DETACHED if detached else _NOTHING)

    def _new_type(self, links: tuple[Link, ...], detached: bool) -> int:
        made, used = self._types, self._used
        self._links = _with_room(self._links, made + 1, used + len(links))
        kept = self._links
        kept.at[made], kept.counts[made], kept.detached[made] = used, len(links), detached
        kept.words[used : used + len(links)] = [link.word for link in links]
        kept.rules[used : used + len(links)] = [link.rule for link in links]
        self._types, self._used = made + 1, used + len(links)
        return made

    def _make_room(self, words: int) -> None:
        kinds = (np.int32, np.int32, np.int32, np.uint8, np.uint64)
        self._words: tuple[Array, ...] = tuple(np.zeros(words + 1, kind) for kind in kinds)

    def _left_over(self, text: str) -> Scan:
        if self._plain is None:
            self._plain = PlainEngine(self.index)
        return self._plain.find(text)


def _no_links() -> Links:
    links = Links(*(np.zeros(_ROOM, kind) for kind in (np.int64, np.int32, np.uint8, np.int32, np.int32)))
    links.detached[_DETACHED] = True
    return links


def _with_room(links: Links, types: int, words: int) -> Links:
    if types <= len(links.at) and words <= len(links.words):
        return links
    grown = [
        np.resize(one, 2 * max(size, len(one)))
        for one, size in zip(links, (types,) * 3 + (words,) * 2, strict=True)
    ]
    return Links(*grown)
