"""What feedparser reads: RSS, Atom and RDF, whole (12 ms of CPU for 40 KB) or broken (22)."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from connectors.sources.rss.bounds import Patience, objection, pieces, with_short_head
from connectors.sources.rss.parsed import Parsed, parse
from connectors.sources.rss.raw import Markup, RawDocument, RawEntry
from connectors.sources.rss.rest import longest_rest
from tocsin.polling.outcome import DocumentFault

READER: Final = "feedparser"

_ILLEGAL_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CUT_SHORT: Final = ("no element found", "unclosed token", "unclosed CDATA section", "partial character")
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})


def read_slow(text: str, url: str) -> RawDocument:
    """``text`` of a document found at ``url``. Never raises, whatever feedparser does; bounded in time."""
    patience = Patience()
    if why := objection(text):
        return RawDocument(faults=("malformed",), detail=why, reader=READER)
    try:
        legal = "".join(_ILLEGAL_IN_XML.sub("", piece) for piece in pieces(with_short_head(text)))
        return _document(parse(legal, url, patience))
    except Exception as fault:  # noqa: BLE001  whatever a hostile document makes feedparser raise is that document's fault
        return RawDocument(faults=("malformed",), detail=f"{type(fault).__name__}: {fault}", reader=READER)


def _document(found: Parsed) -> RawDocument:
    faults, detail = _faults(found)
    feed = found.feed
    language = feed.get("language") or ""
    entries = [_entry(entry, language) for entry in found.entries]
    cut = found.stopped or "truncated" in faults
    return RawDocument(
        title=_markup(feed.get("title_detail") or {}),
        language=language,
        entries=tuple(_without_stump(entries) if found.open and cut else entries),
        faults=faults,
        detail=detail,
        hub=_link(feed, "hub"),
        topic=_link(feed, "self"),
        rest=_rest(feed),
        reader=READER,
    )


def _faults(found: Parsed) -> tuple[tuple[DocumentFault, ...], str]:
    if found.stopped:
        return ("malformed",), f"{found.stopped} (at entry {len(found.entries)})"
    if not found.version and not found.entries:
        return ("not_a_feed",), "no RSS, Atom or RDF document (a news sitemap needs `format: sitemap`)"
    if not found.fault:
        return (), ""
    cut_short = any(sign in found.fault for sign in _CUT_SHORT)
    return ("truncated" if cut_short else "malformed",), found.fault


def _without_stump(entries: Sequence[RawEntry]) -> Sequence[RawEntry]:
    """Drop a last entry that was cut: it comes again, whole, under its real id, which may be what follows the cut.

    Where there is no other, what there is of it is kept, if it can be told apart.
    """
    if len(entries) != 1:
        return entries[:-1]
    return [entry for entry in entries if entry.title.text and (entry.url or entry.guid)]


def _entry(found: Mapping[str, Any], language: str) -> RawEntry:
    title = found.get("title_detail") or {}
    summary = found.get("summary_detail") or {}  # without it, "summary" is a copy of the content
    content = max(found.get("content") or [{}], key=lambda each: len(each.get("value") or ""))
    return RawEntry(
        url=found.get("link") or "",
        guid=found.get("id") or "",
        title=_markup(title),
        summary=_markup(summary),
        content=_markup(content),
        language=found.get("language") or _spoken(title, content, summary) or language,
        published=_written(found, "published") or _written(found, "created"),
        updated=_written(found, "updated"),
    )


def _markup(detail: Mapping[str, Any]) -> Markup:
    value = detail.get("value") or ""
    return Markup(value, bool(value) and detail.get("type") in _HTML)


def _spoken(*details: Mapping[str, Any]) -> str:
    return next((detail["language"] for detail in details if detail.get("language")), "")


def _written(found: Mapping[str, Any], name: str) -> str:
    # Asked for with get(), feedparser answers "published" for a missing "updated".
    return str(found[name] or "") if name in found else ""


def _link(feed: Mapping[str, Any], relation: str) -> str:
    links = feed.get("links") or ()
    return next((link["href"] for link in links if link.get("rel") == relation and link.get("href")), "")


def _rest(feed: Mapping[str, Any]) -> timedelta | None:
    names = ("ttl", "sy_updateperiod", "sy_updatefrequency")
    ttl, period, frequency = (str(feed.get(name) or "") for name in names)
    return longest_rest(ttl, period, frequency)
