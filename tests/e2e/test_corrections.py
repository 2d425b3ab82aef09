"""An outlet changes its mind: what it said first has rung, and whoever was told is told that it no longer says so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cli.embedded import EmbeddedBroker
from tests.connectors.sources.rss.world import World, feed_world, item, rss
from tests.e2e.desk import Desk
from tests.happenings import happening
from tests.streams.harness import until
from tocsin.metrics import ALERTS, PLACED, WITHDRAWALS

pytestmark = [pytest.mark.e2e, pytest.mark.embedded, pytest.mark.timeout(240)]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with feed_world() as world:
        yield world


async def test_a_report_that_is_corrected_is_taken_back_where_it_was_told_and_once(
    embedded_broker: EmbeddedBroker, tmp_path: Path, world: World
) -> None:
    other = item("other", f"Quiet in Idlib. {happening(2).body}", "Other")
    page = world.page("/wire", rss(item("first", f"Shelling in Idlib. {happening(1).body}", "First"), other))
    with Desk(tmp_path) as desk:
        desk.feeds({"wire": world.url("/wire")})
        desk.start("run", "--bootstrap-servers", embedded_broker.address)
        await desk.delivered({"First", "Other"}, seconds=150)
        first = page.body
        page.body = rss(
            item("first", f"A festival in Tarnovia. {happening(1).body}", "Corrected"), other
        ).encode()

        async def taken_back() -> bool:
            return "retraction" in [alert.kind for alert in desk.alerts()]

        await until(taken_back, what="a retraction")
        by_kind = {
            alert.kind: alert for alert in desk.alerts() if alert.report.article != _id_of(desk, "Other")
        }
        initial, retraction = by_kind["initial"], by_kind["retraction"]
        assert retraction.id == initial.id
        assert retraction.reason == "withdrawn"
        assert retraction.references == (initial.event_id,)
        assert retraction.receivers == initial.receivers
        worker = desk.part("worker")
        assert await worker.counted(WITHDRAWALS, watchlist="idlib") == 1
        assert await worker.counted(PLACED, watchlist="idlib", relation="new") == 2
        assert await worker.counted(ALERTS, watchlist="idlib", kind="retraction", reason="withdrawn") == 1
        assert sorted(alert.kind for alert in desk.alerts()) == ["initial", "initial", "retraction"]

        page.body = first

        async def stands_again() -> bool:
            return len(desk.alerts()) > 3

        await until(stands_again, what="an update: the outlet is back at what it said first")
        [update] = [alert for alert in desk.alerts() if alert.kind == "update"]
        assert (update.id, update.reason, update.report.title) == (initial.id, "revised", "First")
        assert update.references == (retraction.event_id,)
        assert update.receivers == initial.receivers


def _id_of(desk: Desk, title: str) -> str:
    return next(alert.report.article for alert in desk.alerts() if alert.report.title == title)
