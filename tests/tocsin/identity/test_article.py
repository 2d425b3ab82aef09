"""Which entries are the same article."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tocsin.identity.article import Names, article_id, article_ids, content_digest

PAGE = "https://news.example/a"


def test_one_page_has_one_id_however_it_is_linked_and_wherever_it_is_found() -> None:
    ids = {
        article_id(PAGE, "guid-1", "one", "Title"),
        article_id("http://news.example/a?utm_source=rss#top", "guid-2", "two", "Another title"),
    }
    assert len(ids) == 1


def test_a_guid_counts_within_its_feed_only() -> None:
    assert article_id("", "17", "one", "A") == article_id("", " 17 ", "one", "B")
    assert article_id("", "17", "one", "A") != article_id("", "17", "two", "A")


def test_the_title_is_the_last_resort() -> None:
    assert article_id("", "", "one", "Ceasefire  holds") == article_id("", "", "one", "ceasefire holds")
    assert article_id("", "", "one", "Ceasefire holds") != article_id("", "", "two", "Ceasefire holds")
    assert article_id("", "", "one", "!") != article_id("", "", "one", "?")


def test_a_front_page_is_no_article() -> None:
    front = "https://news.example/"
    assert article_id(front, "1", "one", "") != article_id(front, "2", "one", "")


def test_a_page_that_two_entries_share_tells_neither() -> None:
    live = "https://news.example/live"
    entries = [Names(live + "#1", "", "First"), Names(live + "#2", "", "Second"), Names(PAGE, "", "Third")]
    first, second, third = article_ids("one", entries)
    assert first != second
    assert third == article_id(PAGE, "", "one", "Third")


def test_an_entry_given_twice_stays_one_article() -> None:
    entries = [Names(PAGE, "7", "Old title"), Names(PAGE, "7", "New title")]
    assert article_ids("one", entries) == [article_id(PAGE, "7", "one", "")] * 2


def test_content_is_its_words() -> None:
    digest = content_digest("Ceasefire in Idlib", "It holds.")
    assert content_digest("Ceasefire  in IDLIB ", "It\n\nholds.") == digest
    assert content_digest("Ceasefire in Idlib", "It breaks.") != digest
    assert content_digest("Ceasefire in", "Idlib It holds.") != digest


anything = st.text(st.characters(), max_size=40)  # lone surrogates included


@given(anything, anything, anything, anything)
def test_every_entry_has_an_id_that_stays(url: str, guid: str, feed: str, title: str) -> None:
    given_id = article_id(url, guid, feed, title)
    assert re.fullmatch("a[0-9a-f]{32}", given_id)
    assert article_id(url, guid, feed, title) == given_id
    assert re.fullmatch("[0-9a-f]{32}", content_digest(title, url))


@given(st.lists(st.builds(Names, anything, anything, anything), max_size=5))
def test_every_entry_of_a_document_has_one(entries: list[Names]) -> None:
    assert len(article_ids("one", entries)) == len(entries)
