"""Dates without a time zone: read in their feed's, else as UTC, which is said."""

from datetime import UTC, datetime

import pytest

from connectors.sources.probe import found_in
from connectors.sources.web.exchange import Fetched
from tests.reading import articles_of
from tocsin.contract.events import ArticleNote
from tocsin.feeds.feed import Feed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://wire.example/rss"
PLAIN = "2026-11-22 10:00:00"
DOCUMENT = f"""<rss version="2.0"><channel><title>Wire</title>
<item><title>One</title><link>{URL}/1</link><pubDate>{PLAIN}</pubDate></item>
<item><title>Two</title><link>{URL}/2</link><pubDate>{PLAIN} +0300</pubDate></item>
</channel></rss>""".encode()


@pytest.mark.parametrize(("zone", "hour", "notes"), [("", 10, ("no_zone",)), ("Asia/Baghdad", 7, ())])
def test_an_article_has_the_time_of_its_feeds_zone_or_says_it_has_none(
    zone: str, hour: int, notes: tuple[ArticleNote, ...]
) -> None:
    feed = Feed(id="wire", url=URL, timezone=zone)
    plain, zoned = articles_of(DOCUMENT, feed, NOW)
    assert plain.published is not None
    assert (plain.published.hour, plain.notes) == (hour, notes)
    assert zoned.published is not None
    assert (zoned.published.hour, zoned.notes) == (7, ())


async def test_a_look_at_a_feed_warns_of_it() -> None:
    answer = Fetched(body=DOCUMENT, url=URL)
    bare = await found_in(answer, Feed(id="wire", url=URL), NOW)
    (warning,) = bare.warnings
    assert warning == "1 of 2 dates name no time zone: read as UTC; `timezone` can say another"
    told = await found_in(answer, Feed(id="wire", url=URL, timezone="Asia/Baghdad"), NOW)
    assert told.warnings == ()
    assert told.newest == datetime(2026, 11, 22, 7, tzinfo=UTC)
