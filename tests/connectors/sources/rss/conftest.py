"""The feed world as a fixture."""

import socket
from collections.abc import AsyncIterator

import pytest

from tests.connectors.sources.rss.world import World, feed_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Feeds on loopback."""
    async with feed_world() as world:
        yield world


@pytest.fixture
def unused_tcp_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
