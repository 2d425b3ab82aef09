"""A feed that asks for full text, from its document to what is offered: new with its page, and once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.sources.rss.making import rss_source
from connectors.sources.rss.source import RssSource
from runtime.metrics import Instruments
from tests.connectors.sources.fulltext.pages import STORIES, Story, page
from tests.connectors.sources.web.server import Server, serving
from tocsin.config.model import Config, Rss
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.polling.decide import Offer
from tocsin.polling.state import FeedState
from tocsin.text.lexicon import NO_LEXICON
from tocsin.watchlist.load import loaded, read_watchlist
from tocsin.watchlist.model import Watchlist

OFTEN = timedelta(milliseconds=30)
# One request at a time: were the feed's own turn held while its pages are asked for, none would ever come.
SETTINGS = Rss(
    allow=("127.0.0.0/8",), interval=OFTEN, host_delay=timedelta(milliseconds=1), host_concurrency=1
)
WATCHLISTS = Path(__file__).parents[4] / "watchlists"
HTML = "text/html; charset=utf-8"


def document(server: Server, stories: Iterable[Story]) -> bytes:
    items = (
        f"<item><title>{story.title}</title><link>{server.url(f'/{at}')}</link>"
        f"<description>{story.paragraphs[0]}</description></item>"
        for at, story in enumerate(stories)
    )
    return f'<rss version="2.0"><channel><title>Wire</title>{"".join(items)}</channel></rss>'.encode()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        server.say("/rss", body=document(server, STORIES.values()), Content_Type="application/rss+xml")
        for at, story in enumerate(STORIES.values()):
            server.say(f"/{at}", body=page(story).encode(), Content_Type=HTML)
        yield server


class Reader:
    """What the source offered so far, acknowledged."""

    def __init__(self, source: RssSource) -> None:
        self.source = source
        self.offers: list[Offer] = []
        self.state: FeedState | None = None

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                try:
                    async with asyncio.timeout(0.02):
                        reading = await self.source.read()
                except TimeoutError:
                    continue
                self.offers += reading.offers
                self.state = reading.state or self.state
                reading.acknowledged()

    @property
    def articles(self) -> list[Article]:
        return [offer.article for offer in self.offers]


@asynccontextmanager
async def reading(
    server: Server, settings: Rss = SETTINGS, known: FeedState | None = None
) -> AsyncIterator[Reader]:
    async with rss_source(Config(rss=settings), Instruments("source"), ()) as source:
        source.apply([Feed(id="wire", url=server.url("/rss"), interval=OFTEN, full_text=True)])
        source.take(0, 1, {"wire": known} if known else {})
        await source.connect()
        yield Reader(source)


async def test_every_entry_is_offered_once_with_the_text_of_its_page(server: Server) -> None:
    async with reading(server) as reader:
        await reader.until(lambda: len(reader.offers) == len(STORIES))
        await reader.until(lambda: server.targets().count("/rss") > 5)
    assert [offer.reason for offer in reader.offers] == ["new"] * len(STORIES)
    for story, article in zip(STORIES.values(), reader.articles, strict=True):
        assert article.body[: article.own] == story.text
        assert article.notes == ("full_text",)
    assert [server.targets().count(f"/{at}") for at in range(len(STORIES))] == [1] * len(STORIES)


@pytest.mark.parametrize("answer", [503, 404, 410])
async def test_an_entry_goes_out_without_its_page_and_again_with_it(server: Server, answer: int) -> None:
    server.say("/0", answer)
    async with reading(server) as reader:
        await reader.until(lambda: len(reader.offers) == len(STORIES))
        first = reader.articles[0]
        server.say("/0", body=page(STORIES["ar"]).encode(), Content_Type=HTML)
        await reader.until(lambda: len(reader.offers) > len(STORIES))
        await reader.until(lambda: server.targets().count("/rss") > 8)
    assert (first.body, first.notes) == (STORIES["ar"].paragraphs[0], ("full_text_failed",))
    (again,) = reader.offers[len(STORIES) :]
    assert (again.reason, again.article.id) == ("changed", first.id)
    assert again.article.body[: again.article.own] == STORIES["ar"].text


@pytest.mark.parametrize("answer", [404, 503])
async def test_an_article_due_to_be_sent_again_is_not_sent_without_the_page_it_had(
    server: Server, answer: int
) -> None:
    """After a restart, when nobody remembers what the page said: it would look revised."""
    async with reading(server) as reader:
        await reader.until(lambda: len(reader.offers) == len(STORIES))
    for at in range(3):
        server.say(f"/{at}", answer)
    at_once = SETTINGS.model_copy(update={"renew": timedelta(seconds=1)})
    async with reading(server, at_once, reader.state) as again:
        await again.until(lambda: len({article.id for article in again.articles}) == len(STORIES) - 3)
        polls = server.targets().count("/rss")
        await again.until(lambda: server.targets().count("/rss") > polls + 5)
    assert {offer.reason for offer in again.offers} == {"renewal"}
    before = {article.id: article.content for article in reader.articles[3:]}
    assert {article.id: article.content for article in again.articles} == before


async def test_a_first_report_under_headlines_that_tell_nothing_fires(server: Server) -> None:
    report = "Inspectors said on Sunday that chemical weapons had been found in a warehouse near the northern road."
    teasers = {"Story number 1": "", "Story number 2": "Short note.", "A long winter, they say": "Read more"}
    stories = [Story(title, (report,), "More", "Another", "Home") for title in teasers]
    items = "".join(
        f"<item><title>{title}</title><link>{server.url(f'/{at}')}</link><description>{teaser}</description></item>"
        for at, (title, teaser) in enumerate(teasers.items())
    )
    server.say("/rss", body=f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    for at, story in enumerate(stories):
        server.say(f"/{at}", body=page(story).encode(), Content_Type=HTML)
    watchlist = read_watchlist(
        (WATCHLISTS / "chemical-weapons.yaml").read_text("utf-8"), "chemical-weapons.yaml"
    )
    assert isinstance(watchlist, Watchlist)
    matcher = WatchlistMatcher([loaded(watchlist)], NO_LEXICON)
    async with reading(server) as reader:
        await reader.until(lambda: len(reader.offers) == len(stories))
        await reader.until(lambda: server.targets().count("/rss") > 8)
    assert [offer.reason for offer in reader.offers] == ["new"] * len(stories)
    assert [len(list(matcher.match(article, article.fetched))) for article in reader.articles] == [1] * len(
        stories
    )


async def test_menus_and_links_of_the_page_fire_nothing_aloud(server: Server) -> None:
    text = (
        "id: astana\ntitle: Astana\nseverity: high\nterms: [{id: a, forms: {en: [Astana], ru: [Астана]}}]\n"
    )
    watchlist = read_watchlist(text, "astana.yaml")
    assert isinstance(watchlist, Watchlist)
    matcher = WatchlistMatcher([loaded(watchlist)], NO_LEXICON)
    async with reading(server) as reader:
        await reader.until(lambda: len(reader.offers) == len(STORIES))
    found = [match for article in reader.articles for match in matcher.match(article, article.fetched)]
    assert found
    assert {(match.severity, match.downgraded) for match in found} == {("low", "boilerplate")}
