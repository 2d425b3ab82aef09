"""A small world of feeds on loopback: pages a test writes, with the manners of real servers, good and bad."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import escape

from aiohttp import web

Headers = Mapping[str, str]


def rss(*items: str, title: str = "Desk", language: str = "en") -> str:
    """An RSS 2.0 document around ``items``."""
    head = f"<title>{title}</title><link>https://desk.example/</link><language>{language}</language>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'


def item(name: str, text: str = "", title: str = "") -> str:
    """An item of an RSS 2.0 document."""
    link = f"https://desk.example/{name}"
    return (
        f"<item><title>{escape(title or name)}</title><link>{link}</link>"
        f"<description>{escape(text)}</description></item>"
    )


class Page:
    """What one address answers. ``tagged`` pages know conditional GET; ``endless`` ones never stop sending."""

    def __init__(self, body: str | bytes = b"", *, tagged: bool = True) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.tagged = tagged
        self.status = 200
        self.headers: dict[str, str] = {"Content-Type": "application/xml"}
        self.zipped = False
        self.hangs = False
        self.thinks = 0.0
        self.endless = b""
        self.pause = 0.0
        self.tag = ""
        self.breaks_off = False
        self.asked: list[Headers] = []
        self.sent = 0

    @property
    def etag(self) -> str:
        return self.tag or f'"{hash(self.body)}"'


class World:
    """The server; ``pages`` by path."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.base = ""
        self.most_at_once = 0
        self._now = 0
        self._end = asyncio.Event()

    def page(self, path: str, body: str | bytes = b"", *, tagged: bool = True) -> Page:
        """Put a page at ``path``."""
        page = self.pages[path] = Page(body, tagged=tagged)
        return page

    def url(self, path: str) -> str:
        return f"{self.base}{path}"

    def end(self) -> None:
        self._end.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer as the page at this path would."""
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            return await self._answer(request)
        finally:
            self._now -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        page = self.pages[request.path]
        page.asked.append(dict(request.headers))
        await asyncio.sleep(page.thinks)
        if page.hangs:
            await self._end.wait()
        if page.endless:
            return await self._endless(request, page)
        if page.breaks_off:
            return await self._break_off(request, page)
        if page.tagged and request.headers.get("If-None-Match") == page.etag:
            return web.Response(status=304)
        headers = {**page.headers, **({"ETag": page.etag} if page.tagged else {})}
        body = page.body
        if page.zipped:
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        page.sent += len(body)
        return web.Response(status=page.status, body=body, headers=headers)

    async def _endless(self, request: web.Request, page: Page) -> web.StreamResponse:
        response = web.StreamResponse(headers=page.headers)
        await response.prepare(request)
        while not self._end.is_set():
            try:
                await response.write(page.endless)
            except ConnectionError:
                break
            page.sent += len(page.endless)
            await asyncio.sleep(page.pause)
        return response

    async def _break_off(self, request: web.Request, page: Page) -> web.StreamResponse:
        headers = {**page.headers, "Content-Length": str(len(page.body) + 1000), "ETag": page.etag}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(page.body)
        assert request.transport is not None
        request.transport.close()
        return response


@asynccontextmanager
async def feed_world() -> AsyncIterator[World]:
    """A world while it lasts."""
    world = World()
    app = web.Application()
    app.router.add_get("/{path:.*}", world.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    world.base = f"http://{host}:{port}"
    try:
        yield world
    finally:
        world.end()
        await runner.cleanup()
