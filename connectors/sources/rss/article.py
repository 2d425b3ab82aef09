"""Entries of a feed as articles."""

import re
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import msgspec

from connectors.sources.address import shown
from connectors.sources.rss.parse import Document, Entry
from tocsin.contract.events import Article, DeadLetter, Origin
from tocsin.feeds.feed import Feed
from tocsin.identity.article import Names, article_ids, content_digest
from tocsin.text.language import guess_language

_PRIMARY: Final = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)


def articles_from(document: Document, feed: Feed, fetched: datetime) -> tuple[Article, ...]:
    """Every entry of ``document`` that says something, as an article."""
    entries = [entry for entry in document.entries if not _is_blank(entry)]
    names = [_names(entry) for entry in entries]
    source = feed.title or document.title or urlsplit(feed.url).hostname or feed.id
    return tuple(
        _article(entry, name, feed, source, fetched)
        for entry, name in zip(entries, article_ids(feed.id, names), strict=True)
    )


def dead_letters_from(document: Document, feed: Feed, fetched: datetime) -> tuple[DeadLetter, ...]:
    """A dead letter for each entry of ``document`` that no article can be made of."""
    return tuple(_dead(entry, feed, fetched) for entry in document.entries if _is_blank(entry))


def article_from_entry(entry: Entry, feed: Feed, fetched: datetime) -> Article:
    """One entry as an article, regardless of its neighbours in the document. ``fetched`` is in UTC."""
    (article,) = articles_from(Document(entries=(entry,)), feed, fetched)
    return article


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
