"""Faust's defects that lose messages, mended; each has a test that fails without its mending.

Made for exactly the versions in `streams/pins.py` and refused for any other: a new version needs these read again.

* ``SafeConsumer`` commits an offset only when every message before it was *finished*, which our own handler says
  (faust-streaming #606 commits past messages in flight; #596 sticks for ever at a gap). Faust acknowledges a message
  also when its agent raised or was cancelled, so its acknowledgements are not trusted at all.
* A commit that failed is tried again (#316 counts it as done), and a broker that is away for a moment is no crash.
* ``SafeFlow`` keeps what was fetched while the memories were being recovered: Faust empties the agents' queues a
  second time when recovery ends, after it took its position, and so skips those messages (found by our own tests).
* "Back to the committed offset" means the beginning where nothing was committed yet, and nothing taken in hand since
  the assignment; Faust stays where it is then, and skips what it threw away during a rebalance (found by our own
  tests).
* ``Sequence``: before Faust has gone back nothing is handed over, and nothing is handed over out of turn. Faust fetches
  again before, throws away some of it, and would commit past that (found by our own tests).
* ``ReadOffsets``: what waits when a rebalance begins is not dropped when it is fetched again (found by our own tests).
* ``SafeConsumer.surely_ours``: aiokafka tells nobody when Kafka last heard of us, and a process that stood still
  goes on as if its partitions were its own (found by our own tests).
* ``None`` as a high-water mark is no crash (#214), for any monitor.
* A partition without a position yet is no crash: Faust's look-out for stuck partitions, which only logs, and by two
  clocks at once, is off. `streams.watchdog` looks instead.
* The producer is idempotent and asks for all replicas; Faust has no setting for it.
"""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Final, cast

import faust
from aiokafka.errors import KafkaError
from faust.exceptions import NotReady
from faust.sensors.monitor import Monitor
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from mode.utils.queues import FlowControlEvent

from streams.readoffsets import ReadOffsets
from streams.sequence import Sequence

_SURE: Final = 0.5
"""The share of a session after which we are no longer sure of it: what is sent till then has time to arrive."""


class SafeThread(driver.AIOKafkaConsumerThread):
    """The thread that owns the Kafka consumer.

    ``heard`` is when that was sent which Kafka last answered as to a member, by the clock that only goes forward.
    """

    heard = float("-inf")

    async def on_start(self) -> None:
        await super().on_start()
        self.listen(self._ensure_consumer()._coordinator)

    def listen(self, coordinator: Any) -> None:
        """Note from now on when Kafka has answered the coordinator's heartbeats, or let it join."""

        def noting(ask: Callable[..., Awaitable[bool]]) -> Callable[..., Awaitable[bool]]:
            async def ask_and_note(*args: Any) -> bool:
                begun = time.monotonic()
                if answered := await ask(*args):
                    self.heard = max(self.heard, begun)
                return answered

            return ask_and_note

        coordinator._do_heartbeat = noting(coordinator._do_heartbeat)
        coordinator._do_rejoin_group = noting(coordinator._do_rejoin_group)

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        consumer = self._ensure_consumer()
        mine = {tp: offset for tp, offset in offsets.items() if tp in self.assignment()}
        if not mine:  # all revoked since: aiokafka refuses an empty commit
            return False
        try:
            await consumer.commit({driver.ensure_aiokafka_TP(tp): offset for tp, offset in mine.items()})
        except KafkaError as fault:
            # A rebalance, or a broker that is away: nothing was committed, and the next round tries again.
            # If that never succeeds, the watchdog replaces the worker.
            self.log.warning("Commit failed, will be tried again: %r", fault)
            return False
        return True


class SafeConsumer(driver.Consumer):
    """Faust's consumer, with commits decided by what was finished."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sequence = Sequence()
        self.finished_total = 0
        self._read_offset = ReadOffsets(self._is_changelog_tp)
        self.callback = self._tracking(self.callback)

    def _new_consumer_thread(self) -> SafeThread:
        return SafeThread(self, loop=self.loop, beacon=self.beacon)

    def _tracking(self, deliver: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
        async def track_and_deliver(message: Any) -> None:
            if not self.app.topics.acks_enabled_for(message.topic) or await self._next_in_turn(message):
                await deliver(message)

        return track_and_deliver

    async def _next_in_turn(self, message: Any) -> bool:
        step = self.sequence.step(message.tp, message.offset)
        if step == "go back":
            due = cast(int, self.sequence.due(message.tp))
            self.log.warning("%r came, and %r was due: going back", message.offset, due)
            await self._thread.seek_wait({message.tp: due})
        return step == "hand over"

    def finish(self, message: Any) -> None:
        """The handler has done everything for ``message``: its offset may be committed."""
        self.sequence.finish(message.tp, message.offset)
        self.finished_total += 1

    def was_finished(self, tp: TP, offset: int) -> bool:
        """Whether the message was finished, in this assignment or, as far as was committed, before."""
        return offset < (self.sequence.reached(tp) or 0)

    def surely_ours(self) -> bool:
        """Whether Kafka can't have given our partitions to another without our having been asked."""
        since = time.monotonic() - cast(SafeThread, self._thread).heard
        return since < _SURE * float(self.app.conf.broker_session_timeout)

    def committed(self, tp: TP) -> int | None:
        """The last offset committed for ``tp``, ``None`` where there is none."""
        return self._committed_offset[tp]

    def end(self, tp: TP) -> int | None:
        """The offset the next record of ``tp`` will get, as far as the last fetch knew; ``None`` before one."""
        try:
            return cast("int | None", self.highwater(tp))
        except (
            KafkaError,
            AssertionError,
            AttributeError,
            NotReady,
        ):  # not (or no longer) assigned or connected
            return None

    def _new_offset(self, tp: TP) -> int | None:
        # Faust's own list of acknowledged offsets only grows, now that nobody takes from it.
        self._acked[tp].clear()
        self._acked_index[tp].clear()
        return self.sequence.done(tp)

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        handed = list(self.sequence.next_offset)
        return (tp for tp in handed if topics is None or tp in topics or tp.topic in topics)

    async def _commit_offsets(self, offsets: Mapping[TP, int], start_new_transaction: bool = True) -> bool:
        before = {tp: self._committed_offset[tp] for tp in offsets}
        did_commit = bool(await super()._commit_offsets(offsets, start_new_transaction=start_new_transaction))
        if not did_commit:
            self._committed_offset.update(before)
        return did_commit

    async def verify_all_partitions_active(self) -> None:
        pass

    async def perform_seek(self) -> None:
        await super().perform_seek()
        ours = [tp for tp in self.assignment() if not self._is_changelog_tp(tp)]
        starts = {tp: offset for tp in ours if (offset := self._committed_offset[tp])}
        fresh = [
            driver.ensure_aiokafka_TP(tp)
            for tp in ours
            if tp not in starts and tp not in self.sequence.next_offset
        ]
        if fresh:
            first = await self._thread.earliest_offsets(*fresh)
            starts |= {tp: first[tp] or 0 for tp in fresh}
            await self._thread.seek_to_beginning(*fresh)
        if again := self.sequence.begin(starts):
            await self._thread.seek_wait(again)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        self.sequence.forget()
        await super().on_partitions_assigned(assigned, generation_id=generation_id)


class SafeFlow(FlowControlEvent):
    """Faust's switch for the agents' queues: emptied when switched on, not when it is on already."""

    def resume(self) -> None:
        if not self.is_active():
            super().resume()


class SafeProducer(driver.Producer):
    """Faust's producer, idempotent. ``extra`` is set by ``transport_for``."""

    extra: Mapping[str, Any] = {}

    def _settings_extra(self) -> Mapping[str, Any]:
        return {**super()._settings_extra(), **self.extra}


class SafeMonitor(Monitor):
    """Faust's monitor, which trips over partitions whose end it does not know yet."""

    def track_tp_end_offset(self, tp: TP, offset: int | None) -> None:
        if offset is not None:
            super().track_tp_end_offset(tp, offset)


def transport_for(producer: Mapping[str, Any]) -> type[driver.Transport]:
    """The transport that uses the classes above, with ``producer`` as further aiokafka producer settings."""
    sender = type("Producer", (SafeProducer,), {"extra": dict(producer)})
    return type("SafeTransport", (driver.Transport,), {"Consumer": SafeConsumer, "Producer": sender})


def recovery_seconds(app: faust.App) -> float | None:
    """How long the tables took to be recovered the last time; ``None`` before they were."""
    recovery = cast(Any, app.tables).recovery
    begun, ended = recovery._recovery_started_at, recovery._recovery_ended_at
    return ended - begun if begun is not None and ended is not None and ended >= begun else None
