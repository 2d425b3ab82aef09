"""JSON Feed 1.0 and 1.1 (jsonfeed.org), whole or cut short."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from connectors.sources.rss.bounds import MOST_ENTRIES, PIECE, too_many
from connectors.sources.rss.elements import is_no_link, resolved
from connectors.sources.rss.raw import Markup, RawDocument, RawEntry
from tocsin.polling.outcome import DocumentFault

READER: Final = "jsonfeed"

_VERSION: Final = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1(?:\.[01])?/?")
_ITEMS: Final = re.compile(r'"items"\s*:\s*\[')
_BETWEEN: Final = re.compile(r"[\s,]*")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# Ids may be numbers, and Python refuses to read the longest ones.
_decoder: Final = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)

Object = Mapping[str, Any]


def read_jsonfeed(text: str, url: str) -> RawDocument:
    """``text`` of a document found at ``url``. Never raises. Of one cut short, the items before that."""
    text = text.strip()
    try:
        return _document(_decoded(text), url)
    except json.JSONDecodeError as fault:
        end = fault.pos >= len(text) or fault.msg.startswith("Unterminated")
        return _salvaged(text, url, "truncated" if end else "malformed", str(fault))
    except RecursionError:
        return RawDocument(faults=("malformed",), detail="nested too deeply", reader=READER)


def _decoded(text: str) -> Any:
    """The whole document: item by item if it is long, since other threads have their turn only in between."""
    start = _ITEMS.search(text) if len(text) > PIECE else None
    try:
        feed = _decoder.decode(f"{text[: start.end()]}]}}") if start else None
    except json.JSONDecodeError:  # items of something else
        start = None
    return _decoder.decode(text) if start is None else _by_items(text, start.end(), feed)


def _by_items(text: str, place: int, feed: Any) -> Any:
    items: list[Any] = []
    while not text.startswith("]", place := _past(text, place)):
        item, place = _decoder.raw_decode(text, place)
        items.append(item)
        if len(items) > MOST_ENTRIES:
            return {**feed, "items": items}
    rest = _decoder.decode("{" + text[place + 1 :].lstrip().removeprefix(","))
    return {**feed, "items": items, **rest}


def _salvaged(text: str, url: str, fault: DocumentFault, detail: str) -> RawDocument:
    start = _ITEMS.search(text)
    if start is None:
        return RawDocument(faults=(fault,), detail=detail, reader=READER)
    items: list[Any] = []
    place = start.end()
    try:
        feed = _decoder.decode(f"{text[: start.end()]}]}}")
        while len(items) <= MOST_ENTRIES:
            item, place = _decoder.raw_decode(text, _past(text, place))
            items.append(item)
    except json.JSONDecodeError:
        if not items:
            return RawDocument(faults=(fault,), detail=detail, reader=READER)
    except RecursionError:
        return RawDocument(faults=("malformed",), detail="nested too deeply", reader=READER)
    return _document({**feed, "items": items}, url, fault, detail)


def _past(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _document(feed: Any, url: str, fault: DocumentFault | None = None, detail: str = "") -> RawDocument:
    if not isinstance(feed, dict) or not _VERSION.fullmatch(_text(feed, "version").strip()):
        return RawDocument(faults=("not_a_feed",), detail="JSON, but no JSON Feed", reader=READER)
    given, language = feed.get("items"), _text(feed, "language")
    items = given if isinstance(given, list) else []
    if more := too_many(len(items)):
        fault, detail = "malformed", more
    return RawDocument(
        title=Markup(_text(feed, "title")),
        language=language,
        entries=tuple(_entry(item, language, url) for item in items[:MOST_ENTRIES]),
        faults=(fault,) if fault else (),
        detail=detail,
        hub=_hub(feed, url),
        topic=_link(feed, "feed_url", url),
        reader=READER,
    )


def _entry(item: Any, language: str, url: str) -> RawEntry:
    if not isinstance(item, dict):
        return RawEntry()
    html = _text(item, "content_html")
    return RawEntry(
        url=_link_of_item(item, "url", url) or _link_of_item(item, "external_url", url),
        guid=_text(item, "id"),
        title=Markup(_text(item, "title")),
        summary=Markup(_text(item, "summary")),
        content=Markup(html, html=True) if html else Markup(_text(item, "content_text")),
        language=_text(item, "language") or language,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
    )


def _hub(feed: Object, url: str) -> str:
    hubs = feed.get("hubs")
    known = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
    return next((_link(hub, "url", url) for hub in known if _text(hub, "type").lower() == "websub"), "")


def _link_of_item(item: Object, name: str, url: str) -> str:
    return "" if is_no_link(_text(item, name)) else _link(item, name, url)


def _link(value: Object, name: str, url: str) -> str:
    link = _text(value, name).strip()
    return resolved(link, url) if link else ""


def _text(value: Object, name: str) -> str:
    """What stands there, if it is text (or a number, which was read as text); half surrogate pairs replaced."""
    text = value.get(name)
    return _SURROGATE.sub("\ufffd", text) if isinstance(text, str) else ""
