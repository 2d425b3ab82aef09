"""What feedparser is not asked to do: whatever it would be at for minutes, or make gigabytes of.

Each of these is cut or passed over, so that the entries are read all the same. What nobody thought of ends with
the patience: what was read until then is kept.
"""

import re
from collections.abc import Iterator
from time import thread_time
from typing import Final

PIECE: Final = 64 * 1024
"""Characters. What one call into C takes at a time, so that the event loop has its turn in between."""
MOST_SECONDS: Final = 1.0
"""CPU for one document: one of 10 MB that is plain and well-formed is read in less."""
MOST_TAGS: Final = 2_000
"""In one entry, outside its text. Beyond them only what we ask for is looked at."""
MOST_ATTRIBUTES: Final = 100
"""Of one tag; the others are forgotten."""
MOST_ENTRIES: Final = 30_000
"""Of one document; the others are left."""
MOST_PLAIN_TAGS: Final = 300_000
"""What the fast reader takes on."""
MOST_NAMESPACES: Final = 200
MOST_TEXT: Final = 1_000_000
"""Characters of one element; the others are forgotten."""
GUESSED_FROM: Final = 100_000
"""Characters of a text, to guess from whether it is HTML."""

_MOST_FEEDS: Final = 24
_MOST_BEFORE_THE_ROOT: Final = 32 * 1024
_MOST_OPEN: Final = 1_000
_ENDLESS: Final = 1_000
_LONG_TAG: Final = re.compile(r"<[^<>]{4000,}+>")
# Between calls the clock stands still: looking at it takes longer than much of what is measured.
_LOOK_EVERY: Final = 16
# An entity stands for a character. One that stands for a page, named a thousand times, is an attack.
# One without an end is taken to the end: looked for again from each of a hundred thousand, it would take an hour.
_LONG_ENTITY: Final = re.compile(r"<!ENTITY[^>]{60,}+(?:>|\Z)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BLANKS: Final = re.compile(r"\s{2,}+")
_DECLARATION: Final = re.compile(r"<\?xml[^>]*>")
_ROOT: Final = re.compile(r"<\w")


class SpentError(Exception):
    """The patience is at its end."""


class Patience:
    """``seconds`` of this thread's CPU, from now on."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self._end = thread_time() + seconds
        self._calls = 0

    def spend(self) -> None:
        """Call it at every step.

        Raises:
            SpentError: nothing is left.
        """
        self._calls += 1
        if self._calls % _LOOK_EVERY == 0 and thread_time() > self._end:
            raise SpentError


def objection(text: str) -> str:
    """Why nothing of ``text`` is to be had, empty where nothing speaks against it."""
    if text.count("<") > 2 * text.count(">") + _MOST_OPEN:
        return "its tags do not end"
    if any(tag[0].count("=") > _ENDLESS for tag in _LONG_TAG.finditer(text)):
        return f"a tag with more than {_ENDLESS} attributes"
    return ""


def too_many(entries: int) -> str:
    """What to say of a document with so many entries; empty where they are all read."""
    return f"more than {MOST_ENTRIES} entries; the first of them were read" if entries > MOST_ENTRIES else ""


def with_short_head(text: str) -> str:
    """``text`` with nothing before its root that takes long: no page of blanks, no entity that is more than a word.

    feedparser looks for declarations from the start of each line to the end of the blanks that follow.
    """
    root = _ROOT.search(text)
    head = text[: root.start()] if root else text
    short = _BLANKS.sub(_one_blank, _LONG_ENTITY.sub("", head) if "<!" in head else head)
    if len(short) > _MOST_BEFORE_THE_ROOT:
        short = _BLANKS.sub(_one_blank, _COMMENT.sub("", short))
    if len(short) > _MOST_BEFORE_THE_ROOT:
        declaration = _DECLARATION.match(short)
        short = declaration[0] if declaration else ""
    return short + text[len(head) :] if short != head else text


def stride(length: int) -> int:
    """How much of so long a document expat is given at a time.

    Each time it looks at a comment or tag that has not ended from its start: by small pieces, half a minute for 10 MB.
    """
    return max(PIECE, length // _MOST_FEEDS)


def pieces(text: str, length: int = PIECE) -> Iterator[str]:
    """``text`` in pieces of moderate length."""
    return (text[start : start + length] for start in range(0, len(text), length))


def _one_blank(blanks: re.Match[str]) -> str:
    return "\n" if "\n" in blanks[0] else " "
