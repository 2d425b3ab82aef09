"""feedparser's two parsers, within bounds, and without what we never ask for: tags, authors, dates read.

The methods that begin with an underscore are feedparser's; it finds them by the elements' names.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, ClassVar, Final
from xml.sax.xmlreader import AttributesNSImpl

import feedparser.mixin
from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.sgml import sgmllib

from connectors.sources.rss.bounds import (
    MOST_ATTRIBUTES,
    MOST_NAMESPACES,
    MOST_TAGS,
    MOST_TEXT,
    PIECE,
    Patience,
)
from connectors.sources.rss.elements import is_no_link, looks_like_html
from connectors.sources.rss.fastentry import ASKED

Attributes = list[tuple[str, str]]

_ENTRIES: Final = frozenset({"item", "entry"})
_ASKED: Final = ASKED | {"ttl", "sy_updateperiod", "sy_updatefrequency"}
_END_OF_TAG: Final = re.compile("[<>]")
_ODD_DECLARATION: Final = re.compile(r"<!(?!DOCTYPE|--|\[)", re.IGNORECASE)
_SHORT_TAG: Final = re.compile(r"<([^<>\s]+?)\s*/>")

# Asked for at every tag, mostly with what it was asked before: half of all the time feedparser takes.
feedparser.mixin.make_safe_absolute_uri = lru_cache(256)(feedparser.mixin.make_safe_absolute_uri)


def _only_taken(element: str) -> Callable[["_Bounded"], None]:
    """The end of an element whose text is kept as it stands."""

    def end(parser: "_Bounded") -> None:
        parser.pop(element)

    return end


class _Bounded:
    """What both parsers have in common; stands before feedparser's own class."""

    elementstack: list[Any]
    namespaces_in_use: dict[str, str]
    namespacemap: dict[str | None, str]
    incontent: int
    inentry: int
    guidislink: bool
    _get_context: Callable[[], Any]
    _save: Callable[[str, str], None]
    _enforce_href: Callable[[dict[str, str]], dict[str, str]]
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
        super().push(element, expecting_text)  # type: ignore[misc]

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
        return super().pop(element, strip_whitespace)  # type: ignore[misc]

    @staticmethod
    def looks_like_html(text: str) -> bool:
        return looks_like_html(text)

    def resolve_uri(self, uri: str) -> str:
        return uri if self.inentry and is_no_link(uri) else super().resolve_uri(uri)  # type: ignore[misc]

    def _start_link(self, attrs_d: dict[str, str]) -> None:
        target = self._enforce_href(dict(attrs_d)).get("href")
        if self.inentry and target is not None and is_no_link(target):
            self.push("link", 0)
        else:
            super()._start_link(attrs_d)  # type: ignore[misc]

    def _end_link(self) -> None:
        context = self._get_context()
        before = dict.get(context, "link")
        self.pop("link")
        if self.inentry and is_no_link(dict.get(context, "link") or ""):
            context.pop("link", None)
            if before is not None:
                context["link"] = before

    def _end_guid(self) -> None:
        value = self.pop("id")
        if self.guidislink and not is_no_link(value or ""):
            self._save("link", value)

    _end_id = _end_guid

    _end_published = _end_issued = _end_pubdate = _only_taken("published")
    _end_updated = _end_modified = _end_lastbuilddate = _only_taken("updated")
    _end_created = _only_taken("created")
    _end_expirationdate = _only_taken("expired")
    _end_category = _end_keywords = _only_taken("category")
    _end_dcterms_valid = _only_taken("validity")

    def _add_tag(self, _term: str, _scheme: str, _label: str) -> None:
        """Not kept: each would be compared with all before it."""

    def _sync_author_detail(self, _key: str = "author") -> None:
        """Not asked for."""


class Strict(_Bounded, StrictFeedParser):  # type: ignore[misc]
    """For well-formed documents: a SAX handler."""

    def startElementNS(  # noqa: N802  its name in SAX
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        if len(attrs) > MOST_ATTRIBUTES:
            kept = dict(islice(attrs.items(), MOST_ATTRIBUTES))
            attrs = AttributesNSImpl(kept, {each: attrs.getQNameByName(each) for each in kept})
        super().startElementNS(name, qname, attrs)

    def processingInstruction(self, _target: str, _data: str) -> None:  # noqa: N802
        self.patience.spend()


class Loose(_Bounded, LooseFeedParser):  # type: ignore[misc]
    """For everything else: sgmllib's parser."""

    rawdata: str

    def feed(self, data: str) -> None:
        # What feedparser's own feed() mends begins with "<" and holds no other.
        mended = "".join(self._mended(piece) for piece in _between_tags(data))
        sgmllib.SGMLParser.feed(self, mended)
        sgmllib.SGMLParser.close(self)

    def _mended(self, piece: str) -> str:
        piece = _SHORT_TAG.sub(self._shorttag_replace, _ODD_DECLARATION.sub("&lt;!", piece))
        return piece.replace("&#39;", "'").replace("&#34;", '"')

    def handle_charref(self, ref: str) -> None:
        self.patience.spend()
        super().handle_charref(ref)

    def handle_entityref(self, ref: str) -> None:
        self.patience.spend()
        super().handle_entityref(ref)

    def handle_comment(self, _text: str) -> None:
        self.patience.spend()

    def parse_declaration(self, i: int) -> int:
        self.patience.spend()
        return int(super().parse_declaration(i))

    def parse_starttag(self, i: int) -> int:
        return self._near(super().parse_starttag, i)

    def parse_endtag(self, i: int) -> int:
        return self._near(super().parse_endtag, i)

    def _near(self, parse: Callable[[int], int], i: int) -> int:
        """``parse`` the tag at ``i``, looking no further than a tag may be long: a quote open in it may never end."""
        self.patience.spend()
        text = self.rawdata
        end = _END_OF_TAG.search(text, i + 1, i + PIECE)
        if end is not None and _is_quoted_well(text[i : end.start()]):
            return parse(i)
        self.rawdata = text[i : i + PIECE]
        try:
            found = parse(0)
        finally:
            self.rawdata = text
        if found < 0 and i + PIECE < len(text):
            self.handle_data("<")
            return i + 1
        return found if found < 0 else found + i


def _is_quoted_well(tag: str) -> bool:
    return not (tag.count('"') % 2 or tag.count("'") % 2)


def _between_tags(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("<", start + PIECE)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end
