"""A feed in trouble rings by itself: from its server's answer to what the receivers have, and to what ops see."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cli.embedded import EmbeddedBroker
from tests.connectors.sources.rss.world import World, feed_world, item, rss
from tests.e2e.desk import Desk
from tests.happenings import happening
from tests.streams.harness import until
from tocsin.metrics import DELIVERIES, FEED_ALERTS_SENT, FEED_TROUBLES, FEEDS

pytestmark = [pytest.mark.e2e, pytest.mark.embedded, pytest.mark.timeout(240)]

RECEIVERS = [
    {"name": "log", "sink": "jsonl", "path": "alerts.jsonl"},
    {"name": "news", "sink": "jsonl", "path": "news.jsonl", "feed_alerts": False},
]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with feed_world() as world:
        yield world


async def test_a_feed_behind_a_login_page_is_told_once_and_so_is_its_return(
    embedded_broker: EmbeddedBroker, tmp_path: Path, world: World
) -> None:
    first, second = (
        item(name.lower(), f"{name} word from Idlib. {happening(number).body}", name)
        for number, name in enumerate(("First", "Second"))
    )
    page = world.page("/wire", rss(first))
    with Desk(tmp_path, receivers=RECEIVERS) as desk:
        desk.feeds({"wire": world.url("/wire?token=secret")})
        run = desk.start("run", "--bootstrap-servers", embedded_broker.address)
        await desk.delivered({"First"})
        source, sink = desk.part("source"), desk.part("sink-log")
        page.body = b"<!doctype html><html><title>Sign in</title><p>Your name, please.</p></html>"

        async def told() -> bool:
            return [alert.kind for alert in desk.feed_alerts()] == ["raised"]

        await until(told, what="a feed alert")
        (raised,) = desk.feed_alerts()
        assert (raised.feed, raised.trouble, raised.severity) == ("wire", "html", "high")
        assert raised.url == world.url("/wire")
        assert await source.counted(FEED_TROUBLES, feed="wire", trouble="html") == 1
        assert await source.counted(FEEDS, state="troubled") == 1

        page.body = rss(second, first).encode()
        await desk.delivered({"Second"})

        async def over() -> bool:
            return [alert.kind for alert in desk.feed_alerts()] == ["raised", "cleared"]

        await until(over, what="the end of the trouble")
        cleared = desk.feed_alerts()[1]
        assert (cleared.id, cleared.since) == (raised.id, raised.since)
        assert await source.counted(FEED_TROUBLES, feed="wire") == 0
        assert await source.counted(FEED_ALERTS_SENT, kind="raised", trouble="html") == 1
        assert await sink.counted(DELIVERIES, outcome="delivered") == 4
        assert desk.feed_alerts("news.jsonl") == []
        assert {alert.report.title for alert in desk.alerts("news.jsonl")} == {"First", "Second"}
        assert "secret" not in source.said() + sink.said() + run.said()
