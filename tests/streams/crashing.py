"""The alert agent, its guard, sender and ledger as they are, on a Kafka in memory; a worker dies when it is told to."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import msgspec
from faust.types import TP

from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams import alert
from streams.app import build_app
from streams.in_hand import InHand
from streams.mark_keys import is_of_marks, read_key
from streams.marks import Mark
from streams.sender import Sender
from streams.shared import Shared
from streams.tables import store_of
from tests.core import Records, Sent, Taken
from tests.making import NOON
from tocsin.alerting.discipline import Alerting
from tocsin.config.model import Kafka
from tocsin.contract import codec
from tocsin.contract.events import Action, Alert, Digest, Wake
from tocsin.contract.topics import ACTIONS, ALERTS, DESKS, FILED, MATCHES, STORIES, WAKES, Topic
from tocsin.routing.rules import Rules

KINDS = {"filed": FILED, "story": STORIES, "desk": DESKS}
_CONNECTION = Connection(("127.0.0.1:9",), Kafka())
_NAMES = {topic.name: _CONNECTION.name(topic) for topic in (*KINDS.values(), ALERTS, WAKES)}


class DiedError(BaseException):
    """The worker is gone: nothing catches it."""


class Log:
    """What stands in Kafka: topic, key and value, in the order in which it came there."""

    def __init__(self) -> None:
        self.records: list[tuple[str, bytes, bytes | None]] = []

    def of(self, topic: Topic) -> Iterator[tuple[bytes, bytes | None]]:
        return ((key, value) for name, key, value in self.records if name == _NAMES[topic.name])

    def held(self, topic: Topic) -> dict[bytes, bytes]:
        """What a table of the topic holds once it is recovered."""
        return {key: value for key, value in dict(self.of(topic)).items() if value is not None}


class Producer:
    """Brings so many records to the log; those of one topic in their order, those of several in any.

    Then it dies, or calls ``then`` once and goes on.
    """

    def __init__(self, log: Log, lives: float, seed: float) -> None:
        self._log, self._lives, self._random = log, lives, random.Random(seed)  # noqa: S311
        self._turns: dict[str, asyncio.Lock] = {}
        self.then: Callable[[], object] | None = None

    async def send(self, topic: str, key: bytes, value: bytes | None, *_: Any) -> Awaitable[Any]:
        async with self._turns.setdefault(topic, asyncio.Lock()):
            for _turn in range(self._random.randrange(3)):
                await asyncio.sleep(0)
            if self._lives <= 0:
                if self.then is None:
                    raise DiedError
                self._lives = float("inf")
                self.then()
            self._lives -= 1
            self._log.records.append((topic, key, value))
        done = asyncio.get_running_loop().create_future()
        done.set_result(SimpleNamespace(offset=len(self._log.records) - 1))
        return done

    async def flush(self) -> None: ...


class Consumer:
    """Knows up to where messages were finished."""

    def __init__(self, finished: Mapping[str, int]) -> None:
        self.finished = dict(finished)
        self.is_sure = True

    def finish(self, message: Any) -> None:
        self.finished[message.topic] = message.offset + 1

    def surely_ours(self) -> bool:
        return self.is_sure

    def was_finished(self, tp: TP, offset: int) -> bool:
        return offset < self.finished.get(tp.topic, 0)


class Life:
    """A worker that recovered what is in the log, and dies after so many records."""

    def __init__(
        self,
        log: Log,
        rules: Rules,
        finished: Mapping[str, int],
        *,
        lives: float = float("inf"),
        seed: float = 0,
    ) -> None:
        app, instruments = build_app(_CONNECTION, instance=None), Instruments("worker")
        self.producer = app.producer = cast(Any, Producer(log, lives, seed))
        self.consumer = app.consumer = cast(Any, Consumer(finished))
        sender = Sender(app, _CONNECTION, instruments)
        self.shared = Shared(app, _CONNECTION, sender, instruments, InHand(app, 5), {})
        self.discipline = alert.register(self.shared, rules)
        [agent] = app.agents.values()
        self._agent: Any = cast(Any, agent).fun
        for kind, topic in KINDS.items():
            for key, value in log.held(topic).items():
                store_of(self.discipline.ledger._tables[kind]).write(0, key, value)

    async def take(self, messages: Iterable[Any]) -> None:
        """Handle them, one after the other."""

        class Stream:
            async def events(self) -> AsyncIterator[Any]:
                for one in messages:
                    yield SimpleNamespace(message=one)

        await self._agent(Stream())


class World:
    """What comes, a log, and one worker after the other."""

    def __init__(self, rules: Rules, events: Iterable[Taken]) -> None:
        self.rules, self.log = rules, Log()
        self._topics: dict[str, list[Taken]] = {_name(topic): [] for topic in (MATCHES, ACTIONS, WAKES)}
        self.coming = [self.message(event) for event in events]

    async def live(
        self,
        committed: Mapping[str, int],
        first: Topic | None = None,
        *,
        lives: float = float("inf"),
        seed: float = 0,
    ) -> tuple[bool, dict[str, int]]:
        """A worker gets all that was not committed, that of one topic first.

        Whether it saw the end of it, and up to where it finished what came.
        """
        left = [one for one in self.coming if one.offset >= committed.get(one.topic, 0)]
        if first is not None:
            left.sort(key=lambda one: one.topic != _name(first))
        life = Life(self.log, self.rules, committed, lives=lives, seed=seed)
        with suppress(DiedError):
            await life.take(left)
            await life.discipline.ledger.given_up()
            return True, life.consumer.finished
        return False, life.consumer.finished

    async def live_through_a_rebalance(self, first: Topic, *, lives: float, seed: float = 0) -> bool:
        """A worker loses its partition after so many records, while a message is in hand, and gets it back.

        Whether it came to that.
        """
        life, given_up = Life(self.log, self.rules, {}, lives=lives, seed=seed), list[asyncio.Future[None]]()
        life.producer.then = lambda: given_up.append(asyncio.ensure_future(life.discipline.ledger.given_up()))
        left = list(self.coming)
        while left and not given_up:
            await life.take([left[0]])
            left = [one for one in left if one.offset >= life.consumer.finished.get(one.topic, 0)]
        left.sort(key=lambda one: one.topic != _name(first))
        await asyncio.gather(*given_up)
        await life.take(left)
        await life.discipline.ledger.given_up()
        return bool(given_up)

    async def rest(self) -> None:
        """Whatever is due is done, until nothing is."""
        life = Life(self.log, self.rules, {name: len(events) for name, events in self._topics.items()})
        while due := life.discipline.in_step().due():
            await life.take([self.message(Wake(watchlist=name, at=at)) for name, at in due.items()])
        await life.discipline.ledger.given_up()

    def sent(self) -> list[Sent]:
        """What was sent, the repeats too."""
        return [cast(Sent, codec.decode_one_of(value, (Alert, Digest))) for _, value in self.log.of(ALERTS)]

    def as_handled(self) -> tuple[list[Sent], dict[str, dict[bytes, bytes]]]:
        """What the core alone sends and remembers when it takes the events in the order the marks tell."""
        records = Records()
        core, sent = Alerting(self.rules, records), list[Sent]()
        for event in self._order():
            outcome = core.take(event, NOON)
            records.keep(outcome)
            core.remembered(outcome)
            sent += outcome.send
        held = {
            kind: {key.encode(): value for key, value in records.items(cast(Any, kind))} for kind in KINDS
        }
        return sent, held

    def remembered(self) -> dict[str, dict[bytes, bytes]]:
        """What is left in the log, by kind, without the marks."""
        return {
            kind: {key: value for key, value in self.log.held(topic).items() if not key.startswith(b"\0")}
            for kind, topic in KINDS.items()
        }

    def _order(self) -> Iterator[Taken]:
        for key, value in self.log.of(DESKS):
            if is_of_marks(key) and read_key(key).part is None and value is not None:
                mark = msgspec.msgpack.decode(value, type=Mark)
                yield self._topics[mark.topic][mark.places[mark.topic].offset]

    def message(self, event: Taken) -> Any:
        """The event as it comes, the next of its topic."""
        topic = _name(WAKES if isinstance(event, Wake) else ACTIONS if isinstance(event, Action) else MATCHES)
        offset = len(self._topics[topic])
        self._topics[topic].append(event)
        return SimpleNamespace(
            topic=topic,
            partition=0,
            offset=offset,
            timestamp=float(offset),
            key=event.watchlist.encode(),
            value=codec.encode(event),
            headers=(),
        )


class Clock:
    """Stands still."""

    @staticmethod
    def now(_: object) -> datetime:
        return NOON


def _name(topic: Topic) -> str:
    return _CONNECTION.name(topic)
