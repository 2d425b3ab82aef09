"""Entries that link to one page: what they are called does not change with who stands beside them."""

from datetime import UTC, datetime, timedelta

from connectors.sources.rss.document import Contents, Task, contents_of
from connectors.sources.rss.read import read
from connectors.sources.web.exchange import Fetched
from tests.connectors.sources.rss.world import rss
from tocsin.feeds.feed import Feed

FEED = Feed(id="desk", url="https://desk.example/feed")
LIVE = "https://desk.example/live"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RENEW = timedelta(hours=48)


def post(number: int, words: str = "words", guid: str = "", link: str = LIVE) -> str:
    return (
        f"<item><title>Post {number}</title><link>{link}</link><guid>{guid or f'post-{number}'}</guid>"
        f"<description>{words} {number}</description></item>"
    )


class Reader:
    """Reads one document after the other, an hour apart."""

    def __init__(self) -> None:
        self.memory = b""
        self.now = NOW
        self.ids: dict[str, set[str]] = {}

    def read(self, *items: str, pushed: bool = False, later: timedelta = timedelta(hours=1)) -> Contents:
        self.now += later
        answer = Fetched(body=rss(*items).encode(), url=FEED.url)
        contents = contents_of(Task(answer, FEED, self.memory, self.now, RENEW, pushed), read)
        self.memory = contents.decision.memory
        return contents

    def told(
        self, *items: str, pushed: bool = False, later: timedelta = timedelta(hours=1)
    ) -> list[tuple[str, str]]:
        offers = self.read(*items, pushed=pushed, later=later).decision.offers
        for offer in offers:
            self.ids.setdefault(offer.article.title, set()).add(offer.article.id)
        return [(offer.article.title, offer.reason) for offer in offers]


def test_whoever_comes_and_goes_each_keeps_its_id() -> None:
    reader = Reader()
    assert reader.told(post(1)) == [("Post 1", "new")]
    assert reader.told(post(2), post(1)) == [("Post 2", "new")]
    assert reader.told(post(2), post(1), later=RENEW) == [("Post 2", "renewal"), ("Post 1", "renewal")]
    assert reader.told(post(2, "other words")) == [("Post 2", "changed")]
    assert reader.told(post(2, "other words"), later=RENEW) == [("Post 2", "renewal")]
    assert all(len(ids) == 1 for ids in reader.ids.values())
    assert reader.ids["Post 1"] != reader.ids["Post 2"]


def test_a_push_is_no_revision_of_another_entry_of_its_page() -> None:
    reader = Reader()
    reader.read(post(1), post(2))
    assert reader.told(post(3), pushed=True) == [("Post 3", "new")]
    pushed = reader.read(post(4), pushed=True)
    assert (pushed.decision.offers, pushed.doubtful) == ((), True)
    assert reader.told(post(4), post(3), post(2)) == [("Post 4", "new")]


def test_the_rest_of_a_push_goes_at_once() -> None:
    reader = Reader()
    reader.read(post(1))
    elsewhere = post(5, link="https://desk.example/5")
    assert reader.told(post(2), elsewhere, pushed=True) == [("Post 5", "new")]


def test_a_push_of_what_is_named_by_its_page_alone_is_a_revision() -> None:
    for guid in (LIVE, LIVE.replace("https", "http")):
        reader = Reader()
        reader.read(post(1, guid=guid))
        assert reader.told(post(1, "other words", guid=guid), pushed=True) == [("Post 1", "changed")]


def test_a_guid_that_changes_at_every_poll_makes_no_other_article() -> None:
    reader = Reader()
    told = [reader.told(post(1, guid=f"{number}")) for number in range(3)]
    assert told == [[("Post 1", "new")], [], []]
