"""The watchdog's thread survives what it looks at."""

import asyncio
from datetime import timedelta

import pytest

from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams.app import build_app
from streams.watchdog import EXIT_UNHEALTHY, Watchdog
from tests.streams.harness import until
from tocsin.config.model import Kafka, Worker
from tocsin.watchdog import Vitals


async def test_a_look_that_fails_does_not_end_the_watch_and_looks_that_keep_failing_end_the_worker() -> None:
    app = build_app(Connection(("127.0.0.1:9",), Kafka()), instance=None)
    ended, failures = list[int](), 0
    settings = Worker(hang_timeout=timedelta(seconds=0.5))
    conditions = Conditions(Instruments("test"))
    dog = Watchdog(app, settings, conditions, interval=0.05, leave=ended.append)
    look = dog.vitals

    def failing_now_and_then() -> Vitals:
        nonlocal failures
        failures += 1
        if failures in (2, 4) or failures > 20:
            raise AttributeError("a partition that was revoked meanwhile")
        return look()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dog, "vitals", failing_now_and_then)
        dog.start(asyncio.get_running_loop())

        async def over() -> bool:
            return bool(ended)

        await until(over, seconds=20)
    assert failures > 20
    assert ended == [EXIT_UNHEALTHY]
    assert set(conditions()) == {"hung"}


def test_portions_of_a_message_that_takes_long_are_progress() -> None:
    app = build_app(Connection(("127.0.0.1:9",), Kafka()), instance=None)
    portions = iter((0, 1))
    dog = Watchdog(app, Worker(), Conditions(Instruments("test")), portions=lambda: next(portions))
    before, after = dog.vitals(), dog.vitals()
    assert (before.finished, after.finished) == (0, 1)
