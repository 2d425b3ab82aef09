"""Waiting for what others do, which sets no event of ours."""

import asyncio
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 40.0


async def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Return once ``true()`` is. Raises ``TimeoutError`` where it is not in time."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
