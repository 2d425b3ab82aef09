"""Keeps one part running: starts it, says when it is ready, starts it again when it dies."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping

from cli import screen
from cli.child import Child, Part
from cli.exits import KEEPS_DYING, Failure, how_it_ended
from cli.partlog import PartLog
from cli.probing import reasons
from tocsin.supervision import GiveUp, restart

POLL_SECONDS = 0.2


class Keeper:
    """One part. ``health`` is the address of its `/healthz`; ``restarted`` is called at each restart."""

    def __init__(self, part: Part, log: PartLog, health: str, restarted: Callable[[], None]) -> None:
        self.part = part
        self.ready = asyncio.Event()
        self._log, self._health, self._restarted = log, health, restarted
        self._child: Child | None = None
        self._spawning = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._may_start = asyncio.Event()
        self._may_start.set()
        self._killed: Child | None = None
        self._deaths: list[float] = []

    async def run(self) -> None:
        """Until ``stop`` is called.

        Raises:
            Failure: the part died too often.
        """
        while (child := await self._start()) is not None:
            announcing = asyncio.create_task(self._say_when_ready(time.monotonic()))
            code = await child.ended()
            announcing.cancel()
            if child is self._killed:
                self._restarted()
            elif not self._stopping.is_set():
                await self._mourn(code)

    async def stop(self, hurry: asyncio.Event) -> None:
        """Stop the part and do not start it again."""
        self._stopping.set()
        self._may_start.set()
        async with self._spawning:  # a start under way leaves a child to stop
            child = self._child
        if child is not None and child.alive():
            await self._stop(child, hurry)

    async def pause(self) -> None:
        """Kill the part; that is no death. It is not started again before ``resume``."""
        self._may_start.clear()
        async with self._spawning:
            child = self._killed = self._child
        if child is not None and child.alive():
            await child.kill()

    def resume(self) -> None:
        """Start the part again."""
        self._may_start.set()

    def close(self) -> None:
        """Let go of the log, once ``run`` has ended."""
        self._log.close()

    async def _stop(self, child: Child, hurry: asyncio.Event) -> None:
        began = time.monotonic()
        if await child.stop(hurry):
            screen.say(f"{self.part.name} stopped ({time.monotonic() - began:.1f} s)")
        else:
            screen.warn(
                f"{self.part.name} did not stop by itself in time and was killed; nothing is lost by that"
            )

    async def wrong(self) -> Mapping[str, str] | None:
        """What the part itself says is wrong with it; ``None`` where it does not answer."""
        return await reasons(self._health)

    async def _start(self) -> Child | None:
        await self._may_start.wait()
        async with self._spawning:
            if self._stopping.is_set():
                return None
            self._child = await Child.start(self.part, self._log)
            return self._child

    async def _say_when_ready(self, began: float) -> None:
        while await reasons(self._health) != {}:  # noqa: ASYNC110 -- another process: nobody sets an event here
            await asyncio.sleep(POLL_SECONDS)
        again = " again" if self.ready.is_set() else ""
        screen.say(f"{self.part.name} ready{again} ({time.monotonic() - began:.1f} s)")
        self.ready.set()

    async def _mourn(self, code: int) -> None:
        now = time.monotonic()
        self._deaths.append(now)
        decision = restart(self._deaths, now)
        died = f"{self.part.name} ended: {how_it_ended(code)}"
        if isinstance(decision, GiveUp):
            screen.warn(f"{self.part.name} keeps dying; stopping everything. Its last lines:")
            screen.quote(self._log.tail())
            raise Failure(
                f"{died}, for the {decision.deaths}th time within {decision.within:.0f} s; giving up. "
                f"Its last lines are above, all of them in {self._log.path}",
                KEEPS_DYING,
            )
        screen.warn(f"{died}; starting it again in {decision.after:.0f} s (log: {self._log.path})")
        self._restarted()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), decision.after)
