"""The characters of a feed's bytes, also where the feed declares them wrongly.

feedparser falls back to windows-1252 when the declared encoding fails: all of a Russian or Arabic feed is then noise,
and one cut character at the end of a document is enough for that.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

import msgspec

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("<?xml".encode("utf-16-le"), "utf-16-le"),
    ("<?xml".encode("utf-16-be"), "utf-16-be"),
)
_DECLARATION: Final = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
# What a server's default and not its feed declares: no evidence against what the bytes look like.
_DEFAULTS: Final = frozenset({"ascii", "iso8859-1", "cp1252"})
# Encodings that Python knows and no feed is in: escapes of source code and of host names.
_NOT_OF_DOCUMENTS: Final = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna", "utf-7"})

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
_SAMPLE: Final = 20_000
# By bits these are read after a byte order mark only; as a whole, in this order.
_WITHOUT_MARK: Final = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_AROUND: Final = 500_000  # bytes, of a long document
_PIECE: Final = 64 * 1024
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")


class Decoded(msgspec.Struct, frozen=True):
    """A document's text; ``declared`` is the encoding it claimed and ``actual`` the one it is in."""

    text: str
    actual: str
    declared: str

    @property
    def wrongly_declared(self) -> bool:
        """Whether the declaration is wrong and following it would have spoilt the text."""
        if self.declared in _DEFAULTS and self.actual in _DEFAULTS:
            return False
        return not self.text.isascii() and self.actual != self.declared


def decode(raw: bytes, charset: str) -> Decoded:
    """The text of ``raw``; ``charset`` is what the HTTP header says, empty where it says nothing. Never raises.

    Method: RFC 7303 (byte order mark, then charset, then XML declaration, then UTF-8), except that bytes which are
    valid UTF-8 are taken for UTF-8, and that what fits no declaration is judged by its letters.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            text = _decoded(raw, name).removeprefix("\ufeff")
            return Decoded(text, name, name)
    found = _DECLARATION.match(raw[:1024])
    declared = _name(charset) or _name(found[1].decode("ascii") if found else "") or "utf-8"
    actual = declared if declared.startswith("iso2022") else _actual(raw, declared)
    return Decoded(_decoded(raw, actual), actual, declared)


def _actual(raw: bytes, declared: str) -> str:
    if _is_utf8(raw):
        return "utf-8"
    if declared not in _DEFAULTS and _fits(raw, declared):
        return declared
    sample = _around_high_bytes(raw)
    return _name(max(_EXPECTED, key=lambda name: _likeness(sample, name)))


def _is_utf8(raw: bytes) -> bool:
    """Valid up to a character cut at the end, or so nearly that the faults are slips."""
    at = _first_fault(raw)
    if at is None:
        return True
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(raw[max(0, at - _AROUND) : at + _AROUND])
    bad = text.count("\ufffd")
    good = len(_NOT_ASCII.findall(text)) - bad
    return bad <= good // 10


def _first_fault(raw: bytes) -> int | None:
    """Near which byte ``raw`` is no UTF-8."""
    decoder, start = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for start in range(0, len(raw), _PIECE):
            decoder.decode(raw[start : start + _PIECE])
    except UnicodeDecodeError:
        return start
    return None


def _fits(raw: bytes, name: str) -> bool:
    try:
        return all(True for _ in _pieces(raw, name, "strict"))
    except UnicodeDecodeError:
        return False


def _decoded(raw: bytes, name: str) -> str:
    return "".join(_pieces(raw, name, "replace"))


def _pieces(raw: bytes, name: str, errors: str) -> Iterator[str]:
    """The text of ``raw`` bit by bit: other threads have their turn in between."""
    decoder = codecs.getincrementaldecoder(_WITHOUT_MARK.get(name, name))(errors)
    for start in range(0, len(raw), _PIECE):
        yield decoder.decode(raw[start : start + _PIECE])
    yield decoder.decode(b"", final=True)


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


def _name(encoding: str) -> str:
    """Python's name of a text encoding, empty where there is none of that name."""
    try:
        name = codecs.lookup(encoding).name if encoding else ""
        b"x".decode(name or "ascii", "replace")  # "hex" and its like are codecs too, but not of text
    except (LookupError, ValueError):
        return ""
    return "" if name in _NOT_OF_DOCUMENTS else name
