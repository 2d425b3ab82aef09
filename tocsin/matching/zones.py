"""Which stretches of a body are not the article: links to other articles, menus, footers.

Where a source told the article's own words apart, all that follows them. In those words, or where nobody did, seen by
their shape alone, line by line, and only behind prose: a body that is nothing but headlines is a round-up. When in
doubt a line is prose, since a mark lowers an alert.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

import msgspec

from tocsin.contract.events import Article
from tocsin.matching.headings import FURNITURE, LONGEST_HEADING, RELATED, bare
from tocsin.text.tokens import tokens

Span = tuple[int, int]

LONGEST_HEADLINE: Final = 25
"""Words; beyond, a line is prose even without a full stop."""
LONGEST_WITHOUT_STOPS: Final = 14
"""The same where the article's own prose goes without full stops, so that they tell nothing."""
LONGEST_SIGN: Final = 5
"""Words; a line that ends in a full stop and is longer is prose."""
LEAST_TAIL: Final = 6
"""Lines of a menu at the end of a body."""
LEAST_FURNITURE: Final = 0.25
"""Their share that must be furniture: known names of pages and buttons, lone numbers, labels that come again."""

_CLOSING: Final = "\"'»”’)]}>*\u200e\u200f"
_STOPS: Final = frozenset(".۔:;؛")
_INSIDE: Final = re.compile(r"\w{3}[»”\")]?[.۔?!؟]\s+\S")
_COLON: Final = re.compile(r"\s*(?:[:：|–—-]|\.{2,}|…)\s*\S")
_ITEM: Final = re.compile(r"[-–—•*·▪●■◆]|\d{1,2}[.)]\s")


class _Line(msgspec.Struct, frozen=True):
    """A line that is not blank: where it stands, and what its shape tells."""

    start: int
    end: int
    text: str
    words: int

    @property
    def stops(self) -> bool:
        """Whether it ends as a sentence does."""
        text = self.text.rstrip(_CLOSING)
        return text[-1:] in _STOPS and text[-2:-1] != "."

    def is_prose(self, longest: int) -> bool:
        """Whether it is too long, or punctuated too much, for a headline."""
        if self.words > longest or (self.words > LONGEST_SIGN and self.stops):
            return True
        return any(
            len(self.text[: inner.start()].split()) > LONGEST_SIGN for inner in _INSIDE.finditer(self.text)
        )


def boilerplate(article: Article) -> tuple[Span, ...]:
    """The stretches of the article's body that are not the article, in order and apart, in code points."""
    length = len(article.body)
    own = own_words(article)
    return (*by_shape(own), *([(len(own), length)] if len(own) < length else ()))


def own_words(article: Article) -> str:
    """The beginning of its body that is the article's own as far as its source knows."""
    return article.body if article.own is None else article.body[: max(article.own, 0)]


def by_shape(body: str) -> tuple[Span, ...]:
    """The stretches of ``body`` that look like links and menus, in order and apart, in code points."""
    lines = list(_lines(body))
    longest = LONGEST_HEADLINE if _has_stops(lines) else LONGEST_WITHOUT_STOPS
    prose = [line.is_prose(longest) for line in lines]
    if True not in prose:
        return ()
    after = prose.index(True) + 1
    marked = {*_related(lines, prose, after), *_menu(lines, prose)}
    return tuple(_spans(lines, sorted(marked)))


def _lines(body: str) -> Iterator[_Line]:
    start = 0
    for line in body.split("\n"):
        text = line.strip()
        if text:
            first = start + len(line) - len(line.lstrip())
            yield _Line(first, first + len(text), text, len(text.split()))
        start += len(line) + 1


def _has_stops(lines: Sequence[_Line]) -> bool:
    """Whether most of the lines that are surely prose end in a full stop."""
    long = [line.stops for line in lines if line.words > LONGEST_HEADLINE]
    return 2 * sum(long) >= len(long)


def _related(lines: Sequence[_Line], prose: Sequence[bool], after: int) -> Iterator[int]:
    """Headings over links with all that follows until prose comes again, and headings with their link beside them."""
    at = after
    while at < len(lines):
        if not prose[at] and _is_heading(lines[at]):
            links = list(takewhile(lambda index: not prose[index], range(at + 1, len(lines))))
            if links:
                yield from (at, *links)
            at += len(links)
        elif not prose[at] and _is_heading_with_link(lines[at]):
            yield at
        at += 1


def _menu(lines: Sequence[_Line], prose: Sequence[bool]) -> Iterator[int]:
    """The end of the body, from its first piece of furniture, where it is made of furniture."""
    start = max(at for at in range(len(lines)) if prose[at]) + 1
    tail = range(start, len(lines))
    if lines[start - 1].text.endswith(":") or any(_ITEM.match(lines[at].text) for at in tail):
        return
    again = Counter(lines[at].text for at in tail)
    furniture = [at for at in tail if again[lines[at].text] > 1 or _is_furniture(lines[at])]
    if furniture and len(tail) >= LEAST_TAIL and len(furniture) >= LEAST_FURNITURE * len(tail):
        yield from range(furniture[0], len(lines))


def _is_heading(line: _Line) -> bool:
    return line.words <= LONGEST_HEADING + 1 and bare(line.text) in RELATED


def _is_heading_with_link(line: _Line) -> bool:
    """`Read also: Talks go on`"""
    words = tokens(line.text[:80])[:LONGEST_HEADING]
    said = ""
    for word in words:
        said += word.folded
        if said in RELATED and _COLON.match(line.text, word.end):
            return True
    return False


def _is_furniture(line: _Line) -> bool:
    return line.words <= LONGEST_SIGN and (line.text.isdigit() or bare(line.text) in FURNITURE)


def _spans(lines: Sequence[_Line], marked: Sequence[int]) -> Iterator[Span]:
    """Neighbouring lines as one stretch."""
    first = 0
    for at, line in enumerate(marked):
        if at + 1 == len(marked) or marked[at + 1] != line + 1:
            yield lines[marked[first]].start, lines[line].end
            first = at + 1
