"""Sentences that a host repeats from article to article: links without a heading, footers, standing background.

A sentence seen in several articles of one host is boilerplate. But news comes again too: an agency's report under a
second address, a headline put out anew. So where an article is for the most part what its host had before, it is a
copy and nothing of it is marked; and no word of a title ever is.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tocsin.text.sentences import END

MARKED_FROM: Final = 3
"""Articles of one host that must hold a sentence."""
LEAST_WORDS: Final = 4
"""Words of the shortest sentence that is counted."""
MOST_REPEATED: Final = 0.5
"""The share of an article, in code points, beyond which it is a copy rather than a page with boilerplate."""
KEPT: Final = 100_000
"""Sentences in one generation; two are kept."""


class Sentence(NamedTuple):
    """``text[start:end]``; ``print`` knows its wording again, within one process."""

    start: int
    end: int
    print: int


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of ``text`` that are long enough to know again."""
    start = 0
    for boundary in (*(found.end() for found in END.finditer(text)), len(text)):
        said = text[start:boundary].strip()
        if said.count(" ") >= LEAST_WORDS - 1:
            yield Sentence(start, boundary, hash(said))
        start = boundary


class Habits:
    """What hosts repeat, within bounds: when a generation is full the one before it is forgotten.

    Answers depend on what was seen before; a revision and a message that comes again count as the article they are.
    """

    def __init__(self, kept: int = KEPT) -> None:
        """``kept`` is how many sentences a generation holds; each takes about 200 bytes."""
        self._kept = kept
        self._young: dict[int, tuple[int, ...]] = {}
        self._old: dict[int, tuple[int, ...]] = {}

    def seen(self, host: str, article: str, body: str) -> tuple[tuple[int, int], ...]:
        """Take in an article, and tell which stretches of ``body`` its host is in the habit of repeating."""
        read = list(sentences(body))
        repeated = [one for one in read if self.holders(host, article, one.print) >= MARKED_FROM]
        if _length(repeated) > MOST_REPEATED * _length(read):
            return ()
        return tuple((one.start, one.end) for one in repeated)

    def holders(self, host: str, article: str, sentence: int) -> int:
        """How many articles of ``host`` are known to hold the sentence with that print, this one taken in."""
        key, name = hash((host, sentence)), hash(article)
        holders = self._young.get(key) or self._old.get(key, ())
        if name not in holders and len(holders) < MARKED_FROM:
            holders = (*holders, name)
        self._keep(key, holders)
        return len(holders)

    def _keep(self, key: int, holders: tuple[int, ...]) -> None:
        if key not in self._young and len(self._young) >= self._kept:
            self._young, self._old = {}, self._young
        self._young[key] = holders


def _length(read: list[Sentence]) -> int:
    return sum(one.end - one.start for one in read)
