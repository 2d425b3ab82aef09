"""A web page as a reader sees it: its title, its text, its language."""

import html
import re
from typing import Final

import msgspec

from connectors.sources.rss.encoding import decode
from connectors.sources.rss.markup import plain, text_of

# An opening and its closing are looked for once each: a pattern of both would try again from every opening.
_HEAD: Final = re.compile(r"<head[\s>]", re.IGNORECASE), re.compile(r"</head\s*>", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title[^<>]{0,200}>", re.IGNORECASE), re.compile(r"</title\s*>", re.IGNORECASE)
_HTML: Final = re.compile(r"<html\s([^<>]{0,2000})", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"""\blang\s*=\s*["']?([a-zA-Z]{2,3})\b""")
_CHARSET: Final = re.compile(
    rb"""<meta\s[^<>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE
)
# Browsers look no further for it.
_CHARSET_WITHIN: Final = 4096
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Page(msgspec.Struct, frozen=True):
    """Text without markup; ``language`` is what the page says it is in, empty where it says nothing."""

    title: str
    body: str
    language: str


def html_of(raw: bytes, charset: str) -> str:
    """The characters of a page; ``charset`` is what its HTTP header says, else what it says itself counts."""
    found = None if charset else _CHARSET.search(raw[:_CHARSET_WITHIN])
    return _ILLEGAL.sub("", decode(raw, found[1].decode("ascii") if found else charset).text)


def page_of(text: str) -> Page:
    """What a reader sees of the HTML ``text``, menus and all. Never raises."""
    head, title = _between(text, *_HEAD), _between(text, *_TITLE)
    tag = _HTML.search(text)
    language = _LANGUAGE.search(tag[1]) if tag else None
    return Page(
        title=plain(html.unescape(text[title])).replace("\n", " ") if title else "",
        body=text_of(text[: head.start] + text[head.stop :] if head else text),
        language=language[1].lower() if language else "",
    )


def _between(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> slice | None:
    first = opening.search(text)
    last = closing.search(text, first.end()) if first else None
    return slice(first.end(), last.start()) if first and last else None
