"""The source of pushed articles does what every source must do."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from connectors.sources.base import Source
from connectors.sources.ingest.source import IngestSource
from runtime.metrics import Instruments
from tests.conformance.sources import SourceConformance
from tocsin.config.model import Ingest

TOKEN = "open sesame"


class Pusher:
    """An outlet that pushes what it has, again and again until it is accepted."""

    def __init__(self) -> None:
        self._waiting: dict[str, str] = {}
        self._source: IngestSource | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = aiohttp.ClientSession()

    def publish(self, name: str, text: str) -> None:
        self._waiting[name] = text

    def source(self) -> Source:
        self._source = IngestSource(Ingest(port=0), TOKEN, Instruments("test"))
        return self._source

    async def run(self) -> None:
        while True:
            await asyncio.sleep(0.01)
            if self._waiting and self._source is not None and self._source.port:
                texts, self._waiting = self._waiting, {}
                self._tasks.add(asyncio.create_task(self._push(texts)))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    async def _push(self, texts: Mapping[str, str]) -> None:
        lines = [json.dumps({"id": name, "body": text, "feed": "ingest"}) for name, text in texts.items()]
        while not await self._accepted("\n".join(lines)):  # noqa: ASYNC110 -- the outlet is another program
            await asyncio.sleep(0.01)

    async def _accepted(self, body: str) -> bool:
        assert self._source is not None
        headers = {"Authorization": f"Bearer {TOKEN}"}
        try:
            url = f"http://127.0.0.1:{self._source.port}/articles"
            async with self._client.post(url, data=body, headers=headers) as response:
                return response.status == 202
        except aiohttp.ClientError:
            return False


class TestIngest(SourceConformance):
    @pytest.fixture
    async def outlet(self) -> AsyncIterator[Pusher]:
        pusher = Pusher()
        pushing = asyncio.create_task(pusher.run())
        yield pusher
        pushing.cancel()
        await asyncio.gather(pushing, return_exceptions=True)
        await pusher.close()
