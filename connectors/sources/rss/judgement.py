"""What feedparser makes of a document: its own way of parsing, with our parsers in it."""

import io
import re
import xml.sax
from typing import Any, Final
from xml.parsers import expat
from xml.sax.handler import feature_external_ges, feature_namespaces

import msgspec
from feedparser.sanitizer import replace_doctype

from connectors.sources.rss.bounds import PIECE, Patience, SpentError
from connectors.sources.rss.judge import Loose, Strict

_DECLARATION: Final = re.compile(r"^<\?xml[^>]*?>")
_UTF_8: Final = "<?xml version='1.0' encoding='utf-8'?>"


class Judgement(msgspec.Struct, frozen=True):
    """feedparser's dictionaries; ``fault`` says what is wrong with the XML, ``spent`` that not all of it was read."""

    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    version: str
    fault: str = ""
    spent: bool = False


def judged(text: str, url: str, patience: Patience) -> Judgement:
    """What ``text``, found at ``url``, says, as far as the patience goes. Raises whatever feedparser does."""
    version, data, entities = replace_doctype(_in_utf_8(text).encode())
    fault = _fault(data, lines_before=0 if _DECLARATION.match(text) else 1)
    parser: Any
    try:
        if fault:
            parser = Loose(patience, url, None, "utf-8", entities)
            parser.feed(data.decode())
        else:
            parser = Strict(patience, url, None, "utf-8")
            _parse(data, parser)
    except SpentError:
        spent = True
    else:
        spent = False
    return Judgement(parser.feeddata, parser.entries, version or parser.version, fault, spent)


def _in_utf_8(text: str) -> str:
    declared = _DECLARATION.match(text)
    return _UTF_8 + text[declared.end() :] if declared else f"{_UTF_8}\n{text}"


def _fault(data: bytes, *, lines_before: int) -> str:
    """What is wrong with the XML: half a second sooner than by reading it strictly in vain.

    ``lines_before`` are ours, and do not count.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
    parser.ExternalEntityRefHandler = lambda *_: 1  # nothing is opened
    try:
        for start in range(0, len(data), PIECE):
            parser.Parse(data[start : start + PIECE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        return (
            f"line {fault.lineno - lines_before}, column {fault.offset + 1}: {expat.ErrorString(fault.code)}"
        )
    return ""


def _parse(data: bytes, parser: Strict) -> None:
    reader = xml.sax.make_parser()  # noqa: S317  feedparser's own; bounded, and no external entity is opened
    reader.setFeature(feature_namespaces, True)
    reader.setFeature(feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    reader.parse(io.BytesIO(data))
