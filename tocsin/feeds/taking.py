"""Which feeds of another list to take over into one's own, and as what."""

from collections.abc import Sequence

import msgspec

from tocsin.config.feeds import FeedEntry, FeedGroup, FeedList
from tocsin.feeds.naming import hashed


class LeftOut(msgspec.Struct, frozen=True):
    """A feed that was not taken, and why."""

    feed: FeedEntry
    why: str


class Taken(msgspec.Struct, frozen=True):
    """What to add to one's own list."""

    groups: tuple[FeedGroup, ...]
    feeds: tuple[FeedEntry, ...]
    left_out: tuple[LeftOut, ...]


class Wish(msgspec.Struct, frozen=True):
    """What is wanted of it: feeds in these ``languages`` (all, where none are named), put into ``group`` if given."""

    languages: frozenset[str] = frozenset()
    group: str | None = None


def taken(own: FeedList, groups: Sequence[FeedGroup], feeds: Sequence[FeedEntry], wish: Wish) -> Taken:
    """``feeds`` and the ``groups`` they are in, as far as ``own`` does not know them.

    A feed whose address is known is left out; one whose id is taken gets another. A group of a known name is not
    taken: its feeds are in the one that is there.
    """
    addresses = {feed.url: feed.id for feed in own.feeds}
    ids = set(addresses.values())
    by_name = {group.name: group for group in groups}
    chosen, left_out = [], []
    for feed in feeds:
        language = feed.language or _language(by_name.get(feed.group or ""))
        if feed.url in addresses:
            left_out.append(LeftOut(feed, f"the address of {addresses[feed.url]}, which is there already"))
        elif wish.languages and language.partition("-")[0] not in wish.languages:
            left_out.append(LeftOut(feed, f"its language is {language or 'not said'}"))
        else:
            feed = _fitted(feed, ids, wish)
            chosen.append(feed)
            ids.add(feed.id)
            addresses[feed.url] = feed.id
    known = {group.name for group in own.groups}
    used = {feed.group for feed in chosen} - known
    return Taken(
        tuple(group for name, group in by_name.items() if name in used), tuple(chosen), tuple(left_out)
    )


def _fitted(feed: FeedEntry, ids: set[str], wish: Wish) -> FeedEntry:
    changes: dict[str, str] = {}
    if feed.id in ids:
        changes["id"] = hashed(feed.id, feed.url)
    if wish.group is not None:
        changes["group"] = wish.group
    return feed.model_copy(update=changes) if changes else feed


def _language(group: FeedGroup | None) -> str:
    return (group and group.language) or ""
