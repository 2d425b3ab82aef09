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
    """What to add to one's own list. ``unasked`` counts feeds in languages that were not asked for."""

    groups: tuple[FeedGroup, ...]
    feeds: tuple[FeedEntry, ...]
    left_out: tuple[LeftOut, ...]
    unasked: int


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
    asked = [feed for feed in feeds if _asked(feed, by_name.get(feed.group or ""), wish)]
    chosen, left_out = [], []
    for feed in asked:
        if feed.url in addresses:
            left_out.append(LeftOut(feed, f"the address of {addresses[feed.url]}, which is there already"))
        else:
            fitted = _fitted(feed, ids, wish)
            chosen.append(fitted)
            ids.add(fitted.id)
            addresses[feed.url] = fitted.id
    known = {group.name for group in own.groups}
    used = {feed.group for feed in chosen} - known
    wanted = tuple(one for name, one in by_name.items() if name in used)
    return Taken(wanted, tuple(chosen), tuple(left_out), len(feeds) - len(asked))


def _fitted(feed: FeedEntry, ids: set[str], wish: Wish) -> FeedEntry:
    changes: dict[str, str] = {}
    if feed.id in ids:
        changes["id"] = hashed(feed.id, feed.url)
    if wish.group is not None:
        changes["group"] = wish.group
    return feed.model_copy(update=changes) if changes else feed


def _asked(feed: FeedEntry, group: FeedGroup | None, wish: Wish) -> bool:
    language = feed.language or (group and group.language) or ""
    return not wish.languages or language.partition("-")[0] in wish.languages
