"""Lines that others write become articles as those of feeds are, or are told what is wrong with them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sources.lines import Lines, Recall
from tests.making import NOON
from tests.making import article as some_article
from tocsin.contract import codec
from tocsin.contract.events import Article
from tocsin.identity.article import article_id, content_digest


def found(**fields: Any) -> Article | str:
    return Lines("ingest").article(json.dumps({"id": "1", **fields}).encode(), NOON)


def article(**fields: Any) -> Article:
    read = found(**fields)
    assert isinstance(read, Article), read
    return read


def test_a_whole_line() -> None:
    url = "https://desk.example/1?utm_source=x"
    read = article(
        title="هدنة في إدلب",
        body="أعلن الطرفان هدنة.",
        url=url,
        feed="wire",
        published="2026-03-01T09:00:00+03:00",
    )
    assert read == Article(
        id=article_id(url, "", "", ""),
        feed="wire",
        source="desk.example",
        url=url,
        title="هدنة في إدلب",
        body="أعلن الطرفان هدنة.",
        language="ar",
        published=datetime(2026, 3, 1, 6, tzinfo=UTC),
        fetched=NOON,
        content=content_digest("هدنة في إدلب", "أعلن الطرفان هدنة."),
    )


def test_what_names_no_feed_is_the_sources_and_what_has_no_date_says_so() -> None:
    read = article(body="A ceasefire holds in the north of the country.")
    assert (read.feed, read.source, read.published, read.date_source) == ("ingest", "ingest", None, "missing")
    assert read.fetched == NOON


def test_the_same_page_is_one_article_wherever_it_comes_from() -> None:
    one = article(title="One", url="http://desk.example/1", feed="a")
    two = Lines("files").article(
        b'{"id": 7, "title": "Two", "url": "https://desk.example/1#top", "feed": "b"}', NOON
    )
    assert isinstance(two, Article)
    assert one.id == two.id


def test_without_an_address_the_id_counts_within_its_feed() -> None:
    assert article(title="One", feed="a").id == article(title="Two", feed="a").id
    assert article(title="One", feed="a").id != article(title="One", feed="b").id


def test_control_characters_do_not_get_through() -> None:
    read = article(title="A\x00 cease\nfire", body="holds\x07 \r\n\n\n on")
    assert (read.title, read.body) == ("A cease fire", "holds\non")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "x", "published": "yesterday"}, "published"),
        ({"title": "x", "language": "?"}, "language"),
        ({}, "neither a title nor a body"),
        ({"title": " \n", "body": "\x00"}, "neither a title nor a body"),
        ({"title": "x", "feed": "f" * 300}, "feed"),
        ({"title": 5}, "title"),
        ({"id": "", "title": "x"}, "id"),
    ],
)
def test_says_what_is_wrong(fields: dict[str, Any], said: str) -> None:
    fault = found(**fields)
    assert isinstance(fault, str)
    assert said in fault


def test_half_a_surrogate_pair_is_a_fault_not_a_crash() -> None:
    assert isinstance(Lines("ingest").article(b'{"id": "1", "title": "\\ud83d"}', NOON), str | Article)


def test_feeds_are_bounded_for_they_are_labels() -> None:
    lines = Lines("ingest")
    feeds = set()
    for number in range(1500):
        read = lines.article(json.dumps({"id": 1, "title": "x", "feed": f"f{number}"}).encode(), NOON)
        assert isinstance(read, Article)
        feeds.add(read.feed)
    assert len(feeds) == 1001
    assert "ingest" in feeds


@given(
    st.binary() | st.text().map(lambda text: json.dumps({"id": "1", "title": text, "body": text}).encode())
)
def test_never_raises_and_what_it_makes_crosses_kafka(line: bytes) -> None:
    read = Lines("ingest").article(line, NOON)
    if isinstance(read, Article):
        assert codec.decode(codec.encode(read), Article) == read


def test_recalls_what_was_sent_and_forgets_the_oldest() -> None:
    recall = Recall(most=2)
    one, changed = some_article(id="1", content="a"), some_article(id="1", content="b")
    assert recall.offer(one).reason == "new"
    recall.sent(one)
    assert recall.offer(one).reason == "renewal"
    assert recall.offer(changed).reason == "changed"
    recall.sent(some_article(id="2"))
    recall.sent(some_article(id="3"))
    assert recall.offer(one).reason == "new"
