"""Which feeds of another list are taken over."""

from tocsin.config.feeds import FeedEntry, FeedGroup, FeedList
from tocsin.feeds.taking import Wish, taken

OWN = FeedList(
    groups=(FeedGroup(name="gulf"),),
    feeds=(FeedEntry(id="wire", url="https://wire.example/rss"),),
)
GROUPS = (
    FeedGroup(name="gulf", language="ar"),
    FeedGroup(name="levant", language="ar-SY"),
    FeedGroup(name="idle"),
)
FEEDS = (
    FeedEntry(id="known", url="https://wire.example/rss"),
    FeedEntry(id="wire", url="https://other.example/rss", group="levant"),
    FeedEntry(id="post", url="https://post.example/rss", language="fa", group="gulf"),
    FeedEntry(id="twice", url="https://post.example/rss"),
)


def test_what_is_known_is_left_out_and_ids_stay_apart() -> None:
    found = taken(OWN, GROUPS, FEEDS, Wish())
    first, second = found.feeds
    assert first.id.startswith("wire-")
    assert (second.id, second.group) == ("post", "gulf")
    assert [group.name for group in found.groups] == ["levant"]
    assert [(one.feed.id, one.why) for one in found.left_out] == [
        ("known", "the address of wire, which is there already"),
        ("twice", "the address of post, which is there already"),
    ]


def test_languages_are_those_of_feeds_and_of_their_groups() -> None:
    found = taken(OWN, GROUPS, FEEDS[1:3], Wish(frozenset({"ar"})))
    assert [feed.url for feed in found.feeds] == ["https://other.example/rss"]
    assert (found.left_out, found.unasked) == ((), 1)


def test_all_may_be_put_into_one_group() -> None:
    found = taken(OWN, GROUPS, FEEDS, Wish(group="gulf"))
    assert {feed.group for feed in found.feeds} == {"gulf"}
    assert found.groups == ()
