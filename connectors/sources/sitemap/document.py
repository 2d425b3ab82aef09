"""A sitemap as text: its pages or, of an index, the sitemaps it names. As far as it can be read, if not to the end."""

from collections.abc import Iterator
from typing import Final, Literal, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

import msgspec

from tocsin.polling.outcome import DocumentFault

Root = Literal["urlset", "sitemapindex", ""]

NOTE: Final = "tocsin-note"
"""The attribute of a sitemap made of others that tells what it leaves out."""
_ROOTS: Final[dict[str, Root]] = {"urlset": "urlset", "sitemapindex": "sitemapindex"}
_CHUNK: Final = 64 * 1024  # characters
_DEEPEST: Final = 50
_CUT_SHORT: Final = "no element found"


class Page(msgspec.Struct, frozen=True):
    """One ``<url>``, or one ``<sitemap>`` of an index: texts by the elements' local names, the first of each."""

    texts: dict[str, str]

    def text(self, name: str) -> str:
        """The text of the element ``name``; empty where there is none."""
        return self.texts.get(name, "")


class Sitemap(msgspec.Struct, frozen=True):
    """What could be read; ``root`` is empty where it is no sitemap, ``detail`` says why, or what is left out."""

    root: Root
    pages: tuple[Page, ...]
    fault: DocumentFault | None = None
    detail: str = ""


def read_pages(text: str) -> Sitemap:
    """Read a sitemap. Never raises; nothing outside the document is opened, and no entity is expanded."""
    if "<!DOCTYPE" in text:
        return Sitemap("", (), "not_a_feed", "no sitemap has a document type")
    reader = _Reader()
    try:
        for start in range(0, len(text), _CHUNK):
            reader.feed(text[start : start + _CHUNK])
        reader.close()
    except (ParseError, ValueError) as fault:
        said = str(fault)
        return reader.found("truncated" if _CUT_SHORT in said else "malformed", said)
    return reader.found(None, reader.note)


class _Reader:
    def __init__(self) -> None:
        self._parser: XMLPullParser[Element] = XMLPullParser(events=("start", "end"))
        self._root: Root = ""
        self._top: Element | None = None
        self._depth = 0
        self._pages: list[Page] = []
        self.note = ""

    def feed(self, text: str) -> None:
        self._parser.feed(text)
        self._take()

    def close(self) -> None:
        self._parser.close()
        self._take()

    def found(self, fault: DocumentFault | None, detail: str) -> Sitemap:
        if not self._root:
            return Sitemap("", (), "not_a_feed", detail or "no sitemap (all other feeds need no `format`)")
        return Sitemap(self._root, tuple(self._pages), fault, detail)

    def _take(self) -> None:
        events = cast("Iterator[tuple[str, Element]]", self._parser.read_events())
        for event, element in events:
            if event == "start":
                self._begin(element)
            else:
                self._end(element)

    def _begin(self, element: Element) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError(f"more than {_DEEPEST} elements in each other")
        if self._top is None:
            self._top = element
            self._root = _ROOTS.get(_local(element.tag), "")
            self.note = element.get(NOTE, "")

    def _end(self, element: Element) -> None:
        self._depth -= 1
        if self._depth == 1 and _local(element.tag) in ("url", "sitemap"):
            self._pages.append(Page(_texts(element)))
        if self._depth == 1 and self._top is not None:
            self._top.clear()  # a sitemap may hold 50,000 pages


def _texts(element: Element) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, text in _leaves(element, ""):
        texts.setdefault(name, text)
    return texts


def _leaves(element: Element, within: str) -> Iterator[tuple[str, str]]:
    for child in element:
        name = _local(child.tag)
        if len(child):
            yield from _leaves(child, name)
        elif within not in ("image", "video"):  # they have titles of their own
            yield name, " ".join((child.text or "").split())


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
