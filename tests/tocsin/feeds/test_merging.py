"""`feeds.yaml` and OPML lists as one list."""

from tocsin.config.feeds import FeedEntry, FeedGroup, FeedList
from tocsin.feeds.merging import merged
from tocsin.feeds.opml import Subscriptions

OWN = FeedList(
    groups=(FeedGroup(name="levant", language="ar"),),
    feeds=(FeedEntry(id="wire", url="https://wire.example/rss", title="Ours"),),
)


def subscriptions(*feeds: FeedEntry, groups: tuple[FeedGroup, ...] = ()) -> Subscriptions:
    return Subscriptions(feeds=feeds, groups=groups, places=tuple(range(3, 3 + len(feeds))))


def test_what_stands_in_several_places_is_taken_from_the_first() -> None:
    first = subscriptions(
        FeedEntry(id="x", url="https://wire.example/rss", title="Theirs"),
        FeedEntry(id="post", url="https://post.example/rss", title="First"),
        groups=(FeedGroup(name="levant", language="fa"), FeedGroup(name="gulf", language="ar")),
    )
    second = subscriptions(
        FeedEntry(id="post2", url="https://post.example/rss"), groups=(FeedGroup(name="gulf"),)
    )
    both = merged(OWN, {"a.opml": first, "b.opml": second})
    assert isinstance(both, FeedList)
    assert [(feed.id, feed.title) for feed in both.feeds] == [("wire", "Ours"), ("post", "First")]
    assert {group.name: group.language for group in both.groups} == {"levant": "ar", "gulf": "ar"}


def test_a_fault_names_the_feed_meant_and_no_query_of_its_address_which_may_be_secret() -> None:
    one, two = (FeedEntry(id=name, url=f"https://wire.example/?feed={name}-secret") for name in ("a", "b"))
    clash = FeedEntry(id="b", url="https://other.example/rss")
    faults = merged(FeedList(feeds=(one, two)), {"a.opml": subscriptions(clash)})
    assert isinstance(faults, list)
    assert faults[0].message.startswith("b is the id of another feed, at https://wire.example/;")
    assert "secret" not in str(faults)


def test_an_id_that_was_made_gives_way_and_one_that_was_given_is_a_fault() -> None:
    made = FeedEntry(id="wire-example-rss", url="http://wire.example/rss")
    again = FeedEntry(id="wire-example-rss", url="https://wire.example/rss?")
    both = merged(OWN, {"a.opml": subscriptions(made, again)})
    assert isinstance(both, FeedList)
    assert [feed.id for feed in both.feeds][:2] == ["wire", "wire-example-rss"]
    assert both.feeds[2].id.startswith("wire-example-rss-")

    given = FeedEntry(id="wire", url="https://other.example/rss?key=secret")
    faults = merged(OWN, {"a.opml": subscriptions(made, given)})
    assert isinstance(faults, list)
    (fault,) = faults
    assert str(fault).startswith(
        "a.opml:4:1: tocsin:id: wire is the id of another feed, at https://wire.example/rss; "
    )
