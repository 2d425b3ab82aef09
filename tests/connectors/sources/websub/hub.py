"""A WebSub hub on loopback: takes subscriptions, asks back, pushes signed content, and misbehaves on demand."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

Pages = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Hub:
    """``asked`` are the forms it got; ``answer`` its status for them; ``verifies`` whether it then asks back;
    ``repeats`` whether it says in its answer what it was told."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, str]] = []
        self.answer = 202
        self.repeats = False
        self.redirect = ""
        self.verifies = True
        self.lease = "600"
        self.confirmed: list[tuple[int, str]] = []
        self.url = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._client: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def served(self, pages: Pages | None = None) -> AsyncIterator["Hub"]:
        """While it lasts; ``pages`` are what else there is at its host and port."""
        app = web.Application()
        app.router.add_post("/moved", self._subscribe)
        app.router.add_post("/", self._subscribe)
        if pages is not None:
            app.router.add_get("/{path:.*}", pages)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        try:
            async with aiohttp.ClientSession() as self._client:
                yield self
                await asyncio.gather(*self._tasks)
        finally:
            await runner.cleanup()

    async def ask_back(
        self, callback: str, topic: str, *, mode: str = "subscribe", **more: str
    ) -> tuple[int, str]:
        """What the subscriber answers: its status and body."""
        said = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": "<b>chal&lenge</b>", **more}
        assert self._client is not None
        async with self._client.get(f"{callback}?{urlencode(said)}") as response:
            return response.status, await response.text()

    async def push(
        self,
        body: bytes,
        method: str = "sha256",
        *,
        secret: str | None = None,
        callback: str = "",
        kind: str = "application/rss+xml; charset=utf-8",
    ) -> int:
        """Push ``body`` to the last subscriber; returns its status. No ``method``: unsigned."""
        form = self.asked[-1]
        headers = {
            "Content-Type": kind,
            "Link": f'<{self.url}>; rel="hub", <{form["hub.topic"]}>; rel="self"',
        }
        if method:
            key = (form["hub.secret"] if secret is None else secret).encode()
            headers["X-Hub-Signature"] = f"{method}={hmac.new(key, body, method).hexdigest()}"
        assert self._client is not None
        async with self._client.post(
            callback or form["hub.callback"], data=body, headers=headers
        ) as response:
            return response.status

    async def _subscribe(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        if self.redirect and request.path == "/":
            return web.Response(status=307, headers={"Location": self.redirect})
        self.asked.append(form)
        if self.answer == 202 and self.verifies:
            task = asyncio.create_task(self._verify(form))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return web.Response(status=self.answer, text=str(form) if self.repeats else "so the hub says")

    async def _verify(self, form: Mapping[str, str]) -> None:
        more = {"hub.lease_seconds": self.lease} if self.lease else {}
        self.confirmed.append(await self.ask_back(form["hub.callback"], form["hub.topic"], **more))
