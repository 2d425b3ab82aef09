"""Which of the older encodings bytes are in, by the letters they would be."""

import codecs
import unicodedata
from typing import Final

_RUSSIAN: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_ARABIC: Final = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگک"
_TURKISH: Final = "çğıöşüâîÇĞİÖŞÜ"
_WESTERN: Final = "àâçèéêëîïôùûüœÀÂÇÈÉÊÎÔŒäöÄÖÜßáíóúñ"
_EXPECTED: Final = {
    "windows-1252": frozenset(_WESTERN),
    "windows-1251": frozenset(_RUSSIAN),
    "koi8-r": frozenset(_RUSSIAN),
    "windows-1256": frozenset(_ARABIC),
    "iso-8859-6": frozenset(_ARABIC),
    "windows-1254": frozenset(_TURKISH),
}
_SAMPLE: Final = 20_000  # bytes


def likeliest(raw: bytes) -> str:
    """The encoding, by Python's name for it, in which ``raw`` is most like words of the languages written in it.

    It goes by what follows the first byte that is not ASCII.
    """
    sample = _around_high_bytes(raw)
    return codecs.lookup(max(_EXPECTED, key=lambda name: _likeness(sample, name))).name


def _likeness(sample: bytes, name: str) -> float:
    """How much the non-ASCII letters look like words of the languages written in this encoding."""
    text = sample.decode(name, "replace")
    pairs = zip(" " + text, text, strict=False)
    return sum(_weight(before, letter, _EXPECTED[name]) for before, letter in pairs if letter > "\x7f")


def _weight(before: str, letter: str, expected: frozenset[str]) -> float:
    if letter == "\ufffd" or unicodedata.category(letter) == "Cc":
        return -1.0
    if not letter.isalpha():
        return 0.0
    if not _may_follow(before, letter):
        return -1.0
    # A small letter weighs more: koi8-r and windows-1251 read each other's small letters as capitals.
    return 1.0 if letter in expected else 0.3 if letter.lower() in expected else -1.0


def _may_follow(before: str, character: str) -> bool:
    """Accented Latin letters stand among plain ones; letters of other scripts never do."""
    if not (before.isalpha() and character.isalpha()):
        return True
    return (before < "\x80") == (character < "\u0250")


def _around_high_bytes(raw: bytes) -> bytes:
    first = next((at for at, byte in enumerate(raw) if byte > 0x7F), 0)
    return raw[max(0, first - 1) : first + _SAMPLE]
