"""Records of alerts, digests and feed alerts, one at a time and in order: take in, deliver or bury, then commit."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from connectors.sinks.attempts import Attempts
from connectors.sinks.commits import Commits, Committer
from connectors.sinks.letters import Letters, Record
from connectors.sinks.memory import Known
from runtime.metrics import Instruments
from runtime.stopping import Interrupted, interruptible
from tocsin.delivery.intake import Deliver, Poison, Repeat, take_in
from tocsin.delivery.notice import Notice
from tocsin.metrics import DELIVERIES

_POLL_MS: Final = 500


class Consumer(Committer, Protocol):
    """What we need of aiokafka's consumer."""

    async def getmany(self, *, timeout_ms: int, max_records: int) -> Mapping[Any, Sequence[Record]]: ...


class Runner:
    """Serves one receiver until asked to stop; ``known`` outlives it, so that a new runner knows the repeats."""

    def __init__(
        self,
        receiver: str,
        consumer: Consumer,
        attempts: Attempts,
        letters: Letters,
        known: Known,
        instruments: Instruments,
        stop: asyncio.Event,
    ) -> None:
        self._receiver = receiver
        self._consumer = consumer
        self._attempts = attempts
        self._letters = letters
        self._known = known
        self._instruments = instruments
        self._stop = stop
        self._commits = Commits(consumer, stop)

    async def run(self) -> None:
        """Settle and commit record after record. A record not settled when we are asked to stop comes again.

        Raises:
            KafkaError: the consumer is no good any more.
            DeadLetterUnwrittenError: poison that can't be put away.
        """
        try:
            while not self._stop.is_set():
                record = await self._next()
                if record is not None:
                    await self._settle(record)
                    self._commits.finished(record)
                if record is None or self._commits.due:
                    await self._commits.commit()
            await self._commits.commit()
        except Interrupted:
            await self._commits.commit()

    async def _next(self) -> Record | None:
        """One record a poll: aiokafka counts the time between polls, and one alert may wait for its receiver."""
        polled = await interruptible(self._consumer.getmany(timeout_ms=_POLL_MS, max_records=1), self._stop)
        return next((record for records in polled.values() for record in records), None)

    async def _settle(self, record: Record) -> None:
        intake = take_in(record.value, self._receiver, self._known)
        if isinstance(intake, Deliver):
            await self._deliver(intake.notice, record)
        elif isinstance(intake, Poison):
            await self._letters.bury(record, "undecodable", intake.detail)
        elif isinstance(intake, Repeat):
            self._instruments.count(DELIVERIES, receiver=self._receiver, outcome="repeat", reason="accepted")

    async def _deliver(self, notice: Notice, record: Record) -> None:
        dead = await self._attempts.deliver(notice, before_waiting=self._commits.commit)
        if dead is None:
            self._known.add(notice.event_id)
        else:
            await self._letters.bury(record, dead.reason, dead.detail)
