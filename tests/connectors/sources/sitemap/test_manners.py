"""The parts of an index are asked for as politely as everything else."""

import asyncio
from datetime import timedelta
from itertools import pairwise

from connectors.sources.rss.making import rss_source
from runtime.metrics import Instruments
from tests.connectors.sources.sitemap.test_follow import index
from tests.connectors.sources.sitemap.test_read import news, urlset
from tests.connectors.sources.web.server import Act, Asked, Server, answer, serving
from tocsin.config.model import Config, Rss
from tocsin.feeds.feed import Feed

DELAY = 0.15
PARTS = ("/a.xml", "/b.xml", "/c.xml")
# One request at a time: were the index's own turn held while its parts are asked for, none would ever come.
SETTINGS = Rss(
    allow=("127.0.0.0/8",),
    host_delay=timedelta(seconds=DELAY),
    host_concurrency=1,
    timeout=timedelta(seconds=5),
)


async def test_their_host_is_left_alone_in_between() -> None:
    times: list[float] = []

    def noted(body: bytes) -> Act:
        async def act(_: Asked, writer: asyncio.StreamWriter) -> None:
            times.append(asyncio.get_running_loop().time())
            writer.write(answer(body=body))
            await writer.drain()

        return act

    async with serving() as server:
        server.pages["/index.xml"] = noted(index(*((server.url(part), "2026-11-22") for part in PARTS)))
        for part in PARTS:
            server.pages[part] = noted(urlset(news(f"News {part}", server.url(f"/article{part}"))))
        titles = await _titles(server)
    assert titles == [f"News {part}" for part in PARTS]
    assert len(times) == 1 + len(PARTS)
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.9 * DELAY


async def _titles(server: Server) -> list[str]:
    async with rss_source(Config(rss=SETTINGS), Instruments("source"), ()) as source:
        source.apply([Feed(id="desk", url=server.url("/index.xml"), format="sitemap")])
        source.take(0, 1, {})
        await source.connect()
        async with asyncio.timeout(15):
            reading = await source.read()
        return [offer.article.title for offer in reading.offers]
