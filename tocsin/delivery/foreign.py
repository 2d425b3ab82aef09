"""Text that others wrote, made safe to stand in a line of ours.

A feed must not move the cursor, set a title, or turn the reading direction of what follows it.
"""

import re
import unicodedata
from typing import Final

FSI: Final = "\u2068"
PDI: Final = "\u2069"
_LOST: Final = "\N{REPLACEMENT CHARACTER}"

# Format characters that text needs: joiners (Persian), marks, word joiner, soft hyphen, Arabic number signs.
_NEEDED: Final = frozenset(
    "\u00ad\u0600\u0601\u0602\u0603\u0604\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u200b\u200c\u200d\u200e\u200f\u2060"
)
_SUSPECT: Final = re.compile(r"[^\w\s!-~]|[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def neutral(text: str) -> str:
    """``text`` on one line, without control, direction-changing and unpaired characters.

    Line breaks and tabs become blanks; other control characters become their visible picture (ESC is ␛), so
    that an attempt is seen; direction overrides, isolates and invisible tags are dropped.
    """
    return _SUSPECT.sub(lambda found: _replaced(found.group()), text)


def isolated(text: str) -> str:
    """``neutral(text)``, its direction found from itself and kept from its surroundings.

    ASCII stays bare: it can't turn a left-to-right line, and an id is copied without invisible characters.
    Method: Unicode Standard Annex 9, first strong isolate (FSI ... PDI).
    """
    return neutral(text) if text.isascii() else f"{FSI}{neutral(text)}{PDI}"


def ascii_url(url: str) -> str:
    """``url`` with everything but visible ASCII percent-encoded: it can be copied, and has one direction only."""
    return "".join(char if "!" <= char <= "~" else _percent(char) for char in url)


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _replaced(char: str) -> str:
    if char in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        return _picture(char)
    if category == "Cs":
        return _LOST
    return "" if category == "Cf" and char not in _NEEDED else char


def _picture(char: str) -> str:
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\N{SYMBOL FOR DELETE}" if char == "\x7f" else _LOST
