"""The characters of a feed's bytes, also where the feed declares them wrongly.

feedparser falls back to windows-1252 when the declared encoding fails: all of a Russian or Arabic feed is then noise,
and one cut character at the end of a document is enough for that.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from connectors.sources.rss.letters import likeliest
from connectors.sources.rss.mixture import mixture

_BOMS: Final = (
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

# By bits these are read after a byte order mark only; as a whole, in this order.
_WITHOUT_MARK: Final = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_AROUND: Final = 500_000  # bytes, of a long document
_PIECE: Final = 64 * 1024
_UPPER_HALF: Final = bytes(range(0x80, 0x100))
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")


class Decoded(msgspec.Struct, frozen=True):
    """A document's text; ``declared`` is the encoding it claimed and ``actual`` the one (or both) it is in."""

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
    valid UTF-8 are taken for UTF-8, as a whole or, where the others are not, in parts; and that what fits no
    declaration is judged by its letters.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            text = _decoded(raw, name).removeprefix("\ufeff")
            return Decoded(text, name, name)
    marked = raw.startswith(codecs.BOM_UTF8)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    declared = "utf-8" if marked else _declared(raw, charset)
    if declared.startswith("iso2022"):
        return Decoded(_decoded(raw, declared), declared, declared)
    at = _first_fault(raw)
    if at is None:
        return Decoded(_decoded(raw, "utf-8"), "utf-8", declared)
    if parts := _mixture(raw, declared):
        return _put_together(parts, declared)
    actual = "utf-8" if marked or _is_nearly_utf8(raw, at) else _older(raw, declared)
    return Decoded(_decoded(raw, actual), actual, declared)


def _declared(raw: bytes, charset: str) -> str:
    found = _DECLARATION.match(raw[:1024])
    return _name(charset) or _name(found[1].decode("ascii") if found else "") or "utf-8"


def _mixture(raw: bytes, declared: str) -> list[str | bytes] | None:
    return mixture(raw) if len(_UPPER_HALF.decode(declared, "replace")) == len(_UPPER_HALF) else None


def _put_together(parts: list[str | bytes], declared: str) -> Decoded:
    older = _older(b"\n".join(part for part in parts if isinstance(part, bytes)), declared)
    text = "".join(part if isinstance(part, str) else part.decode(older, "replace") for part in parts)
    return Decoded(text, f"utf-8 and {older}", declared)


def _older(raw: bytes, declared: str) -> str:
    if declared not in _DEFAULTS and _fits(raw, declared):
        return declared
    return likeliest(raw)


def _is_nearly_utf8(raw: bytes, at: int) -> bool:
    """Whether the faults, of which the first is near ``at``, are slips."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(raw[max(0, at - _AROUND) : at + _AROUND])
    bad = text.count("\ufffd")
    good = len(_NOT_ASCII.findall(text)) - bad
    return bad <= good // 10


def _first_fault(raw: bytes) -> int | None:
    """Near which byte ``raw`` is no UTF-8. A character cut at the end is no fault."""
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


def _name(encoding: str) -> str:
    """Python's name of a text encoding, empty where there is none of that name."""
    try:
        name = codecs.lookup(encoding).name if encoding else ""
        b"x".decode(name or "ascii", "replace")  # "hex" and its like are codecs too, but not of text
    except (LookupError, ValueError):
        return ""
    return "" if name in _NOT_OF_DOCUMENTS else name
