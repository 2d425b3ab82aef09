"""Which text is the article: the feed's, that of the linked page, or, where nothing tells, both?"""

from itertools import pairwise
from typing import Final, Literal, NamedTuple

from tocsin.fulltext.notices import Notice, notice_in
from tocsin.text.sentences import END
from tocsin.text.tokens import fold, tokens

Choice = Literal[
    "page",  # the page is the article
    "both",  # nothing tells whether it is: next to no word of the feed's stands in it
    "feed",  # the feed's own text holds all that the page does
    "thin",  # the page holds a part of the feed's text, or next to nothing
    Notice,
]

LEAST_KIN: Final = 0.25
"""The share of the feed's telling words that mark the page as the article."""
_LEAST_SHARED: Final = 2
"""Words: one may be chance, as in "Story of the day"."""
SAME: Final = 0.8
"""The share of the page's words that make the feed's text as good as the page's; and of its length."""
LEAST_LENGTH: Final = 0.25
"""Of the feed's text: another text that is shorter is no article in its place."""
_TELLING: Final = 4
"""Letters: shorter words stand in every text of a language."""
_STEM: Final = 5
"""Letters by which two words are compared: endings differ between a headline and its article."""
_MOST_WORDS: Final = 400
"""Of the feed's text: so many tell whether another one is about the same."""


class Said(NamedTuple):
    """A text and the title above it."""

    title: str
    text: str


def chosen(feed: Said, page: Said) -> Choice:
    """Which of two texts to take for an entry: the one of its ``feed``, or what was extracted from its ``page``.

    The page's, unless it clearly says less: it is a notice in the article's place, is much shorter than the feed's
    text, or says nothing that the feed does not. That it shares no word with a headline says little: teasers are
    empty, and headlines speak in pictures.
    """
    said, found = _telling(f"{feed.title}\n{feed.text}", _MOST_WORDS), _telling(page.text)
    if not found:
        return "thin"
    kin = _are_kin(said, found)
    if not kin and (notice := notice_in(page.title, page.text)):
        return notice
    if len(page.text) <= len(feed.text) and _share(found, _telling(feed.text)) >= SAME:
        return "feed" if len(page.text) >= SAME * len(feed.text) else "thin"
    if len(page.text) < LEAST_LENGTH * len(feed.text):
        return "thin"
    return "page" if kin or not said else "both"


def untold(feed: str, page: str) -> str:
    """The sentences of ``feed`` that ``page`` does not hold word for word, as they were written; empty: it holds all.

    A teaser often speaks in other words than its article: a term that only the teaser uses must not be lost.
    """
    there = f" {fold(page)} "
    return "".join(part for part in _sentences(feed) if not _holds(there, fold(part))).strip()


def _sentences(text: str) -> list[str]:
    ends = [0, *(end.end() for end in END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


def _holds(there: str, sentence: str) -> bool:
    # The last word of a teaser may be cut short.
    return f" {sentence}" in there


def _are_kin(said: frozenset[str], found: frozenset[str]) -> bool:
    return len(said & found) >= min(_LEAST_SHARED, len(said)) and _share(said, found) >= LEAST_KIN


def _telling(text: str, most: int | None = None) -> frozenset[str]:
    words = (token.folded for token in tokens(text)[:most])
    return frozenset(word[:_STEM] for word in words if len(word) >= _TELLING and not word.isdigit())


def _share(words: frozenset[str], among: frozenset[str]) -> float:
    return len(words & among) / len(words) if words else 0.0
