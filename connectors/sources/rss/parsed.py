"""What feedparser makes of a document: its own way of parsing, with our parsers in it."""

import io
import re
from typing import Any, Final
from xml.parsers import expat
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges, feature_namespaces

import msgspec
from feedparser.sanitizer import replace_doctype

from connectors.sources.rss.bounds import Patience, SpentError, stride
from connectors.sources.rss.loose import Loose
from connectors.sources.rss.strict import Strict

_DECLARATION: Final = re.compile(r"^<\?xml[^>]*?>")
_UTF_8: Final = "<?xml version='1.0' encoding='utf-8'?>"


class Parsed(msgspec.Struct, frozen=True):
    """feedparser's dictionaries. ``fault`` says what is wrong with the XML, ``stopped`` why not all of it was read.

    ``open``: the last entry had not come to its end.
    """

    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    version: str
    fault: str = ""
    stopped: str = ""
    open: bool = False


def parse(text: str, url: str, patience: Patience) -> Parsed:
    """What ``text``, found at ``url``, says, as far as it could be read. Raises what feedparser does before that."""
    version, data, entities = replace_doctype(_in_utf_8(text).encode())
    fault = _fault(data, lines_before=0 if _DECLARATION.match(text) else 1)
    parser = Loose(patience, url, None, "utf-8", entities) if fault else Strict(patience, url, None, "utf-8")
    stopped = ""
    try:
        if isinstance(parser, Loose):
            parser.feed(data.decode())
        else:
            _parse(data, parser)
    except SpentError:
        stopped = "it takes too long to read"
    except Exception as raised:  # noqa: BLE001  whatever a hostile document makes feedparser raise is that document's fault
        stopped = f"{type(raised).__name__}: {raised}"
    return Parsed(
        parser.feeddata,
        parser.entries,
        version or parser.version,
        fault or parser.fault,
        stopped,
        open=bool(parser.inentry),
    )


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
    length = stride(len(data))
    try:
        for start in range(0, len(data), length):
            parser.Parse(data[start : start + length], False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        return (
            f"line {fault.lineno - lines_before}, column {fault.offset + 1}: {expat.ErrorString(fault.code)}"
        )
    return ""


def _parse(data: bytes, parser: Strict) -> None:
    # feedparser's own reader; bounded, and no external entity is opened.
    reader = ExpatParser(bufsize=stride(len(data)))
    reader.setFeature(feature_namespaces, True)
    reader.setFeature(feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    reader.parse(io.BytesIO(data))
