"""Each process's two pages: ``/metrics`` for Prometheus, ``/healthz`` for whoever restarts it."""

from collections.abc import Callable, Mapping
from typing import Final

from aiohttp import web

from runtime.apart import apart, result_within
from runtime.metrics import Instruments
from tocsin.metrics import UNHEALTHY

KAFKA: Final = "kafka"
"""The condition of a process that Kafka does not answer."""
STARTING: Final = "starting"
"""The condition of a process that does not do its work yet."""
_MOST_FOR_WRITING: Final = 30.0

Reasons = Mapping[str, str]


class Conditions:
    """What is wrong with a process now, by reason; mirrored in the ``UNHEALTHY`` gauge.

    Reasons are a closed few per process (they become label values); details are for people.
    Called, it returns what ``StatusPages`` wants to know.
    """

    def __init__(self, instruments: Instruments) -> None:
        self._instruments = instruments
        self._wrong: dict[str, str] = {}

    def set(self, reason: str, detail: str) -> None:
        """Something is wrong, or still wrong with a newer detail."""
        self._wrong[reason] = detail
        self._instruments.set(UNHEALTHY, 1, reason=reason)

    def clear(self, reason: str) -> None:
        """It is right again; nothing happens where it was right already."""
        if self._wrong.pop(reason, None) is not None:
            self._instruments.set(UNHEALTHY, 0, reason=reason)

    def __call__(self) -> Reasons:
        return dict(self._wrong)


class StatusPages:
    """Serves the pages. ``unhealthy`` returns what is wrong by reason, empty when all is well."""

    def __init__(
        self, instruments: Instruments, unhealthy: Callable[[], Reasons], *, host: str, port: int
    ) -> None:
        self._instruments = instruments
        self._unhealthy = unhealthy
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listen; returns the port (the system's choice where 0 was asked for).

        Raises:
            OSError: the address is taken or not ours.
        """
        app = web.Application()
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/healthz", self._healthz)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        port: int = self._runner.addresses[0][1]
        return port

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _metrics(self, request: web.Request) -> web.Response:
        """A source shows a hundred thousand series: they are written apart, so that its work goes on meanwhile."""
        headers = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        if packed:
            headers["Content-Encoding"] = "gzip"
        write = self._instruments.packed if packed else self._instruments.exposition
        body = await result_within(apart(write, "metrics"), _MOST_FOR_WRITING)
        return web.Response(body=body, headers=headers)

    async def _healthz(self, _: web.Request) -> web.Response:
        reasons = dict(self._unhealthy())
        body = {"alive": True, "ready": not reasons, "reasons": reasons}
        return web.json_response(body, status=503 if reasons else 200)
