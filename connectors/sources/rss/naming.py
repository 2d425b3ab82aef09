"""Entries that were read before keep what they are called, whoever stands beside them by now."""

from collections.abc import Mapping
from typing import Final

from connectors.sources.rss.clean import Entry
from connectors.sources.rss.raw import RawDocument, RawEntry, digest
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.identity.article import article_id, guid_id, page_id
from tocsin.polling.memory import key

Known = Mapping[bytes, bytes]
"""The key of the article that an entry became earlier, by the digest of the entry."""
NOBODY: Final[Known] = {}


def may_be_another(entry: RawEntry, article: Article) -> bool:
    """Whether ``entry`` may be another one that links to the same page: ``article`` is named by that, and its guid,
    which is another, may tell it apart."""
    named = page_id(article.url)
    return article.id == named and bool(entry.guid.strip()) and page_id(entry.guid) != named


def kept_ids(entries: Mapping[int, Entry], document: RawDocument, feed: Feed, known: Known) -> dict[int, str]:
    """The ids of those that had one already: under the same looks, or of their guid."""
    held = frozenset(known.values())
    kept = {}
    for index, entry in entries.items():
        before = known.get(digest(document.entries[index]))
        by_guid = guid_id(entry.guid, feed.id)
        names = (page_id(entry.url), by_guid, article_id("", "", feed.id, entry.title or entry.body))
        same = next((name for name in names if name is not None and key(name) == before), None)
        if same is None and by_guid is not None and key(by_guid) in held:
            same = by_guid
        if same is not None:
            kept[index] = same
    return kept
