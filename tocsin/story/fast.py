"""Sketches in compiled passes: for many texts. Needs numba (the extra ``fast``)."""

from typing import Final

import numpy as np

from tocsin.story.compiled import BARE, NUMBER, choose, digest, smallest, tell
from tocsin.story.plain import LEAD, LONGEST_TITLE, MOST_CAPITALS, MOST_NAMES, sketch_plainly
from tocsin.story.prints import Sketch
from tocsin.story.reading import SAMPLED, SENTENCES, SHINGLE
from tocsin.story.words import told
from tocsin.text.markup import without_markup
from tocsin.text.scan import BEYOND, UNKNOWN, UNREADABLE, Array, character_tables, keep, read_words

_ROOM: Final = 1 << 14
_SLOTS: Final = 1 << 18
_MOST_TYPES: Final = _SLOTS // 2
_CHOSEN: Final = LONGEST_TITLE + LEAD + MOST_CAPITALS
_WORDS: Final = (np.int32, np.int32, np.int32, np.uint8, np.uint64)


class FastSketcher:
    """See ``Sketcher``. It remembers what each word tells, within 5 MB, and forgets all when that is full."""

    def __init__(self) -> None:
        self._characters = character_tables()
        self._uppers = np.array([chr(code).isupper() for code in range(BEYOND)], np.bool_)
        self._keys = tuple(np.zeros(size, np.uint32) for size in (LONGEST_TITLE, LEAD, LEAD))
        self._names = (
            np.zeros(MOST_NAMES, np.uint16),
            np.zeros(_CHOSEN, np.uint16),
            np.zeros(_CHOSEN, np.int32),
        )
        self._chosen = np.zeros(_CHOSEN + LEAD, np.int32)
        self._sample, self._sentences = np.zeros(SAMPLED, np.uint32), np.zeros(SENTENCES, np.uint16)
        self._make_room(_ROOM)
        self._forget()

    def __call__(self, text: str, title: int) -> Sketch:
        """See ``Sketcher``."""
        codes = np.frombuffer(without_markup(text).encode("utf-32-le", "surrogatepass"), np.uint32)
        if len(codes) >= len(self._shingles):
            self._make_room(2 * len(codes))
        count, _ = read_words(codes, self._characters, self._kept, self._words)
        if count == UNREADABLE:
            return sketch_plainly(text, title)
        types, starts, ends, flags, hashes = self._words
        counts = choose(codes, self._uppers, (starts, ends, flags), count, title, self._chosen)
        chosen = self._chosen[: sum(counts)]
        if types[chosen].min(initial=0) == UNKNOWN:
            self._learn(text, chosen)
        prints = digest(hashes, flags, count, self._shingles, self._sentences)
        sampled = smallest(self._shingles, max(count - SHINGLE + 1, 0), self._sample)
        titles, leads, numbers, named, titled, kinds = tell(
            self._chosen, counts, types, self._told, self._keys, self._names
        )
        in_title, in_lead, figures = self._keys
        return Sketch(
            count,
            _packed(in_title[:titles]),
            _packed(in_lead[:leads]),
            _packed(figures[:numbers]),
            self._names[0][:named].tobytes(),
            titled,
            kinds,
            self._sample[:sampled].tobytes(),
            self._sentences[:prints].tobytes(),
        )

    def _make_room(self, size: int) -> None:
        self._words = tuple(np.zeros(size + 1, kind) for kind in _WORDS)
        self._shingles = np.zeros(size + 1, np.uint32)

    def _forget(self) -> None:
        self._kept = np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.int32)
        kinds = (np.uint32, np.uint16, np.uint8, np.uint8)
        self._told = tuple(np.zeros(_MOST_TYPES + _CHOSEN, kind) for kind in kinds)
        self._met = 0

    def _learn(self, text: str, chosen: Array) -> None:
        """Give a type to each of the chosen words that has none."""
        if self._met > _MOST_TYPES:
            self._forget()
            self._words[0][chosen] = UNKNOWN
        types, starts, ends, _, hashes = self._words
        new: dict[int, int] = {}
        for at in chosen.tolist():
            if types[at] == UNKNOWN:
                value = int(hashes[at])
                if value not in new:
                    new[value] = self._remember(text[starts[at] : ends[at]])
                types[at] = new[value]
        keep(*self._kept, np.array(list(new), np.uint64), np.array(list(new.values()), np.int32))

    def _remember(self, written: str) -> int:
        one, place = told(written), self._met
        self._met += 1
        row = (
            int.from_bytes(one.key, "little"),
            int.from_bytes(one.sound, "little"),
            one.kind,
            NUMBER * one.number | BARE * one.bare,
        )
        for column, value in zip(self._told, row, strict=True):
            column[place] = value
        return place


def _packed(keys: Array) -> bytes:
    """The three low bytes of each."""
    return keys.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
