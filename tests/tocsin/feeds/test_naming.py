"""Ids out of addresses, groups out of folders."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.config.feeds import FeedGroup
from tocsin.feeds.naming import feed_id, group_name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.wire.example/rss/world.xml", "wire-example-rss-world"),
        ("http://feeds.wire.example:8080/Ünï/feed/", "wire-example-uni-feed"),
        ("https://wire.example/feed?lang=FA&type=1", "wire-example-feed-lang-fa-type-1"),
        ("https://desk:secret@wire.example/", "wire-example"),
    ],
)
def test_an_address_says_the_id(url: str, name: str) -> None:
    assert feed_id(url) == name


def test_what_is_lost_is_made_up_for() -> None:
    arabic, persian = feed_id("https://wire.example/أخبار"), feed_id("https://wire.example/اخبار-جهان")
    assert arabic != persian
    assert re.fullmatch(r"wire-example-[0-9a-f]{6}", arabic)
    assert group_name(("News", "World")) == "news-world"
    assert group_name(("أخبار",)) != group_name(("العالم",))
    assert re.fullmatch(r"folder-[0-9a-f]{6}", group_name(("أخبار",)))
    assert len(feed_id("https://wire.example/" + "a" * 100)) == 64


@given(st.text())
def test_every_name_is_one(text: str) -> None:
    assert FeedGroup(name=group_name((text, "x"))).name
    assert FeedGroup(name=feed_id(f"https://wire.example/{text}")).name
