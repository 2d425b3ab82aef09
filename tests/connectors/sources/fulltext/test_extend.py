"""Articles with their pages: none is lost, none waits long, none changes to and fro."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from connectors.sources.fulltext.asking import Visit
from connectors.sources.fulltext.extend import Extended, FullText
from connectors.sources.fulltext.extract import Extract
from connectors.sources.fulltext.kept import MOST_TRIES
from connectors.sources.fulltext.memory import FRESH
from runtime.metrics import Instruments
from tests.connectors.sources.fulltext.making import FEED, SITE, made
from tests.connectors.sources.fulltext.pages import STORIES
from tests.making import NOON
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.identity.article import content_digest
from tocsin.matching.zones import boilerplate

STORY = STORIES["en"]
LINK = "Ten ships leave the harbour at dawn"
EXTRACT = Extract(own=STORY.text, rest=(LINK,))
EXTRACTED = Visit("extracted", EXTRACT)
LATE = Visit("unreachable", passing=True)


class Pages:
    """Answers by address; ``hang`` are those that never come, ``asked`` all that were asked for."""

    def __init__(
        self, found: Mapping[str, Visit] | None = None, *, hang: frozenset[str] = frozenset()
    ) -> None:
        self.found = dict(found or {})
        self.hang = hang
        self.asked: list[str] = []

    async def page(self, article: Article, feed: Feed, seconds: float) -> Visit:
        self.asked.append(article.url)
        if article.url in self.hang:
            await asyncio.Event().wait()
        return self.found.get(article.url, EXTRACTED)


def full_text(pages: Pages, *, limit: float = 5.0, now: Callable[[], datetime] = lambda: NOON) -> FullText:
    return FullText(pages, Instruments("source"), limit=limit, now=now)


async def extended(pages: Pages, *articles: Article) -> Extended:
    return await full_text(pages).extend(articles, FEED)


async def one(pages: Pages, article: Article) -> Article:
    (found,) = (await extended(pages, article)).articles
    return found


async def test_the_body_is_the_page_and_its_links_are_boilerplate() -> None:
    article = await one(Pages(), made())
    assert article.own is not None
    assert article.body[: article.own] == STORY.text
    assert article.body[article.own :] == f"\n\n{LINK}"
    assert article.notes == ("full_text",)
    assert boilerplate(article)[-1] == (article.own, len(article.body))


async def test_the_content_is_that_of_the_own_words() -> None:
    article = await one(Pages(), made())
    others = await one(
        Pages({made().url: Visit("extracted", Extract(own=STORY.text, rest=("Other links",)))}), made()
    )
    assert article.content == others.content == content_digest(STORY.title, STORY.text)
    assert article.id == others.id == made().id


async def test_a_page_without_links_ends_with_its_text() -> None:
    article = await one(Pages({made().url: Visit("extracted", Extract(own=STORY.text))}), made())
    assert (article.body, article.own) == (STORY.text, len(STORY.text))


@pytest.mark.parametrize(
    ("found", "notes"),
    [
        (Visit("thin"), ("full_text_failed",)),
        (Visit("notice"), ("full_text_failed",)),
        (Visit("missing", passing=True), ("full_text_failed",)),
        (Visit("unreachable"), ("full_text_failed",)),
        (Visit("not_a_page"), ("full_text_failed",)),
        (Visit("unreadable"), ("full_text_failed",)),
        (Visit("forbidden"), ("full_text_forbidden",)),
        (Visit("complete", EXTRACT), ()),
    ],
)
async def test_what_can_not_be_had_leaves_the_text_of_the_feed(found: Visit, notes: tuple[str, ...]) -> None:
    article = await one(Pages({made().url: found}), made())
    assert (article.body, article.content, article.own) == (made().body, made().content, None)
    assert article.notes == notes


@pytest.mark.parametrize("body", ["", "Short note."])
async def test_the_lines_of_a_page_without_an_article_are_boilerplate(body: str) -> None:
    given = made(body=body)
    article = await one(Pages({given.url: Visit("unreadable", Extract(own="", rest=(LINK,)))}), given)
    assert (article.own, article.content, article.notes) == (len(body), given.content, ("full_text_failed",))
    assert article.body == "\n\n".join(filter(None, (body, LINK)))
    assert boilerplate(article)[-1] == (len(body), len(article.body))


@pytest.mark.parametrize(
    "url", ["", "mailto:desk@wire.example", SITE, f"{SITE}/?utm_source=rss", "https://["]
)
async def test_an_article_without_a_page_of_its_own_stays_as_it_is(url: str) -> None:
    pages = Pages()
    assert await one(pages, made(url=url)) == made(url=url)
    assert pages.asked == []


async def test_a_page_that_several_articles_link_to_is_none_of_theirs() -> None:
    pages = Pages()
    first, second = made(id="a1"), made(id="a2", url=f"{SITE}/1?utm_medium=rss#2")
    found = await extended(pages, first, second, made(url=f"{SITE}/2"))
    assert found.articles[:2] == (first, second)
    assert pages.asked == [f"{SITE}/2"]


async def test_an_article_that_stands_twice_is_asked_for_once() -> None:
    pages = Pages()
    anew = made(title="Power returns to the districts, at last", content="another")
    found = await extended(pages, made(), made(), anew)
    assert pages.asked == [made().url] * 2
    assert [article.notes for article in found.articles] == [("full_text",)] * 3
    assert found.articles[0] == found.articles[1]


async def test_a_page_that_never_comes_holds_nothing_up() -> None:
    urls = [f"{SITE}/{number}" for number in range(5)]
    articles = [made(url=url) for url in urls]
    began = time.monotonic()
    found = await full_text(Pages(hang=frozenset(urls[1:3])), limit=0.2).extend(articles, FEED)
    assert time.monotonic() - began < 2
    assert [article.notes for article in found.articles] == [
        ("full_text",),
        ("full_text_failed",),
        ("full_text_failed",),
        ("full_text",),
        ("full_text",),
    ]
    assert found.again == {1, 2}


async def test_pages_there_was_no_time_for_cost_no_try() -> None:
    urls = [f"{SITE}/{number}" for number in range(20)]
    pages = Pages(hang=frozenset(urls))
    text = full_text(pages, limit=0.05)
    articles = [made(url=url) for url in urls]
    for _ in range(MOST_TRIES):
        found = await text.extend(articles, FEED)
    tried = set(pages.asked)
    assert 0 < len(tried) < len(urls)
    assert found.again == {at for at, url in enumerate(urls) if url not in tried}


async def test_what_may_come_later_is_worth_some_more_tries() -> None:
    text = full_text(Pages({made().url: LATE}))
    again = [bool((await text.extend([made()], FEED)).again) for _ in range(MOST_TRIES + 1)]
    assert again == [True] * (MOST_TRIES - 1) + [False] * 2


async def test_what_will_not_come_is_not_worth_another() -> None:
    for outcome in (Visit("forbidden"), Visit("thin"), Visit("unreachable"), Visit("complete", EXTRACT)):
        assert not (await extended(Pages({made().url: outcome}), made())).again


async def test_a_page_that_was_no_good_is_not_asked_again_for_a_while() -> None:
    now = NOON
    urls = [f"{SITE}/{number}" for number in range(3)]
    pages = Pages({urls[0]: Visit("thin"), urls[1]: Visit("complete", EXTRACT), urls[2]: LATE})
    text = full_text(pages, now=lambda: now)
    articles = [made(url=url) for url in urls]
    for _ in range(MOST_TRIES + 2):
        found = await text.extend(articles, FEED)
    assert [pages.asked.count(url) for url in urls] == [1, 1, MOST_TRIES]
    assert [article.notes for article in found.articles] == [("full_text_failed",), (), ("full_text_failed",)]
    for _ in range(4):
        now += FRESH / 3
        await text.extend(articles, FEED)
    assert [pages.asked.count(url) for url in urls] == [2, 2, MOST_TRIES + 1]


async def test_a_page_read_a_short_while_ago_is_not_asked_again() -> None:
    now = NOON
    pages = Pages()
    text = full_text(pages, now=lambda: now)
    first = await text.extend([made()], FEED)
    now += FRESH - timedelta(seconds=1)
    second = await text.extend([made(fetched=now)], FEED)
    assert pages.asked == [made().url]
    assert second.articles[0].content == first.articles[0].content
    assert second.articles[0].notes == ("full_text",)
    now += timedelta(seconds=2)
    await text.extend([made()], FEED)
    await text.extend([made(body="The feed says something else.")], FEED)
    assert pages.asked == [made().url] * 3


@pytest.mark.parametrize(
    "found", [LATE, Visit("thin"), Visit("forbidden"), Visit("unreadable"), Visit("complete", EXTRACT)]
)
async def test_a_page_that_goes_away_does_not_change_its_article_back(found: Visit) -> None:
    now = NOON
    pages = Pages()
    text = full_text(pages, now=lambda: now)
    (first,) = (await text.extend([made()], FEED)).articles
    now += timedelta(days=1)
    pages.found[made().url] = found
    again = await text.extend([made()], FEED)
    assert again.articles[0].content == first.content
    assert again.articles[0].notes == ("full_text",)
    assert not again.again
    (edited,) = (await text.extend([made(body="The feed says something else.")], FEED)).articles
    assert edited.body == "The feed says something else."


async def test_a_page_that_may_be_no_article_says_so_and_takes_the_place_of_none() -> None:
    now = NOON
    other = Extract(own="A text that shares no word.", doubtful=True)
    pages = Pages({made().url: Visit("both", other)})
    text = full_text(pages, now=lambda: now)
    (first,) = (await text.extend([made()], FEED)).articles
    assert (first.body, first.notes) == (other.own, ("full_text_both",))
    now += timedelta(days=1)
    pages.found[made().url] = EXTRACTED
    (second,) = (await text.extend([made()], FEED)).articles
    assert second.notes == ("full_text",)
    now += timedelta(days=1)
    pages.found[made().url] = Visit("both", other)
    (third,) = (await text.extend([made()], FEED)).articles
    assert (third.content, third.notes) == (second.content, ("full_text",))


async def test_the_log_says_what_came_of_the_pages_of_a_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.sources.fulltext.extend.log", structlog.get_logger())
    pages = Pages({f"{SITE}/2": Visit("notice")})
    with capture_logs() as logs:
        await extended(pages, made(), made(url=f"{SITE}/2"), made(url=f"{SITE}/3"))
    (line,) = (line for line in logs if line["log_level"] == "info")
    assert (line["feed"], line["pages"]) == ("wire", "2 extracted, 1 notice")


async def test_what_stands_on_every_page_of_a_host_is_left_out() -> None:
    text = full_text(Pages())
    articles = [made(url=f"{SITE}/{number}") for number in range(4)]
    found = await text.extend(articles, FEED)
    assert [LINK in article.body for article in found.articles] == [True, True, False, False]
    again = await text.extend(articles[:1], FEED)
    assert again.articles[0].content == found.articles[0].content


async def test_a_date_of_the_page_stands_in_for_a_missing_one() -> None:
    on_page = NOON - timedelta(hours=1)
    pages = Pages({made().url: Visit("extracted", Extract(own=STORY.text, published=on_page))})
    missing = await one(pages, made(published=None, date_source="missing"))
    assert (missing.published, missing.date_source) == (on_page, "page")
    given = await one(pages, made(published=NOON - timedelta(days=1)))
    assert (given.published, given.date_source) == (NOON - timedelta(days=1), "published")
    unread = await one(pages, made(published=None, date_source="unreadable"))
    assert (unread.published, unread.date_source) == (None, "unreadable")
    ahead = await one(
        pages, made(published=None, date_source="missing", fetched=on_page - timedelta(hours=1))
    )
    assert (ahead.published, ahead.date_source) == (None, "missing")


async def test_a_language_that_the_feed_did_not_tell_is_guessed_by_the_page() -> None:
    story = STORIES["tr"]
    pages = Pages({made(story).url: Visit("extracted", Extract(own=story.text))})
    assert (await one(pages, made(story, language="und"))).language == "tr"
    assert (await one(pages, made(story, language="az"))).language == "az"


async def test_each_outcome_is_counted() -> None:
    instruments = Instruments("source")
    pages = Pages({f"{SITE}/2": Visit("thin")})
    text = FullText(pages, instruments, now=lambda: NOON)
    await text.extend([made(), made(url=f"{SITE}/2"), made(url=SITE)], FEED)
    await text.extend([made()], FEED)
    shown = instruments.exposition().decode()
    counted = {line for line in shown.splitlines() if line.startswith("tocsin_full_text_total{")}
    wanted = (
        f'tocsin_full_text_total{{outcome="{outcome}"}} 1.0' for outcome in ("extracted", "thin", "reused")
    )
    assert {line for line in counted if not line.endswith(" 0.0")} == set(wanted)


async def test_our_own_fault_leaves_the_article() -> None:
    class Broken(Pages):
        async def page(self, article: Article, feed: Feed, seconds: float) -> Visit:
            raise RuntimeError("broken")

    article = await one(Broken(), made())
    assert (article.body, article.notes) == (made().body, ("full_text_failed",))


async def test_whoever_stops_waiting_stops_the_asking() -> None:
    stopped = asyncio.Event()

    class Waiting(Pages):
        async def page(self, article: Article, feed: Feed, seconds: float) -> Visit:
            try:
                await asyncio.Event().wait()
            finally:
                stopped.set()
            return EXTRACTED

    task = asyncio.create_task(full_text(Waiting()).extend([made()], FEED))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(2):
        await stopped.wait()


FOUNDS = st.sampled_from(
    [EXTRACTED, LATE, Visit("thin"), Visit("forbidden"), Visit("complete", EXTRACT), Visit("unreadable")]
)
URLS = st.sampled_from(["", SITE, *(f"{SITE}/{number}" for number in range(6)), "https://other.example/a"])


@given(st.lists(st.tuples(URLS, FOUNDS), max_size=12))
async def test_every_article_comes_back_in_its_place_as_itself(entries: list[tuple[str, Visit]]) -> None:
    articles = [made(url=url, id=f"a{at}") for at, (url, _) in enumerate(entries)]
    found = await extended(Pages(dict(entries)), *articles)
    assert [article.id for article in found.articles] == [article.id for article in articles]
    assert [article.title for article in found.articles] == [article.title for article in articles]
    for before, after in zip(articles, found.articles, strict=True):
        assert after.body
        assert after.content == content_digest(after.title, after.body[: after.own])
        assert after == before or after.notes
    assert all("full_text_failed" in found.articles[at].notes for at in found.again)
