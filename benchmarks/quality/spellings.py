"""How texts lose letters on their way: what a keyboard or a feed does not write."""

from collections.abc import Callable, Mapping
from typing import Final

_ASCII: Final = str.maketrans("çğıöşüâîûÇĞİÖŞÜ", "cgiosuaiuCGIOSU")
_FLAT: Final = str.maketrans("أإآٱؤئةى", "اااا\u0648\u064aهي")


def zwnj_dropped(text: str) -> str:
    """Persian without its half spaces."""
    return text.replace("\u200c", "")


def zwnj_blank(text: str) -> str:
    """Persian with blanks for half spaces."""
    return text.replace("\u200c", " ")


def hamza_flattened(text: str) -> str:
    """Arabic without hamza, with ه for ة and ي for ى."""
    return text.translate(_FLAT)


def ascii_turkish(text: str) -> str:
    """Turkish on an English keyboard."""
    return text.translate(_ASCII)


DEGRADED: Final[Mapping[str, Mapping[str, Callable[[str], str]]]] = {
    "fa": {"half spaces dropped": zwnj_dropped, "half spaces as blanks": zwnj_blank},
    "ar": {"hamza, ة, ى flattened": hamza_flattened},
    "tr": {"typed in ASCII": ascii_turkish},
}
