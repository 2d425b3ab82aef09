"""Joiners and marks of direction, carried safely through a library that drops whatever can't be printed.

Without its joiners a Persian word is another one, and right-to-left text with a number in it stands in the wrong order.
"""

import re
from typing import Final

_JOINERS: Final = "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Variation selectors that no text needs: part of a word, printable, and nobody's to drop.
_STANDING_IN: Final = "".join(chr(0xE0180 + at) for at in range(len(_JOINERS)))
_REFERENCES: Final = {"zwnj": "\u200c", "zwj": "\u200d", "lrm": "\u200e", "rlm": "\u200f"}
_REFERENCE: Final = re.compile(r"&(?:(zwnj|zwj|lrm|rlm);|#0{0,4}(820[4-7]);?|#[xX]0{0,4}(200[c-fC-F]);?)")
_HIDE: Final = {**{ord(one): None for one in _STANDING_IN}, **str.maketrans(_JOINERS, _STANDING_IN)}
_SHOW: Final = str.maketrans(_STANDING_IN, _JOINERS)


def hidden(markup: str) -> str:
    """HTML with another character for each of them, references to them included."""
    return _REFERENCE.sub(_character, markup).translate(_HIDE)


def shown_again(text: str) -> str:
    """Text that came of ``hidden`` HTML, with them."""
    return text.translate(_SHOW)


def _character(found: re.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return _REFERENCES[name]
    return chr(int(decimal) if decimal else int(hexadecimal, 16))
