"""What feedparser's two parsers have in common, within bounds: stands before feedparser's own class."""

from functools import lru_cache
from typing import Any, ClassVar, Final

import feedparser.mixin

from connectors.sources.rss.bounds import (
    MOST_ATTRIBUTES,
    MOST_NAMESPACES,
    MOST_TAGS,
    MOST_TEXT,
    Patience,
)
from connectors.sources.rss.elements import looks_like_html
from connectors.sources.rss.fastentry import ASKED
from connectors.sources.rss.handlers import Handlers

Attributes = list[tuple[str, str]]

_ENTRIES: Final = frozenset({"item", "entry"})
_ASKED: Final = ASKED | {"ttl", "sy_updateperiod", "sy_updatefrequency"}
# feedparser makes summaries and contents of the last four.
_TOLD: Final = _ASKED | _ENTRIES | {"abstract", "body", "fullitem", "xhtml_body"}

_LONGEST_REMEMBERED: Final = 200
_join = feedparser.mixin.make_safe_absolute_uri
_remembered = lru_cache(256)(_join)


def _joined(base: str, link: str | None = None) -> str:
    short = len(base) <= _LONGEST_REMEMBERED and len(link or "") <= _LONGEST_REMEMBERED
    return str((_remembered if short else _join)(base, link))


# Asked for at every tag, mostly with what it was asked before: half of all the time feedparser takes.
feedparser.mixin.make_safe_absolute_uri = _joined


class Bounded(Handlers):
    """Counts what it is given, and passes over what is too much of it."""

    elementstack: list[Any]
    namespaces_in_use: dict[str, str]
    namespacemap: dict[str | None, str]
    incontent: int
    # Set by feedparser for each document.
    resolve_relative_uris: ClassVar[bool] = False
    sanitize_html: ClassVar[bool] = False

    def __init__(self, patience: Patience, *settings: Any) -> None:
        self.patience = patience
        self._tags = 0
        self._passed_over = 0
        self._length = 0
        super().__init__(*settings)

    def unknown_starttag(self, tag: str, attrs: Attributes) -> None:
        self.patience.spend()
        if self._name(tag) in _ENTRIES:
            self._tags = self._passed_over = 0
        self._tags += 1
        if self._tags > MOST_TAGS and self._is_unasked(tag):
            self._passed_over += 1
        else:
            super().unknown_starttag(tag, attrs[:MOST_ATTRIBUTES])  # type: ignore[misc]

    def unknown_endtag(self, tag: str) -> None:
        self.patience.spend()
        if self._passed_over and self._is_unasked(tag):
            self._passed_over -= 1
        else:
            super().unknown_endtag(tag)  # type: ignore[misc]

    def stumbled(self, element: str, fault: Exception) -> None:
        if element in _TOLD:
            super().stumbled(element, fault)

    def _is_unasked(self, tag: str) -> bool:
        name = self._name(tag)
        return not (self.incontent or name in _ENTRIES or name in _ASKED)

    def _name(self, tag: str) -> str:
        prefix, colon, local = tag.partition(":")
        prefix = self.namespacemap.get(prefix, prefix) if colon else ""
        return f"{prefix}_{local}" if prefix else local or tag

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        self.patience.spend()
        if len(self.namespaces_in_use) < MOST_NAMESPACES:
            super().track_namespace(prefix, uri)  # type: ignore[misc]

    def push(self, element: str, expecting_text: int) -> None:
        self._length = 0
        super().push(element, expecting_text)

    def handle_data(self, text: str, escape: int = 1) -> None:
        self.patience.spend()
        left, self._length = MOST_TEXT - self._length, self._length + len(text)
        if left > 0:
            super().handle_data(text[:left], escape)  # type: ignore[misc]

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        # feedparser takes blank pieces from the front one by one, each time moving all the others.
        if strip_whitespace and self.elementstack and self.elementstack[-1][0] == element:
            found = self.elementstack[-1][2]
            if found and not (found[0].strip() and found[-1].strip()):
                told = [at for at, piece in enumerate(found) if piece.strip()]
                self.elementstack[-1][2] = found[told[0] : told[-1] + 1] if told else []
        return super().pop(element, strip_whitespace)

    @staticmethod
    def looks_like_html(text: str) -> bool:
        return looks_like_html(text)
