"""Keeps the embedded broker running while `tocsin run` is on."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from cli import screen
from cli.embedded import EmbeddedBroker, EmbeddedBrokerError
from cli.exits import KEEPS_DYING, Failure
from runtime.metrics import Instruments
from tocsin.metrics import RESTARTS
from tocsin.supervision import GiveUp, restart

NAME = "broker"
POLL_SECONDS = 0.5


class BrokerKeeper:
    """Starts ``broker`` again when it dies: what it held may be gone. Before that ``died`` is awaited, after it
    ``restarted``.
    """

    def __init__(
        self,
        broker: EmbeddedBroker,
        instruments: Instruments,
        died: Callable[[], Awaitable[None]],
        restarted: Callable[[], Awaitable[None]],
    ) -> None:
        self._broker, self._instruments = broker, instruments
        self._died, self._restarted = died, restarted
        instruments.prime(RESTARTS, part=NAME)
        self._deaths: list[float] = []

    async def run(self) -> None:
        """Until cancelled.

        Raises:
            Failure: it died too often.
        """
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if not self._broker.alive():
                await self._start_again()

    async def stop(self) -> None:
        """Let the broker save its data and end: at most 30 s."""
        began = time.monotonic()
        await asyncio.to_thread(self._broker.stop)
        screen.say(f"broker stopped ({time.monotonic() - began:.1f} s)")

    async def _start_again(self) -> None:
        now = time.monotonic()
        self._deaths.append(now)
        decision = restart(self._deaths, now)
        if isinstance(decision, GiveUp):
            raise Failure(
                f"the embedded broker died {decision.deaths} times within a minute; giving up", KEEPS_DYING
            )
        screen.warn(
            f"the embedded broker died: what it had taken but not saved is lost; starting it again in "
            f"{decision.after:.0f} s"
        )
        self._instruments.count(RESTARTS, part=NAME)
        await self._died()
        await asyncio.sleep(decision.after)
        try:
            await self._start_broker()
        except EmbeddedBrokerError as fault:
            screen.warn(str(fault))
            return
        screen.say("broker ready again; every part starts anew")
        await self._restarted()

    async def _start_broker(self) -> None:
        self._broker.spawn()  # on this thread, which the broker is tied to; the wait may be long, and is not
        while not await asyncio.to_thread(self._broker.wait):
            self._broker.spawn()
