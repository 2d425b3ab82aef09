"""A fetched document's bytes as what it says: which format it is in, and who reads it."""

import re
from typing import Final

import msgspec

from connectors.sources.rss.encoding import decode
from connectors.sources.rss.fast import read_fast
from connectors.sources.rss.jsonfeed import read_jsonfeed
from connectors.sources.rss.raw import RawDocument
from connectors.sources.rss.slow import read_slow

# Atomic: what precedes the root is read once. Given back bit by bit, forty comments before an <rss> would never end.
_WEB_PAGE: Final = re.compile(
    r"(?>\s*(?:<!--.*?-->\s*)*)(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html)\b", re.IGNORECASE | re.DOTALL
)


def read(raw: bytes, charset: str, media_type: str, url: str) -> RawDocument:
    """Read ``raw``, found at ``url``; ``charset`` and ``media_type`` are what its HTTP header says. Never raises.

    From a millisecond to about a second of CPU: call it off the event loop.
    """
    decoded = decode(raw, charset)
    document = _read(decoded.text, media_type, url)
    if not decoded.wrongly_declared:
        return document
    detail = f"declared as {decoded.declared}, read as {decoded.actual}"
    return msgspec.structs.replace(
        document,
        faults=(*document.faults, "wrong_encoding"),
        detail="; ".join(filter(None, (document.detail, detail))),
    )


def _read(text: str, media_type: str, url: str) -> RawDocument:
    if not text.strip():
        return RawDocument(faults=("empty",), detail="the document is empty")
    if text.lstrip().startswith("{") or "json" in media_type.lower():
        return read_jsonfeed(text, url)
    if _WEB_PAGE.match(text):
        return RawDocument(faults=("html",), detail="a web page, not a feed")
    return read_fast(text, url) or read_slow(text, url)
