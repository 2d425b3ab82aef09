"""What `kill -9` of the embedded broker loses: `python -m benchmarks.embedded_kill`.

Each run sends records (acks=all, idempotent) one by one to a fresh broker, commits each offset, kills the broker after
some seconds, starts it again and compares what it acknowledged with what it still has.
"""

import argparse
import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from cli.embedded import EmbeddedBroker

PLACE = TopicPartition("measured", 0)
EDGES = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)  # seconds before the kill


class Fate(msgspec.Struct, frozen=True):
    """One acknowledged record and its acknowledged commit: how old they were at the kill, and whether they survived."""

    age: float
    record_kept: bool
    commit_kept: bool


async def one_run(folder: Path, *, ballast: int, seconds: float) -> list[Fate]:
    """Fill a broker with ``ballast`` MB, write for ``seconds``, kill it, and look what is left."""
    broker = EmbeddedBroker(folder / "data", 0, folder / "broker.log")
    address = broker.start()
    try:
        await _prepare(address, ballast)
        acknowledged = await _write(address, seconds)
        killed = _kill(broker)
        end, committed = await _left(broker.start())
    finally:
        broker.stop()
    return [
        Fate(killed - at, offset < end, offset + 1 <= committed) for offset, at in enumerate(acknowledged)
    ]


def _kill(broker: EmbeddedBroker) -> float:
    os.kill(broker.pid, signal.SIGKILL)
    killed = time.monotonic()
    while broker.alive():
        time.sleep(0.005)
    return killed


async def _prepare(address: str, ballast: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    await admin.create_topics([NewTopic(PLACE.topic, 1, 1), NewTopic("ballast", 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=address, acks="all") as producer:
        for _ in range(ballast * 2):
            await producer.send_and_wait("ballast", os.urandom(500_000))


async def _write(address: str, seconds: float) -> list[float]:
    """When each record's commit was acknowledged, by offset."""
    acknowledged: list[float] = []
    consumer = AIOKafkaConsumer(bootstrap_servers=address, group_id="g", enable_auto_commit=False)
    await consumer.start()
    consumer.assign([PLACE])
    producer = AIOKafkaProducer(bootstrap_servers=address, acks="all", enable_idempotence=True)
    await producer.start()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sent = await producer.send_and_wait(PLACE.topic, os.urandom(1000), partition=0)
        await consumer.commit({PLACE: sent.offset + 1})
        acknowledged.append(time.monotonic())
        await asyncio.sleep(0.01)
    await producer.stop()
    await consumer.stop()
    return acknowledged


async def _left(address: str) -> tuple[int, int]:
    async with AIOKafkaConsumer(
        bootstrap_servers=address, group_id="g", enable_auto_commit=False
    ) as consumer:
        consumer.assign([PLACE])
        if PLACE.topic not in await consumer.topics():
            return 0, 0
        end = (await consumer.end_offsets([PLACE]))[PLACE]
        return end, await consumer.committed(PLACE) or 0


def table(fates: Iterable[Fate]) -> str:
    """Lost records and commits by their age at the kill, as a Markdown table."""
    fates = list(fates)
    lines = ["| age at the kill | acknowledged | records lost | commits lost |", "|---|---|---|---|"]
    for low, high in zip((0.0, *EDGES), (*EDGES, float("inf")), strict=True):
        inside = [fate for fate in fates if low <= fate.age < high]
        if inside:
            records = sum(not fate.record_kept for fate in inside) / len(inside)
            commits = sum(not fate.commit_kept for fate in inside) / len(inside)
            lines.append(f"| {low:g} to {high:g} s | {len(inside)} | {records:.0%} | {commits:.0%} |")
    lost = [fate.age for fate in fates if not (fate.record_kept and fate.commit_kept)]
    return "\n".join([*lines, f"Oldest loss: {max(lost, default=0):.2f} s before the kill."])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="kills for each amount of data")
    parser.add_argument("--ballast", type=int, nargs="+", default=[0, 16, 64], help="MB in the broker")
    parser.add_argument("--seconds", type=float, default=4.0, help="of writing before each kill")
    asked = parser.parse_args()
    for ballast in asked.ballast:
        fates: list[Fate] = []
        for run in range(asked.runs):
            with tempfile.TemporaryDirectory() as folder:
                # Not the same moment of its save cycle each time.
                seconds = asked.seconds + run / asked.runs * (1 + ballast / 16)
                fates += asyncio.run(one_run(Path(folder), ballast=ballast, seconds=seconds))
        print(f"\n{ballast} MB in the broker, {asked.runs} kills\n\n{table(fates)}", flush=True)


if __name__ == "__main__":
    main()
