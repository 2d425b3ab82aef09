"""The feed world as a fixture."""

from collections.abc import AsyncIterator

import pytest

from tests.connectors.sources.rss.world import World, feed_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Feeds on loopback."""
    async with feed_world() as world:
        yield world
