"""HTML to plain text: what a reader sees, paragraphs as lines, no script, no tag, no tracker."""

import html
import re
from typing import Final

import nh3

_BLOCKS: Final = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol p pre section table td th tr ul".split()
)
_HIDDEN: Final = frozenset("script style template iframe object noscript".split())
# Python refuses to read a number of thousands of digits; no character has more than seven.
_ENDLESS_REFERENCE: Final = re.compile(r"&#[xX]?[0-9a-fA-F]{20,};?")
# nh3 returns every tag bare and every other "<" escaped, so this finds tags and nothing else.
_TAG: Final = re.compile(r"</?[a-z0-9]+>")
# An HTML parser's time grows with the square of open elements and of attributes: beyond these it is not asked.
_MOST_TAGS: Final = 4000
_MOST_CHARACTERS: Final = 300_000
# Every alternative that begins also ends, if need be at the end of the text: no character is read twice.
_MARKUP: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    rf"|<({'|'.join(sorted(_HIDDEN))})(?=[\s/>]).*?(?:</\1(?=[\s/>])[^>]*+>?|\Z)"
    r"|</?(?P<name>[a-z][^\s/>]*+)[^>]*+>?"
    r"|<[!?/][^>]*+>?",
    re.IGNORECASE | re.DOTALL,
)
# All but the single blanks: those are left as they are, word for word.
_BLANKS: Final = re.compile(r"[^\S\n]{2,}+|[^\S\n ]")
_LINES: Final = re.compile(r" ?\n[ \n]*")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]")


def plain(text: str) -> str:
    """Text that is no HTML, tidied: single blanks, no blank lines, no control characters."""
    printable = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _LINES.sub("\n", _BLANKS.sub(" ", printable)).strip()


def text_of(markup: str) -> str:
    """The text of an HTML fragment, each block of it on a line of its own.

    Takes time in proportion to its length. A fragment of thousands of tags is read without regard to their nesting.
    """
    if "<" not in markup:
        return plain(_unescaped(markup))
    # Line ends inside HTML are blanks; only its blocks make lines.
    flowing = markup.replace("\r", " ").replace("\n", " ")
    if len(flowing) > _MOST_CHARACTERS or flowing.count("<") > _MOST_TAGS:
        return plain(_unescaped(_MARKUP.sub(_gap, flowing)))
    bare = nh3.clean(
        flowing, tags=set(_BLOCKS), clean_content_tags=set(_HIDDEN), attributes={}, link_rel=None
    )
    return plain(_unescaped(_TAG.sub("\n", bare)))


def _gap(markup: re.Match[str]) -> str:
    return "\n" if (markup["name"] or "").lower() in _BLOCKS else ""


def _unescaped(text: str) -> str:
    return html.unescape(_ENDLESS_REFERENCE.sub("\ufffd", text))
