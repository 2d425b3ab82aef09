"""Our topics on the brokers: create what is missing, mend what is safe to mend, say what differs."""

import asyncio
import time
from typing import Literal

import msgspec

from runtime.brokers import admin_client
from runtime.kafka import Connection
from runtime.topic_admin import Found, TopicAdmin
from runtime.topic_shapes import PARTITIONS, Difference, differences, wanted_shape
from tocsin.contract.topics import TOPICS, Topic

State = Literal["created", "ok", "altered", "differs", "missing"]

_SETTLING = 10.0


class TopicReport(msgspec.Struct, frozen=True):
    """What became of one topic: ``mended`` is what ``apply`` changed, ``differences`` what is still not as declared."""

    topic: str
    name: str
    state: State
    differences: tuple[Difference, ...] = ()
    mended: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        details = [str(difference) for difference in self.differences]
        details += [f"changed: {difference}" for difference in self.mended]
        return ": ".join(filter(None, [self.name, self.state, "; ".join(details)]))


async def apply(connection: Connection, *, embedded: bool, patience: float = 30.0) -> list[TopicReport]:
    """Create and mend every topic of the contract; one report each, in its order. Never deletes a topic or a record.

    ``embedded`` says that the broker is the bundled one: retention bounded by size, no topics created by use.

    Raises:
        BrokersUnreachable: no broker within ``patience`` seconds.
        TopicRefused: the brokers would not do it, with their reason.
    """
    async with admin_client(connection, patience=patience) as client:
        if embedded:
            await TopicAdmin(client).forbid_creation_by_use()
        return [
            await _Comparison(TopicAdmin(client), topic, connection, embedded).apply() for topic in TOPICS
        ]


async def check(connection: Connection, *, embedded: bool, patience: float = 30.0) -> list[TopicReport]:
    """Compare every topic of the contract with the brokers, changing nothing; one report each, in its order.

    Raises:
        BrokersUnreachable: no broker within ``patience`` seconds.
        TopicRefused: we may not read a topic.
    """
    async with admin_client(connection, patience=patience) as client:
        return [
            await _Comparison(TopicAdmin(client), topic, connection, embedded).check() for topic in TOPICS
        ]


class _Comparison:
    """One topic, as wanted and as found."""

    def __init__(self, admin: TopicAdmin, topic: Topic, connection: Connection, embedded: bool) -> None:
        self._admin, self._topic, self._embedded = admin, topic, embedded
        self._wanted = wanted_shape(topic, connection, embedded=embedded)

    async def check(self) -> TopicReport:
        found = await self._admin.found(self._wanted.name)
        if found is None:
            return self._report("missing")
        left = self._differences(found)
        return self._report("differs" if left else "ok", left)

    async def apply(self) -> TopicReport:
        found = await self._admin.found(self._wanted.name)
        if found is None:
            if await self._admin.create(self._wanted):
                return self._report("created")
            return await self.apply()  # somebody else created it between our two questions
        mendable = tuple(difference for difference in self._differences(found) if difference.safe)
        if not mendable:
            return await self.check()
        settings = {difference.setting for difference in mendable}
        await self._mend(found, settings)
        after = await self._settled(settings)
        state: State = "altered" if after.state == "ok" else after.state
        return msgspec.structs.replace(after, state=state, mended=mendable)

    async def _settled(self, settings: set[str]) -> TopicReport:
        """The topic once the broker we ask shows what the controller took, a moment later."""
        deadline = time.monotonic() + _SETTLING
        while True:
            report = await self.check()
            stale = settings & {difference.setting for difference in report.differences}
            if not stale or time.monotonic() > deadline:
                return report
            await asyncio.sleep(0.05)

    async def _mend(self, found: Found, settings: set[str]) -> None:
        if PARTITIONS in settings:
            await self._admin.grow(self._wanted)
        changes = {name: value for name, value in self._wanted.settings.items() if name in settings}
        if changes:
            await self._admin.alter(self._wanted.name, changes, found.own)

    def _differences(self, found: Found) -> tuple[Difference, ...]:
        return tuple(differences(self._wanted, found.shape, embedded=self._embedded))

    def _report(self, state: State, left: tuple[Difference, ...] = ()) -> TopicReport:
        return TopicReport(self._topic.name, self._wanted.name, state, left)
