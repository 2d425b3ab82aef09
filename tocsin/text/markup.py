"""HTML that a feed left in its text: read as what it stands for, without moving anything.

Every character keeps its place, so offsets into what is returned are offsets into the original.
"""

import html
import re
from typing import Final

FILLER: Final = "\u0345"
"""A mark: nothing inside a word, yet part of what is written. Real text has it in ancient Greek only."""
_LEFTOVER: Final = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});|</?[A-Za-z][^<>]{0,300}>"
)


def without_markup(text: str) -> str:
    """``text`` with each character reference as its character and fillers, each tag as blanks. Same length."""
    if "&" not in text and "<" not in text:
        return text
    return _LEFTOVER.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    written = found[0]
    if written.startswith("<"):
        return " " * len(written)
    character = html.unescape(written)
    if character == written or len(character) != 1:
        return written
    if character.isspace():
        return " " * len(written)
    return character + FILLER * (len(written) - 1)
