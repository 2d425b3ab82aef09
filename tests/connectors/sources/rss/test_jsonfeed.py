"""JSON Feed, whole, odd, broken and cut short."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sources.rss.jsonfeed import read_jsonfeed
from connectors.sources.rss.raw import Markup, digest

URL = "https://feeds.example/feed.json"


def feed(*items: Any, **more: Any) -> str:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Desk", **more, "items": items}
    )


def item(number: int) -> dict[str, Any]:
    return {"id": str(number), "url": f"https://desk.example/{number}", "title": f"News {number}"}


def test_version_1_is_read_too_and_hubs_and_address_are_kept() -> None:
    hubs = [{"type": "rssCloud", "url": "https://no.example/"}, {"type": "WebSub", "url": "/hub"}]
    document = read_jsonfeed(
        feed(item(1), version="https://jsonfeed.org/version/1", hubs=hubs, feed_url="/me.json"), URL
    )
    assert document.faults == ()
    assert (document.hub, document.topic) == ("https://feeds.example/hub", "https://feeds.example/me.json")
    assert document.entries[0].url == "https://desk.example/1"


def test_html_is_html_and_text_is_text() -> None:
    entries = read_jsonfeed(feed({"content_html": "<p>a"}, {"content_text": "<p>a"}), URL).entries
    assert [entry.content for entry in entries] == [Markup("<p>a", html=True), Markup("<p>a")]


@pytest.mark.parametrize(
    "text", ['{"error": 1}', "{}", '{"version": 3}', '{"version": "https://else.example/1"}', "[]"]
)
def test_other_json_is_not_a_feed(text: str) -> None:
    document = read_jsonfeed(text, URL)
    assert document.faults == ("not_a_feed",)
    assert document.entries == ()


@pytest.mark.parametrize("text", ["{" * 100_000, '{"a":' * 100_000, '{"items": [' + "[" * 100_000])
def test_nesting_without_end_is_refused(text: str) -> None:
    assert read_jsonfeed(text, URL).faults[0] in ("malformed", "truncated")


def test_values_of_the_wrong_kind_are_as_if_missing() -> None:
    odd = {"id": {"a": 1}, "url": ["x"], "title": None, "content_html": 5, "date_published": True}
    document = read_jsonfeed(feed(odd, 7, None, title=["x"], hubs={"url": 1}, language=1), URL)
    assert len(document.entries) == 3
    assert {entry.title.text for entry in document.entries} == {""}
    assert document.entries[0].content.text == "5"  # a number is as good as its figures


def test_half_a_surrogate_pair_and_endless_numbers_break_nothing() -> None:
    text = feed({"id": 1, "title": "X"}).replace('"X"', '"a\\ud800b"').replace("1,", "1" * 10_000 + ",")
    (entry,) = read_jsonfeed(text, URL).entries
    assert entry.title.text == "a\ufffdb"
    assert entry.guid == "1" * 10_000
    assert digest(entry)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_cut_short_it_gives_its_whole_items_and_no_invented_ones(data: st.DataObject) -> None:
    whole = feed(item(1), item(2), item(3))
    entries = read_jsonfeed(whole, URL).entries
    cut = data.draw(st.integers(whole.index("[") + 1, len(whole) - 1))
    document = read_jsonfeed(whole[:cut], URL)
    assert document.faults == ("truncated",)
    assert document.entries == entries[: whole[:cut].count("}")]
    assert document.title.text == ("Desk" if document.entries else "")


def test_broken_in_the_middle_it_gives_what_stands_before() -> None:
    text = feed(item(1), item(2)).replace('"News 2"', "News 2")
    document = read_jsonfeed(text, URL)
    assert document.faults == ("malformed",)
    assert [entry.guid for entry in document.entries] == ["1"]
