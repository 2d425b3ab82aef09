"""Articles pushed to us by HTTP: ``POST /articles`` with a bearer token, answered once Kafka has them."""

import asyncio
import hmac
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

import msgspec
from aiohttp import web

from connectors.sources.base import Reading
from connectors.sources.ingest.request import Fault, articles_in
from connectors.sources.lines import Lines, Recall
from runtime.apart import done_apart
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.config.model import Ingest
from tocsin.contract.events import Article
from tocsin.feeds.outcome import IngestOutcome
from tocsin.metrics import INGESTS

FEED: Final = "ingest"

_MOST_WAITING: Final = 64
_PATIENCE: Final = 30.0
_READ_WITHIN: Final = 60.0
_COME_AGAIN: Final = "10"  # seconds

log = get(__name__)


class Pushed(msgspec.Struct, eq=False):
    """The articles of one request; ``taken`` is True when Kafka has them, False when we stop before that."""

    articles: tuple[Article, ...]
    taken: "asyncio.Future[bool]"


class IngestSource:
    """Listens for articles; ``connectors.sources.base.Source`` tells the three verbs.

    ``token`` is what whoever pushes must show. A request is answered with 202 once Kafka has every article of it, with
    503 where that takes longer than ``patience`` seconds: then it may have some, and a repeat does no harm.
    """

    def __init__(
        self,
        settings: Ingest,
        token: str,
        instruments: Instruments,
        *,
        patience: float = _PATIENCE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if not token:
            raise ValueError("ingest.token: nobody may push articles without one")
        self._settings = settings
        self._token = token.encode()
        self._instruments = instruments
        self._patience = patience
        self._now = now
        self._lines, self._recall = Lines(FEED), Recall()
        self._waiting: asyncio.Queue[Pushed] = asyncio.Queue(_MOST_WAITING)
        self._open: set[Pushed] = set()
        self._runner: web.AppRunner | None = None
        self.port = 0
        instruments.prime(INGESTS)

    async def connect(self) -> None:
        """Listen. Raises ``OSError`` where the address is taken or not ours."""
        app = web.Application(client_max_size=self._settings.max_bytes)
        app.router.add_post("/articles", self._push)
        self._runner = runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, self._settings.host, self._settings.port or 0).start()
        self.port = runner.addresses[0][1]
        log.info("listening for articles", host=self._settings.host, port=self.port)

    async def read(self) -> Reading:
        """The next request's articles."""
        while (pushed := await self._waiting.get()).taken.done():
            continue  # whoever pushed it was told to come again
        offers = tuple(self._recall.offer(article) for article in pushed.articles)
        return Reading(FEED, offers, (), partial(self._acknowledged, pushed))

    async def close(self) -> None:
        """Stop listening. Closing twice is closing once."""
        for pushed in self._open:
            _settle(pushed, False)
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def _acknowledged(self, pushed: Pushed) -> None:
        for article in pushed.articles:
            self._recall.sent(article)
        _settle(pushed, True)

    async def _push(self, request: web.Request) -> web.Response:
        if not self._allowed(request.headers.get("Authorization", "")):
            return self._answer("unauthorized", 401, {"WWW-Authenticate": "Bearer"})
        try:
            async with asyncio.timeout(_READ_WITHIN):
                body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return self._answer("too_large", 413)
        except TimeoutError:
            return self._answer("stalled", 408)
        reading = partial(articles_in, body, request.content_type, self._lines, self._now())
        found = await done_apart(reading, "read articles")
        if isinstance(found[0], Fault):
            return self._answer("invalid", 400, faults=found)
        return await self._bring(tuple(each for each in found if isinstance(each, Article)))

    async def _bring(self, articles: tuple[Article, ...]) -> web.Response:
        pushed = Pushed(articles, asyncio.get_running_loop().create_future())
        self._open.add(pushed)
        try:
            async with asyncio.timeout(self._patience):
                await self._waiting.put(pushed)
                taken = await pushed.taken
        except TimeoutError:
            taken = False
        finally:
            self._open.discard(pushed)
            _settle(pushed, False)
        if not taken:
            return self._answer("unavailable", 503, {"Retry-After": _COME_AGAIN})
        return self._answer("accepted", 202, ids=[article.id for article in articles])

    def _allowed(self, said: str) -> bool:
        scheme, _, token = said.partition(" ")
        # Whatever the length, and wherever they differ: it takes as long.
        same = hmac.compare_digest(token.strip().encode("utf-8", "surrogateescape"), self._token)
        return same and scheme.lower() == "bearer"

    def _answer(
        self,
        outcome: IngestOutcome,
        status: int,
        headers: dict[str, str] | None = None,
        **told: Sequence[object],
    ) -> web.Response:
        self._instruments.count(INGESTS, outcome=outcome)
        body = msgspec.json.encode({"outcome": outcome, **told})
        return web.Response(status=status, body=body, content_type="application/json", headers=headers)


def _settle(pushed: Pushed, taken: bool) -> None:
    if not pushed.taken.done():
        pushed.taken.set_result(taken)
