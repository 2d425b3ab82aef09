"""One storm through whole processes on Apache Kafka, from the first article until nothing is held any more."""

import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from benchmarks.week.course import HERE, WATCHLISTS
from benchmarks.week.killed.hours import quickened
from benchmarks.week.killed.replayed import Replayed, replayed
from benchmarks.week.killed.storm import PATIENCE, Kill, Order, Storm
from cli.settings import accepted, load_config, load_rules
from runtime import topics
from runtime.brokers import admin_client
from runtime.kafka import Connection
from runtime.topic_admin import TopicAdmin
from tests.e2e.desk import Desk
from tests.streams.harness import offsets, put, stand, taken, until
from tocsin.contract import codec
from tocsin.contract.events import Alert, Article, Digest, Match, Wake, Withdrawn
from tocsin.contract.topics import ALERTS, ARTICLES, DEADLETTERS, DESKS, FIRED, MATCHES, SEEN, UNIQUE, WAKES
from tocsin.routing.rules import Rules

RECEIVERS: Final = ("desk", "quakes", "aid")
LATER: Final = timedelta(days=3)
"""After so long without news every story is over."""
_BY_ARTICLE: Final = (ARTICLES, UNIQUE, SEEN, FIRED)
_KEPT: Final = {"min.compaction.lag.ms": str(24 * 60 * 60 * 1000)}


class Course(msgspec.Struct, frozen=True):
    """What one storm left in Kafka and at the receivers, and what the core makes of what the workers handled."""

    order: Order
    kills: Sequence[Kill]
    heard: Mapping[str, Sequence[Alert | Digest]]
    alerts: Sequence[Alert | Digest]
    matches: Sequence[Match | Withdrawn]
    core: Replayed
    letters: int
    seconds: float


async def run(
    bootstrap: str, folder: Path, articles: Sequence[Article], matches: int, order: Order
) -> Course:
    """Take the storm of ``articles``, which make so many ``matches``, on topics of its own.

    Raises:
        RuntimeError: everything was done before a kill.
        AssertionError: it did not come to its end in ten minutes; says what was waited for.
    """
    begin = time.monotonic()
    with _desk(folder, bootstrap, order) as desk:
        config = accepted(load_config(desk.config, {}))
        kafka, rules = Connection((bootstrap,), config.kafka), accepted(load_rules(config))
        await _made(kafka)
        for receiver in RECEIVERS:
            desk.start("sink", receiver)
        kills = await Storm(desk, kafka, articles, order).breaks(matches)
        core = await _ended(kafka, rules, {path.stem for path in (folder / "lists").iterdir()})
        alerts = await _told(kafka)
        await until(lambda: _delivered(desk, alerts), seconds=PATIENCE, what="all alerts, at the receivers")
        return Course(
            order=order,
            kills=kills,
            heard=_heard(desk),
            alerts=alerts,
            matches=[
                one.event for one in await stand(kafka, MATCHES) if isinstance(one.event, Match | Withdrawn)
            ],
            core=core,
            letters=len(await stand(kafka, DEADLETTERS)),
            seconds=time.monotonic() - begin,
        )


def _desk(folder: Path, bootstrap: str, order: Order) -> Desk:
    lists = folder / "lists"
    lists.mkdir(parents=True)
    for path in (file for shipped in WATCHLISTS for file in shipped.glob("*.yaml")):
        shutil.copy(path, lists)
    routes = yaml.safe_load((HERE / "routes.yaml").read_text(encoding="utf-8"))
    (folder / "routes.yaml").write_text(yaml.safe_dump(quickened(routes, order.speed)), encoding="utf-8")
    kafka: dict[str, Any] = {
        "bootstrap_servers": [bootstrap],
        "topic_prefix": f"killed{secrets.token_hex(4)}.",
        "session_timeout": "6s",
        "topics": {topic.name: {"partitions": order.partitions} for topic in _BY_ARTICLE},
    }
    receivers = [{"name": name, "sink": "jsonl", "path": f"{name}.jsonl"} for name in RECEIVERS]
    return Desk(folder, watchlists="lists", routes="routes.yaml", receivers=receivers, kafka=kafka)


async def _made(kafka: Connection) -> None:
    """Topics, of which the one with the marks keeps all of them: they tell in which order was handled what."""
    await topics.apply(kafka, embedded=False)
    async with admin_client(kafka) as client:
        admin = TopicAdmin(client)
        found = await admin.found(kafka.name(DESKS))
        assert found is not None
        await admin.alter(kafka.name(DESKS), _KEPT, found.own)


async def _ended(kafka: Connection, rules: Rules, watchlists: set[str]) -> Replayed:
    """Wait until everything is done, and let time pass until all stories are over; what the core makes of all that."""
    await until(lambda: _committed(kafka), seconds=PATIENCE, what="the end of all articles")
    while True:
        core, later = replayed(rules, await taken(kafka), datetime.now(UTC)), datetime.now(UTC) + LATER
        if core.due is None or core.due > later:  # ids of stories that are over are forgotten in a year
            return core
        wakes = [(name, codec.encode(Wake(watchlist=name, at=later))) for name in watchlists]
        await put(kafka, WAKES, wakes)
        await until(lambda: _committed(kafka), seconds=PATIENCE, what="the end of all stories")


async def _committed(kafka: Connection) -> bool:
    found = await offsets(kafka, (ARTICLES, UNIQUE, MATCHES, WAKES))
    return bool(found) and all(committed == end for committed, end in found.values())


async def _told(kafka: Connection) -> list[Alert | Digest]:
    return [one.event for one in await stand(kafka, ALERTS) if isinstance(one.event, Alert | Digest)]


async def _delivered(desk: Desk, alerts: Sequence[Alert | Digest]) -> bool:
    """Whether every receiver has what names it."""
    heard = {name: {event.event_id for event in events} for name, events in _heard(desk).items()}
    return all(event.event_id in heard[name] for event in alerts for name in event.receivers)


def _heard(desk: Desk) -> Mapping[str, Sequence[Alert | Digest]]:
    return {name: desk.told(f"{name}.jsonl") for name in RECEIVERS}
