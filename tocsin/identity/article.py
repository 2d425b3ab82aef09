"""Which entries are the same article, and which contents the same revision."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import msgspec

from tocsin.identity.urls import canonical_url, is_front_page
from tocsin.text.tokens import fold

_BETWEEN: Final = "\x1f"


class Names(msgspec.Struct, frozen=True):
    """What an entry is called: its link, its guid and its title, each empty where it has none."""

    url: str
    guid: str
    title: str


def article_id(url: str, guid: str, feed: str, title: str) -> str:
    """A stable id: from the canonical URL, else from the guid within its feed, else from feed and title.

    The same page over http and https, with trackers or without, and in several feeds, has one id.
    Never raises; ``a`` and 32 hexadecimal digits.
    """
    page = _page(url)
    if page is not None:
        return _id("url", page.partition("://")[2])
    if guid.strip():
        return _id("guid", feed, guid.strip())
    return _id("title", feed, fold(title) or title)


def article_ids(feed: str, entries: Sequence[Names]) -> list[str]:
    """The id of each entry of one document.

    A page that differently named entries link to (a front page, a live blog) tells none of them apart: there the
    guids and titles do.
    """
    shared = _shared_pages(entries)
    return [
        article_id("" if _page(names.url) in shared else names.url, names.guid, feed, names.title)
        for names in entries
    ]


def page_id(url: str) -> str | None:
    """The id of an entry that its page tells from all others; ``None`` where ``url`` names no page."""
    page = _page(url)
    return None if page is None else article_id(url, "", "", "")


def guid_id(guid: str, feed: str) -> str | None:
    """The id of an entry that its guid tells from all others of its feed; ``None`` where it has none."""
    return article_id("", guid, feed, "") if guid.strip() else None


def content_digest(title: str, body: str) -> str:
    """32 hexadecimal digits that change when a word of the article changes; layout and spelling do not count."""
    return _digest(fold(title), fold(body))


def _shared_pages(entries: Sequence[Names]) -> frozenset[str]:
    called = {(_page(names.url), names.guid.strip() or fold(names.title)) for names in entries}
    return frozenset(
        page for page, times in Counter(page for page, _ in called).items() if page and times > 1
    )


def _page(url: str) -> str | None:
    try:
        canonical = canonical_url(url)
    except ValueError:
        return None
    return None if is_front_page(canonical) else canonical


def _id(*parts: str) -> str:
    return "a" + _digest(*parts)


def _digest(*parts: str) -> str:
    return sha256(_BETWEEN.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
