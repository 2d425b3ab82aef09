"""When each feed is polled: when it is due and there is a place; a task only for polls under way."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final

import msgspec

from connectors.sources.rss.agenda import Agenda
from connectors.sources.rss.place import Place
from connectors.sources.rss.slot import Slot
from connectors.sources.turns import Turns
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.metrics import LATENESS, POLLS, POLLS_IN_FLIGHT, POLLS_WAITING

log = get(__name__)

# Begun at one go before whatever else there is to do is done.
_AT_ONCE: Final = 50
# Seconds until a feed is looked at again that a hub pushed news of just when it was due.
_TAKEN_UP: Final = 0.5
AFTER_FAULT: Final = 60.0
"""Seconds until a feed is polled again over which we stumbled."""
# Seconds. A feed that takes longer to answer counts as slow.
_SLOW: Final = 2.0


class _Begin(msgspec.Struct, frozen=True):
    """A poll that may begin: planned as the slot's ``turn``, its host taken, ``since`` when it only waits for us."""

    slot: Slot
    turn: int
    host: str
    since: float


Poll = Callable[[Slot, Place], Coroutine[Any, Any, float]]
"""Polls once; returns in how many seconds to poll again."""


class Scheduler:
    """Polls every slot when it is due, as soon as its host's turn comes and one of ``concurrency`` places is free.

    Slow feeds get at most half of the places: however many of them there are, the others go on. While there is no
    ``room`` for what polls bring, none begins.
    """

    def __init__(
        self, poll: Poll, turns: Turns, concurrency: int, room: Callable[[], bool], instruments: Instruments
    ) -> None:
        self._poll = poll
        self._turns = turns
        self._most, self._most_slow = concurrency, max(1, concurrency // 2)
        self._room = room
        self._instruments = instruments
        self._loop = asyncio.get_running_loop()
        self._agenda = Agenda()
        self._ready: deque[_Begin] = deque()
        self._slow_ones: deque[tuple[Slot, int]] = deque()
        self._under_way = self._slow_under_way = 0
        self._alarm: asyncio.TimerHandle | None = None
        self._look: asyncio.Handle | None = None
        self._closed = False

    def put(self, slot: Slot, seconds: float) -> None:
        """Poll ``slot`` in so many seconds, and not when it was due before."""
        slot.turn += 1
        slot.due = self._loop.time() + max(0.0, seconds)
        if self._agenda.put(slot):
            self.look()

    def remove(self, slot: Slot) -> "asyncio.Task[Any] | None":
        """Poll ``slot`` no more; a poll under way is cancelled, and returned."""
        slot.turn += 1
        if slot.task is not None:
            slot.task.cancel()
        return slot.task

    def look(self) -> None:
        """Something changed: see what can begin."""
        if self._look is None and not self._closed:
            self._look = self._loop.call_soon(self._begin_due)

    def close(self) -> None:
        """Begin nothing any more."""
        self._closed = True
        for handle in (self._alarm, self._look):
            if handle is not None:
                handle.cancel()
        self._agenda.clear()
        self._ready.clear()
        self._slow_ones.clear()

    def _begin_due(self) -> None:
        self._look = None
        now = self._loop.time()
        for _ in range(_AT_ONCE):
            if not self._free():
                break
            if self._ready:
                self._start(self._ready.popleft())
            elif not self._agenda:
                break
            elif self._agenda.outdated():
                self._agenda.take()
            elif self._agenda.first() > now:
                self._look_at(self._agenda.first())
                break
            else:
                self._admit(*self._agenda.take())
        else:
            self.look()
        self._show()

    def _free(self) -> bool:
        return self._under_way < self._most and self._room()

    def _look_at(self, when: float) -> None:
        if self._alarm is not None:
            if self._alarm.when() == when and not self._alarm.cancelled():
                return
            self._alarm.cancel()
        self._alarm = self._loop.call_at(when, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self.look()

    def _admit(self, slot: Slot, turn: int) -> None:
        if slot.slow and self._slow_under_way >= self._most_slow:
            self._slow_ones.append((slot, turn))
            return
        host, late = slot.host, self._loop.time() - slot.due
        self._turns.ask(host, lambda: self._host_free(_Begin(slot, turn, host, self._loop.time() - late)))

    def _host_free(self, begin: _Begin) -> bool:
        if self._closed or begin.turn != begin.slot.turn:
            return False
        self._ready.append(begin)
        self.look()
        return True

    def _start(self, begin: _Begin) -> None:
        slot = begin.slot
        crowded = slot.slow and self._slow_under_way >= self._most_slow
        if begin.turn != slot.turn or slot.task is not None or crowded:
            self._turns.leave(begin.host)
            self._put_off(slot, begin.turn, crowded)
            return
        self._instruments.observe(LATENESS, self._loop.time() - begin.since)
        self._instruments.count(POLLS, reason=slot.state.due_reason)
        place = self._place(slot, begin.host)
        slot.task = task = self._loop.create_task(self._poll(slot, place))
        task.add_done_callback(partial(self._over, slot, begin.turn, place))

    def _put_off(self, slot: Slot, turn: int, crowded: bool) -> None:
        if turn != slot.turn:
            return
        if crowded:
            self._slow_ones.append((slot, turn))
        else:
            self.put(slot, _TAKEN_UP)

    def _place(self, slot: Slot, host: str) -> Place:
        slow, begun = slot.slow, self._loop.time()
        self._under_way += 1
        self._slow_under_way += slow

        def leave() -> None:
            slot.slow = self._loop.time() - begun > _SLOW
            self._under_way -= 1
            self._slow_under_way -= slow
            self._admit_slow_one()
            self.look()

        return Place(lambda wish: self._turns.leave(host, wish), leave)

    def _admit_slow_one(self) -> None:
        while self._slow_ones and self._slow_under_way < self._most_slow:
            slot, turn = self._slow_ones.popleft()
            if turn == slot.turn:
                self._admit(slot, turn)
                return

    def _over(self, slot: Slot, turn: int, place: Place, task: "asyncio.Task[float]") -> None:
        place.leave()
        if slot.task is task:
            slot.task = None
        if task.cancelled():
            return
        fault = task.exception()
        if fault is not None:
            log.error("a poll raised", feed=slot.feed.id, exc_info=fault)
        if turn == slot.turn and not self._closed:
            self.put(slot, task.result() if fault is None else AFTER_FAULT)

    def _show(self) -> None:
        self._instruments.set(POLLS_IN_FLIGHT, self._under_way)
        self._instruments.set(POLLS_WAITING, self._turns.waiting + len(self._ready) + len(self._slow_ones))
