"""Where hubs reach us: they ask whether a subscription is meant, and push what a feed publishes."""

import asyncio
from datetime import timedelta
from typing import Final

from aiohttp import web

from connectors.sources.websub.callbacks import Callbacks
from tocsin.config.model import WebSub

_READ_WITHIN: Final = 30.0
_TAKE_WITHIN: Final = 30.0
_MOST_SECONDS: Final = 10**9
_MOST_DIGITS: Final = 10


class Door:
    """Serves the callbacks' addresses on loopback or behind a proxy; the last part of a path is the token."""

    def __init__(self, settings: WebSub, callbacks: Callbacks, max_bytes: int) -> None:
        self._settings = settings
        self._callbacks = callbacks
        self._max_bytes = max_bytes
        self._runner: web.AppRunner | None = None

    async def open(self) -> int:
        """Listen; returns the port.

        Raises:
            OSError: the address is taken or not ours.
        """
        app = web.Application(client_max_size=self._max_bytes)
        app.router.add_get("/{path:.*}", self._asked_back, allow_head=False)
        app.router.add_post("/{path:.*}", self._pushed)
        self._runner = runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, self._settings.host, self._settings.port).start()
        port: int = runner.addresses[0][1]
        return port

    async def close(self) -> None:
        """Stop listening. Closing twice is closing once."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _asked_back(self, request: web.Request) -> web.Response:
        said = request.query
        mode, topic = said.get("hub.mode", ""), said.get("hub.topic", "")
        if not self._callbacks.asked_back(
            _token(request), mode, topic, _lease(said.get("hub.lease_seconds", ""))
        ):
            raise web.HTTPNotFound
        # A hub may say anything here: as plain text it is no page of ours in anyone's browser.
        headers = {"X-Content-Type-Options": "nosniff"}
        return web.Response(text=said.get("hub.challenge", ""), content_type="text/plain", headers=headers)

    async def _pushed(self, request: web.Request) -> web.Response:
        token = _token(request)
        if not self._callbacks.known(token):
            raise web.HTTPNotFound
        try:
            async with asyncio.timeout(_READ_WITHIN):
                body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            self._callbacks.missed("too_large")
            raise
        except TimeoutError as fault:
            self._callbacks.missed("stalled")
            raise web.HTTPRequestTimeout from fault
        signature = request.headers.get("X-Hub-Signature", "")
        try:
            async with asyncio.timeout(_TAKE_WITHIN):
                wanted = await self._callbacks.pushed(
                    token, signature, request.content_type, request.charset or "", body
                )
        except TimeoutError as fault:  # the hub comes again
            self._callbacks.missed("unavailable")
            raise web.HTTPServiceUnavailable from fault
        if not wanted:
            raise web.HTTPGone
        return web.Response(status=202)


def _token(request: web.Request) -> str:
    return request.match_info["path"].rpartition("/")[2]


def _lease(text: str) -> timedelta | None:
    """What the hub says; nothing where it says nothing that makes sense."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        return None
    seconds = int(text)
    return timedelta(seconds=seconds) if 0 < seconds <= _MOST_SECONDS else None
