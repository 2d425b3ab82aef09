"""Single elements as feedparser reads them: their text, their type, where they link to."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from xml.etree.ElementTree import Element

from feedparser.api import StrictFeedParser
from feedparser.html import _cp1252

from connectors.sources.rss.bounds import GUESSED_FROM, MOST_TEXT, pieces
from connectors.sources.rss.raw import Markup
from tocsin.feeds.address import joined

Mend = Callable[[str], str]

PLAIN: Final = "text/plain"
HTML: Final = "text/html"

_TYPES: Final = {"text": PLAIN, "plain": PLAIN, PLAIN: PLAIN, "html": HTML, HTML: HTML}
_OF_A_LINK: Final = frozenset({"href", "rel", "type", "title", "hreflang", "length"})
# Where UTF-8 begins a character that is not ASCII, and what only windows-1252 has characters for.
_MENDABLE: Final = re.compile("[\x80-\x9f\xc2-\xf4]")
# The same in UTF-8: first bytes, which stand nowhere else, and what may follow them.
_IN_UTF8: Final = ((b"\xc2", range(0x80, 0xA0)), (b"\xc3", range(0x82, 0xB5)))
# What ``_cp1252`` knows: looking each character of an Arabic text up in it takes a third of all reading.
_CONTROLS: Final = re.compile("[\x80-\x9f]")
_EXTRA_SLASHES: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)/*")
# Joined to any base, these stay as they are.
_ABSOLUTE: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?/[^\s?#;\\]*(?:\?[^\s#;\\]+)?")
_PLACES: Final = ("http://a/?secret", "https://a/?secret")


class Refused(Exception):  # noqa: N818  no error: the other reader's turn
    """What was found may mean something else to feedparser."""


def only(element: Element, *allowed: str) -> None:
    """Refuse attributes other than ``allowed``."""
    if element.attrib and not element.attrib.keys() <= set(allowed):
        raise Refused(f"attributes of {element.tag}")


def text_in(element: Element) -> str:
    """What stands in an element that holds nothing but text."""
    if len(element):
        raise Refused(f"elements in {element.tag}")
    text = (element.text or "").strip()
    if len(text) > MOST_TEXT:
        raise Refused(f"length of {element.tag}")
    return text


def markup_in(element: Element, kind: str, mend: Mend, *, guess: bool) -> Markup:
    """The text of an element whose type is ``kind`` unless it says so; ``guess`` whether plain text may be HTML."""
    if element.attrib:
        only(element, "type")
        kind = _TYPES.get(element.attrib["type"].lower(), "")
        if not kind:
            raise Refused(f"type of {element.tag}")
    text = text_in(element)
    html = kind == HTML or (guess and looks_like_html(text))
    return Markup(mend(text), html and bool(text))


def link_of(element: Element, url: str) -> tuple[str, str, str]:
    """Relation, type and target of a link with ``href``."""
    only(element, *_OF_A_LINK)
    attributes = element.attrib
    relation, kind = attributes.get("rel", "alternate").lower(), attributes.get("type", HTML).lower()
    return relation, _TYPES.get(kind, kind), resolved(attributes["href"], url)


def mending(text: str) -> Mend:
    """What mends the texts of a document: mostly nothing, and one look at the whole tells that."""
    return mended if "&#" in text or any(map(_may_need_mending, pieces(text))) else str


def _may_need_mending(text: str) -> bool:
    """Whether ``_MENDABLE`` finds anything in ``text``, found out in its UTF-8, which takes half the time."""
    utf8 = text.encode("utf-8", "surrogatepass")
    return any(after[0] in seconds for lead, seconds in _IN_UTF8 for after in utf8.split(lead)[1:])


def mended(text: str) -> str:
    """UTF-8 that somebody read as Latin-1, and windows-1252 that somebody read as Latin-1."""
    if text.isascii() or not _MENDABLE.search(text):
        return text
    with suppress(UnicodeError):  # then it was none
        text = text.encode("latin-1").decode()
    return text.translate(_cp1252) if _CONTROLS.search(text) else text


def resolved(link: str, url: str) -> str:
    """``link`` as found in a document at ``url``."""
    if _ABSOLUTE.fullmatch(link):
        return link
    return joined(url, _EXTRA_SLASHES.sub(r"\1", link))


def is_no_link(link: str) -> bool:
    """Whether ``link``, as found in an entry, leads nowhere: to the document itself or a place in it. Joined to the
    document's address it would bring the query along, which may be secret."""
    if _ABSOLUTE.fullmatch(link):
        return False
    return any(resolved(link.strip(), place).startswith(place) for place in _PLACES)


def looks_like_html(text: str) -> bool:
    """feedparser's guess at plain text, from its beginning."""
    text = text[:GUESSED_FROM]
    return ("<" in text or "&" in text) and bool(StrictFeedParser.looks_like_html(text))
