"""One notice to one receiver, until the outcome is final."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from typing import Final

import msgspec

from connectors.sinks.base import Sink
from runtime.health import Conditions
from runtime.logs import get
from runtime.metrics import Instruments
from runtime.stopping import Interrupted, interruptible, pause
from tocsin.config.model import Receiver, Webhook
from tocsin.contract.events import Alert, DeadReason
from tocsin.delivery.notice import Notice
from tocsin.delivery.outcome import Delivered, Outcome, Rejected, RetryAfter
from tocsin.delivery.retry import Done, GiveUp, next_step
from tocsin.metrics import DELIVERIES, LATENCY

RECEIVER: Final = "receiver"
"""The condition of a receiver that does not take alerts now."""
_GRACE: Final = 5.0
_LIMIT: Final = 30.0
_dice = random.SystemRandom().random

log = get(__name__)


class Dead(msgspec.Struct, frozen=True):
    """Not delivered, and never to be by us."""

    reason: DeadReason
    detail: str


class Attempts:
    """Tries, waits and counts, as ``tocsin.delivery.retry`` decides."""

    def __init__(
        self,
        receiver: Receiver,
        sink: Sink,
        instruments: Instruments,
        conditions: Conditions,
        stop: asyncio.Event,
    ) -> None:
        self._receiver = receiver
        self._sink = sink
        self._instruments = instruments
        self._conditions = conditions
        self._stop = stop

    async def deliver(self, notice: Notice, before_waiting: Callable[[], Awaitable[None]]) -> Dead | None:
        """``None`` once the receiver has it. ``before_waiting`` runs before each wait.

        Raises:
            Interrupted: we were asked to stop before the outcome was final.
        """
        since = _now()
        for attempt in count(1):
            outcome = await self._attempt(notice)
            if isinstance(outcome, Dead):
                return outcome
            step = next_step(outcome, attempt, since, _now(), self._receiver.retry, _dice())
            self._report(outcome)
            if isinstance(step, Done):
                self._measure(notice)
                return None
            if isinstance(step, GiveUp):
                return Dead(step.reason, _why(outcome))
            await before_waiting()
            await pause(step.delay.total_seconds(), self._stop)
        raise AssertionError("unreachable")

    async def _attempt(self, notice: Notice) -> Outcome | Dead:
        try:
            return await interruptible(self._in_time(notice), self._stop, grace=_GRACE)
        except Interrupted:
            raise
        except Exception as fault:
            log.exception("the sink itself failed", receiver=self._receiver.name, alert=notice.event_id)
            return Dead("failed", f"{type(fault).__name__}: {fault}")

    async def _in_time(self, notice: Notice) -> Outcome:
        """A receiver may just not answer, as a terminal whose reader stopped reading: that is an outcome too."""
        seconds = _limit(self._receiver)
        try:
            async with asyncio.timeout(seconds) as limit:
                return await self._sink.deliver(notice)
        except TimeoutError:
            if not limit.expired():
                raise
            return RetryAfter("timeout", f"not taken within {seconds:g} s")

    def _report(self, outcome: Outcome) -> None:
        name = self._receiver.name
        label = {Delivered: "delivered", RetryAfter: "retry_after", Rejected: "rejected"}[type(outcome)]
        self._instruments.count(DELIVERIES, receiver=name, outcome=label, reason=outcome.reason)
        if isinstance(outcome, Delivered):
            self._conditions.clear(RECEIVER)
        elif isinstance(outcome, RetryAfter):
            self._conditions.set(RECEIVER, f"{name}: {_why(outcome)}")
            log.warning("not delivered; trying again", receiver=name, why=_why(outcome))

    def _measure(self, notice: Notice) -> None:
        if not isinstance(notice, Alert) or notice.kind != "initial":
            return  # no article has an age in it, or one that was held on purpose
        now, clocks = _now(), notice.clocks
        ages = {"fetched": clocks.fetched, "published": clocks.published}
        for since, start in ages.items():
            if start is not None:
                self._instruments.observe(
                    LATENCY, (now - start).total_seconds(), since=since, step="delivered"
                )


def _limit(receiver: Receiver) -> float:
    """Seconds for one attempt; a sink with a limit of its own keeps to it first."""
    own = receiver.timeout.total_seconds() if isinstance(receiver, Webhook) else 0.0
    return max(_LIMIT, own + _GRACE)


def _why(outcome: Outcome) -> str:
    return outcome.reason if isinstance(outcome, Delivered) else f"{outcome.reason}: {outcome.detail}"


def _now() -> datetime:
    return datetime.now(UTC)
