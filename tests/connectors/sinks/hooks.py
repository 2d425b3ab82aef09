"""A receiver of webhooks on loopback that remembers what it was sent."""

import asyncio
from types import TracebackType
from typing import Self

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestServer

from tocsin.contract.codec import InvalidEvent
from tocsin.contract.events import Alert
from tocsin.delivery.notice import Notice, read_notice


class Hit(msgspec.Struct):
    """One request. ``names`` has the name of each header as often as it was sent."""

    headers: dict[str, str]
    body: bytes
    names: list[str]

    @property
    def notice(self) -> Notice:
        found = read_notice(self.body)
        assert not isinstance(found, InvalidEvent), found
        return found

    @property
    def alert(self) -> Alert:
        return msgspec.json.decode(self.body, type=Alert)


class HookServer:
    """Answers every POST with ``status`` and ``headers``, after ``delay`` seconds; a 2xx one counts as received."""

    def __init__(self) -> None:
        self.status = 204
        self.headers: dict[str, str] = {}
        self.delay = 0.0
        self.hits: list[Hit] = []
        self.received: list[Hit] = []
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server(access_log=None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("/hook"))

    async def _answer(self, request: web.Request) -> web.Response:
        hit = Hit(
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
            names=[name.lower() for name in request.headers],
        )
        self.hits.append(hit)
        await asyncio.sleep(self.delay)
        if 200 <= self.status < 300:
            self.received.append(hit)
        return web.Response(status=self.status, headers=self.headers)
