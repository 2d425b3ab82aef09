"""From a fetched document to what is to be sent of it."""

from datetime import timedelta

import pytest

from connectors.sources.rss.document import Contents, Task, contents_of
from connectors.sources.rss.read import read
from connectors.sources.web.exchange import Fetched
from tests.connectors.sources.rss.test_read import NOW
from tests.connectors.sources.rss.world import item, rss
from tocsin.feeds.feed import Feed

FEED = Feed(id="desk", url="https://feeds.example/all.xml")
END = "</channel></rss>"


def contents(document: str, memory: bytes = b"", *, pushed: bool = False) -> Contents:
    answer = Fetched(body=document.encode(), url=FEED.url)
    return contents_of(Task(answer, FEED, memory, NOW, timedelta(hours=48), pushed), read)


@pytest.mark.parametrize("end", [END, ""])
def test_entries_may_have_been_missed_of_a_feed_that_always_ends_too_early_too(end: str) -> None:
    before, after = (
        rss(*(item(f"{batch}-{at}", f"News {batch}-{at}") for at in range(5))).removesuffix(END) + end
        for batch in "ab"
    )
    first = contents(before)
    assert first.whole == bool(end)
    found = contents(after, first.decision.memory)
    assert (len(found.decision.offers), found.decision.overlap.strangers) == (5, 5)
    pushed = contents(after, first.decision.memory, pushed=True)
    assert (len(pushed.decision.offers), pushed.decision.overlap.strangers) == (5, 0)
