"""A server, and a ``Fetch`` that may go to loopback."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from connectors.sources.web.exchange import Fetch
from connectors.sources.web.fetch import fetcher
from tests.connectors.sources.web.server import Server, serving
from tocsin.config.model import Rss

LOOPBACK = Rss(allow=("127.0.0.0/8",))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server at 127.0.0.1."""
    async with serving() as server:
        yield server


@pytest.fixture
async def fetch() -> AsyncIterator[Fetch]:
    """Asks servers on loopback, at noon on 2026-03-01."""
    async with fetcher(LOOPBACK, now=lambda: NOW) as fetch:
        yield fetch
