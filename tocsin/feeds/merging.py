"""The feeds of ``feeds.yaml`` and of OPML lists as one list."""

from collections.abc import Mapping
from typing import Final

from tocsin.config.feeds import FeedEntry, FeedGroup, FeedList
from tocsin.config.issues import Issue
from tocsin.feeds.address import shown
from tocsin.feeds.naming import feed_id, hashed
from tocsin.feeds.opml import Subscriptions

_MESSAGE: Final = "{id} is the id of another feed, at {other}; give this one another tocsin:id"


def merged(feeds: FeedList, lists: Mapping[str, Subscriptions]) -> FeedList | list[Issue]:
    """``feeds`` with what the OPML ``lists`` (by their paths) hold besides, or each id that is taken.

    A feed or group that stands in several places is taken from the first, ``feeds.yaml`` before all. An id that was
    only made from an address gives way to one that is taken.
    """
    entries = {feed.id: feed for feed in feeds.feeds}
    addresses = {feed.url for feed in feeds.feeds}
    groups = {group.name: group for group in feeds.groups}
    issues = []
    for path, found in lists.items():
        groups = {**{group.name: group for group in found.groups}, **groups}
        for feed, line in zip(found.feeds, found.places, strict=True):
            if feed.url in addresses:
                continue
            addresses.add(feed.url)
            own = _renamed(feed) if feed.id in entries and feed.id == feed_id(feed.url) else feed
            if own.id in entries:
                message = _MESSAGE.format(id=own.id, other=shown(entries[own.id].url))
                issues.append(Issue(path=path, line=line, column=1, field="tocsin:id", message=message))
            else:
                entries[own.id] = own
    return issues or _list(feeds, entries, groups)


def _renamed(feed: FeedEntry) -> FeedEntry:
    return feed.model_copy(update={"id": hashed(feed.id, feed.url)})


def _list(feeds: FeedList, entries: Mapping[str, FeedEntry], groups: Mapping[str, FeedGroup]) -> FeedList:
    return feeds.model_copy(update={"feeds": tuple(entries.values()), "groups": tuple(groups.values())})
