"""All parts of `tocsin run`: started in order, kept running, stopped in the opposite order."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from cli import screen
from cli.child import Part
from cli.keeper import Keeper
from cli.partlog import PartLog
from cli.probing import page
from runtime.metrics import Instruments
from tocsin.metrics import RESTARTS

PATIENCE = 20.0
"""Seconds to wait for a part to call itself ready before the next ones are started all the same."""


class Supervisor:
    """Keeps parts. ``host`` is where they serve their pages; their logs go to ``folder``."""

    def __init__(self, host: str, folder: Path, instruments: Instruments, hurry: asyncio.Event) -> None:
        self._host, self._folder = host, folder
        self._instruments, self._hurry = instruments, hurry
        self._stages: list[dict[Keeper, asyncio.Task[None]]] = []

    def start(self, parts: Sequence[Part]) -> None:
        """Start ``parts`` side by side, as the next stage; what is started last is stopped first."""
        self._stages.append(
            {(keeper := self._keeper(part)): asyncio.create_task(keeper.run()) for part in parts}
        )

    async def ready(self) -> None:
        """Waits until every part started so far is ready, or for 20 s, and says which are not and why.

        Raises:
            Failure: one of them died too often.
        """
        everyone = asyncio.create_task(self._everyone())
        try:
            await asyncio.wait(
                [everyone, *self._running()], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
            )
            self._raise_failure()
            for keeper in self._keepers():
                if not keeper.ready.is_set():
                    screen.warn(f"{keeper.part.name} is not ready yet: {await self._why(keeper)}; going on")
        finally:
            everyone.cancel()

    async def watch(self) -> None:
        """Waits until a part can't be kept running.

        Raises:
            Failure: it died too often.
        """
        await asyncio.wait(self._running(), return_when=asyncio.FIRST_COMPLETED)
        self._raise_failure()

    async def pause(self) -> None:
        """Kill every part, and start none before ``resume``."""
        await asyncio.gather(*(keeper.pause() for keeper in self._keepers()))

    def resume(self) -> None:
        """Start every part again."""
        for keeper in self._keepers():
            keeper.resume()

    async def stop(self) -> None:
        """Stop every stage, the last one first, each part within its grace."""
        while self._stages:
            stage = self._stages.pop()
            await asyncio.gather(*(keeper.stop(self._hurry) for keeper in stage))
            await asyncio.gather(*stage.values(), return_exceptions=True)
            for keeper in stage:
                keeper.close()

    def _keeper(self, part: Part) -> Keeper:
        self._instruments.prime(RESTARTS, part=part.name)
        return Keeper(
            part,
            PartLog(part.name, self._folder),
            page(self._host, part.port, "/healthz"),
            lambda: self._instruments.count(RESTARTS, part=part.name),
        )

    def _keepers(self) -> list[Keeper]:
        return [keeper for stage in self._stages for keeper in stage]

    def _running(self) -> list[asyncio.Task[None]]:
        return [task for stage in self._stages for task in stage.values()]

    async def _everyone(self) -> None:
        for keeper in self._keepers():
            await keeper.ready.wait()

    def _raise_failure(self) -> None:
        for task in self._running():
            if task.done():
                task.result()

    async def _why(self, keeper: Keeper) -> str:
        wrong = await keeper.wrong()
        if wrong is None:
            return "it does not answer"
        return (
            "; ".join(f"{reason}: {detail}" for reason, detail in wrong.items()) or "it is just becoming so"
        )
