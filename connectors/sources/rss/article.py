"""Entries of a feed as articles."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import msgspec

from connectors.sources.rss.clean import Entry, clean, web_address
from connectors.sources.rss.markup import text_of
from connectors.sources.rss.naming import NOBODY, Known, kept_ids
from connectors.sources.rss.raw import RawDocument
from tocsin.contract.events import Article, DeadLetter, Origin
from tocsin.feeds.address import shown
from tocsin.feeds.feed import Feed
from tocsin.feeds.zone import zone_of
from tocsin.identity.article import Names, article_ids, content_digest
from tocsin.identity.urls import page_hint
from tocsin.text.language import guess_language

_PRIMARY: Final = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)


def articles_for(
    document: RawDocument, indices: Iterable[int], feed: Feed, fetched: datetime, known: Known = NOBODY
) -> dict[int, Article]:
    """The entries of ``document`` at ``indices`` as articles, by index; those that say nothing are left out.

    Their neighbours are read only as far as the ids ask for it; an entry that is ``known`` keeps its id (see
    ``kept_ids``), whoever its neighbours are by now. ``fetched`` is in UTC.
    """
    wanted, zone = sorted(set(indices)), zone_of(feed)
    entries = {
        index: entry
        for index in _with_namesakes(document, wanted)
        if not _is_blank(entry := clean(document.entries[index], fetched, zone))
    }
    ids = dict(zip(entries, article_ids(feed.id, [_names(entry) for entry in entries.values()]), strict=True))
    if known:
        asked = {index: ids[index] for index in wanted if index in ids}
        ids |= kept_ids(asked, entries, document, feed, known)
    source = feed.title or _title(document) or urlsplit(feed.url).hostname or feed.id
    return {
        index: _article(entries[index], ids[index], feed, source, fetched)
        for index in wanted
        if index in entries
    }


def dead_letters_for(
    document: RawDocument, indices: Iterable[int], feed: Feed, fetched: datetime
) -> tuple[DeadLetter, ...]:
    """A dead letter for each entry at ``indices``: those that ``articles_for`` left out."""
    return tuple(_dead(clean(document.entries[index], fetched), feed, fetched) for index in indices)


def _with_namesakes(document: RawDocument, wanted: Iterable[int]) -> list[int]:
    """``wanted`` and whatever may link to the same page as one of them: that decides what tells them apart."""
    hints = [page_hint(web_address(entry.url)) for entry in document.entries]
    asked = set(wanted)
    shared = {hints[index] for index in asked} - {""}
    return [index for index, hint in enumerate(hints) if index in asked or hint in shared]


def _title(document: RawDocument) -> str:
    return text_of(document.title.text)


def _article(entry: Entry, name: str, feed: Feed, source: str, fetched: datetime) -> Article:
    return Article(
        id=name,
        feed=feed.id,
        source=source,
        url=entry.url,
        title=entry.title,
        body=entry.body,
        language=feed.language or _declared(entry.language) or guess_language(f"{entry.title}\n{entry.body}"),
        published=entry.published,
        fetched=fetched,
        content=content_digest(entry.title, entry.body),
        date_source=entry.date_source,
        country=feed.country,
        kind=feed.kind or "",
        trust=feed.trust or "",
        tags=feed.tags,
        notes=() if entry.zoned else ("no_zone",),
    )


def _is_blank(entry: Entry) -> bool:
    return not entry.title and not entry.body


def _names(entry: Entry) -> Names:
    return Names(entry.url, entry.guid, entry.title or entry.body)


def _declared(language: str) -> str | None:
    found = _PRIMARY.fullmatch(language.strip())
    return found[1].lower() if found else None


def _dead(entry: Entry, feed: Feed, fetched: datetime) -> DeadLetter:
    named = shown(entry.url or entry.guid) or "without link or guid"
    return DeadLetter(
        stage="source",
        reason="unparseable",
        detail=f"feed {feed.id}: an entry ({named}) has neither title nor text",
        origin=Origin(topic=f"feed:{feed.id}", partition=-1, offset=-1),
        key=None,
        payload=msgspec.json.encode(entry),
        at=fetched,
    )
