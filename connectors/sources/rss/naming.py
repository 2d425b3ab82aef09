"""Entries that were read before keep what they are called, whoever stands beside them by now."""

from collections import Counter
from collections.abc import Iterator, Mapping
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


def unfinished(raw: bytes) -> bytes:
    """What an entry with the digest ``raw`` is remembered under while its page is to be had later; and back."""
    return raw[:-1] + bytes([raw[-1] ^ 1])


def kept_ids(
    ids: Mapping[int, str], entries: Mapping[int, Entry], document: RawDocument, feed: Feed, known: Known
) -> dict[int, str]:
    """Of the entries that ``document`` alone would call ``ids``, what those are called that had an id already.

    An entry that looks as it did keeps its id. A revised one does where it had that of its guid, its page is
    another's too, and no other entry of the document has that guid; if it had that of its page, it does unless a
    neighbour links there by now.
    """
    held = frozenset(known.values())
    guids = Counter(entry.guid.strip() for entry in document.entries)
    kept = {}
    for index, name in ids.items():
        entry, shown = entries[index], document.entries[index]
        raw = digest(shown)
        before = known.get(raw) or known.get(unfinished(raw))
        same = before and next((had for had in _names(entry, name, feed) if key(had) == before), None)
        if not same and _is_telling(shown.guid, guids) and key(name) in held:
            by_guid = guid_id(entry.guid, feed.id)
            same = by_guid if by_guid is not None and key(by_guid) in held else None
        if same:
            kept[index] = same
    return kept


def _names(entry: Entry, now: str, feed: Feed) -> Iterator[str]:
    """What ``entry`` may have been called, ``now`` first."""
    yield now
    named = page_id(entry.url), guid_id(entry.guid, feed.id)
    yield from (name for name in named if name is not None)
    yield article_id("", "", feed.id, entry.title or entry.body)


def _is_telling(guid: str, guids: Mapping[str, int]) -> bool:
    """Whether ``guid`` tells its entry from others. Some feeds give all the same: one entry alone does not show it."""
    return len(guids) > 1 and guids[guid.strip()] == 1
