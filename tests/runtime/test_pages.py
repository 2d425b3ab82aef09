"""The two pages that each process serves."""

import asyncio
import gzip
import threading
from collections.abc import AsyncIterator

import aiohttp
import pytest

from runtime.health import StatusPages
from runtime.metrics import Instruments
from tocsin.metrics import ARTICLES_JUDGED


@pytest.fixture
def instruments() -> Instruments:
    made = Instruments("source")
    made.count(ARTICLES_JUDGED, 3, verdict="new")
    return made


@pytest.fixture
async def page(instruments: Instruments) -> AsyncIterator[str]:
    pages = StatusPages(instruments, lambda: {"kafka": "away"}, host="127.0.0.1", port=0)
    yield f"http://127.0.0.1:{await pages.start()}"
    await pages.stop()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        yield session


async def test_metrics_come_plain_or_packed_and_say_the_same(
    page: str, client: aiohttp.ClientSession
) -> None:
    async with client.get(f"{page}/metrics", headers={"Accept-Encoding": "identity"}) as plain:
        text = await plain.read()
    async with client.get(f"{page}/metrics", headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        unpacked = gzip.decompress(await packed.read())
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    for body in (text, unpacked):
        assert b'tocsin_articles_judged_total{verdict="new"} 3.0\n' in body
        assert b"\nprocess_cpu_seconds_total " in body


async def test_the_process_goes_on_while_its_series_are_written(
    page: str, client: aiohttp.ClientSession, instruments: Instruments, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def write_slowly() -> bytes:
        return b"in time" if answered.wait(timeout=10) else b"late"

    monkeypatch.setattr(instruments, "exposition", write_slowly)
    async with asyncio.TaskGroup() as group:
        scrape = group.create_task(_plain(client, f"{page}/metrics"))
        async with client.get(f"{page}/healthz") as answer:
            assert answer.status == 503
        answered.set()
    assert scrape.result() == b"in time"


async def _plain(client: aiohttp.ClientSession, url: str) -> bytes:
    async with client.get(url, headers={"Accept-Encoding": "identity"}) as answer:
        return await answer.read()


async def test_health_says_why_it_is_not_ready(page: str, client: aiohttp.ClientSession) -> None:
    async with client.get(f"{page}/healthz") as answer:
        assert answer.status == 503
        assert await answer.json() == {"alive": True, "ready": False, "reasons": {"kafka": "away"}}
