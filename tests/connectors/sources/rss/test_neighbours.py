"""Entries that link to one page: what they are called does not change with who stands beside them."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sources.rss import naming
from connectors.sources.rss.clean import clean
from connectors.sources.rss.document import Contents, Task, contents_of, decided
from connectors.sources.rss.naming import kept_ids
from connectors.sources.rss.pages import with_pages
from connectors.sources.rss.raw import Markup, RawDocument, RawEntry
from connectors.sources.rss.read import read
from connectors.sources.web.exchange import Fetched
from tests.connectors.sources.rss.world import rss
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.identity.article import page_id

FEED = Feed(id="desk", url="https://desk.example/feed")
LIVE = "https://desk.example/live"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RENEW = timedelta(hours=48)


def post(number: int, words: str = "words", guid: str = "", link: str = LIVE) -> str:
    name = f'<guid isPermaLink="false">{guid or f"post-{number}"}</guid>'
    return (
        f"<item><title>Post {number}</title><link>{link}</link>{name}"
        f"<description>{words} {number}</description></item>"
    )


ELSEWHERE = post(9, link="https://desk.example/9")


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
    assert reader.told(post(2, "other words"), ELSEWHERE) == [("Post 2", "changed"), ("Post 9", "new")]
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


def test_a_lone_entry_of_a_page_is_left_to_the_whole_document() -> None:
    reader = Reader()
    reader.told(post(1))
    reader.told(post(2), post(1))
    assert reader.told(post(2, "other words"), pushed=True) == []
    assert reader.told(post(2, "other words"), post(1)) == [("Post 2", "changed")]
    assert all(len(ids) == 1 for ids in reader.ids.values())


@pytest.mark.parametrize("link", ["", "https://desk.example/"])
def test_a_guid_that_all_share_names_no_entry_with_a_page_of_its_own(link: str) -> None:
    reader = Reader()
    front = post(0, guid="0", link=link)
    pages = [post(number, guid="0", link=f"{LIVE}/{number}") for number in range(1, 5)]
    assert reader.told(front, pages[0]) == [("Post 0", "new"), ("Post 1", "new")]
    assert reader.told(pages[1], front, pages[0]) == [("Post 2", "new")]
    assert reader.told(pages[2], pages[1]) == [("Post 3", "new")]
    assert reader.told(pages[3], pushed=True) == [("Post 4", "new")]


def test_a_revised_entry_whose_guid_others_have_keeps_its_page() -> None:
    reader = Reader()
    page = f"{LIVE}/1"
    reader.told(post(0, guid="0", link=""), post(1, guid="0", link=page))
    beside = post(2, guid="0", link=f"{LIVE}/2")
    assert reader.told(post(1, "other", guid="0", link=page), beside) == [
        ("Post 1", "changed"),
        ("Post 2", "new"),
    ]
    assert reader.told(post(1, "third", guid="0", link=page)) == [("Post 1", "changed")]
    assert len(reader.ids["Post 1"]) == 1


OWN = {f"Post {number}": {page_id(f"{LIVE}/{number}")} for number in range(5)}
# What links nowhere has the number 0. Of the guids some are repeated, here and there.
entries_of_pages = st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True)


def _page(number: int, guid: str, words: str = "words") -> str:
    return post(number, words, guid, f"{LIVE}/{number}" if number else "")


def _ids_of_pages(reader: Reader) -> dict[str, set[str]]:
    return {title: ids for title, ids in reader.ids.items() if title != "Post 0"}


@given(st.lists(st.tuples(entries_of_pages, st.sampled_from(["words", "others"]), st.booleans()), max_size=6))
def test_every_page_has_its_id_whatever_guid_all_have(history: list[tuple[list[int], str, bool]]) -> None:
    reader = Reader()
    for numbers, words, soon in history:
        documents = [_page(number, "0", words) for number in numbers]
        reader.told(*documents, later=timedelta(hours=1) if soon else RENEW)
    found = _ids_of_pages(reader)
    assert found == {title: OWN[title] for title in found}


@given(
    st.lists(st.sampled_from("01"), min_size=5, max_size=5),
    st.lists(st.tuples(entries_of_pages, st.booleans(), st.booleans()), max_size=6),
)
def test_every_page_has_its_id_whichever_guids_are_repeated(
    guids: list[str], history: list[tuple[list[int], bool, bool]]
) -> None:
    reader = Reader()
    for numbers, soon, pushed in history:
        documents = [_page(number, guids[number]) for number in numbers]
        reader.told(*documents, later=timedelta(hours=1) if soon else RENEW, pushed=pushed)
    found = _ids_of_pages(reader)
    assert found == {title: OWN[title] for title in found}


class Late(msgspec.Struct, frozen=True):
    """No page could be had yet."""

    articles: Sequence[Article]
    again: Collection[int]


class Pages:
    """Pages that are to be had later."""

    async def extend(self, articles: Sequence[Article], feed: Feed) -> Late:
        return Late(articles, range(len(articles)))


async def test_an_entry_whose_page_comes_late_keeps_its_id_beside_another() -> None:
    reader = Reader()
    task = Task(Fetched(body=rss(post(1)).encode(), url=FEED.url), FEED, b"", NOW, RENEW)
    late = decided(await with_pages(contents_of(task, read), task, Pages()), task)
    reader.memory = late.decision.memory
    assert reader.told(post(2), post(1)) == [("Post 2", "new")]


def test_of_what_nothing_is_known_no_other_name_is_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("page_id", "guid_id", "article_id"):
        monkeypatch.delattr(naming, name)
    entry = RawEntry(url=LIVE, guid="post-1", title=Markup("Post 1"))
    document = RawDocument(entries=(entry, RawEntry(guid="post-2")))
    assert kept_ids({0: "a1"}, {0: clean(entry, NOW)}, document, FEED, {b"12345678": b"87654321"}) == {}
