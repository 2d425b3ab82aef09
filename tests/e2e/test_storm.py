"""A storm of copies on a few stories, and the worker killed in the midst of it, twice: nothing that is told changes.

What the receiver has must be, event by event, what the pure core says when it is called once with what the workers
handled, in their order; and the first report of each planted story rang exactly once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import yaml

from cli.settings import accepted, load_config, load_rules
from runtime import topics
from runtime.kafka import Connection
from tests import making
from tests.core import told
from tests.e2e.desk import Command, Desk
from tests.happenings import Happening, copied, happening
from tests.streams.harness import all_committed, put_articles, stand, taken, until
from tocsin.contract.events import Alert, Article, Digest
from tocsin.contract.topics import ALERTS, MATCHES
from tocsin.routing.rules import Rules

pytestmark = [pytest.mark.e2e, pytest.mark.kafka, pytest.mark.timeout(500)]

WORDS = {"river": "zorbek", "harbour": "quarnol", "ridge": "malvint"}
PLANTED, COPIES = 24, 500
STORMY = 15
"""So many of the planted stories are what the storm is about."""
ROUTES = {
    "route": {
        "group_wait": "2s",
        "group_interval": "4s",
        "update_on_copies": True,
        "budget": {"events": 2, "per": "10s"},
    }
}


def article(name: str, event: Happening, word: str, outlet: int) -> Article:
    now = datetime.now(UTC)
    return making.article(
        id=name,
        url=f"https://outlet-{outlet}.example/{name}",
        content=f"content-{name}",
        title=event.title,
        body=f"{event.body} This is about {word}.",
        source=f"Outlet {outlet}",
        fetched=now,
        published=now - timedelta(minutes=1),
    )


def word_of(story: int) -> str:
    return list(WORDS.values())[story % len(WORDS)]


def planted(stories: range) -> list[Article]:
    """The first reports."""
    return [article(f"first-{one}", happening(one), word_of(one), one % 7) for one in stories]


def storm(copies: range) -> list[Article]:
    """Copies of the first stories, by many outlets."""
    dice = Random("storm")  # noqa: S311 -- chance that repeats is what is wanted
    about = [dice.randrange(STORMY) for _ in range(COPIES)]
    return [
        article(f"copy-{one}", copied(happening(about[one]), one), word_of(about[one]), 10 + one % 40)
        for one in copies
    ]


@pytest.fixture
def desk(tmp_path: Path, apache_kafka: str, prefix: str) -> Iterator[Desk]:
    lists = tmp_path / "lists"
    lists.mkdir()
    for name, word in WORDS.items():
        terms = [{"id": "one", "forms": {"en": [word]}}]
        (lists / f"{name}.yaml").write_text(yaml.safe_dump({"id": name, "title": name, "terms": terms}))
    (tmp_path / "routes.yaml").write_text(yaml.safe_dump(ROUTES))
    kafka = {"bootstrap_servers": [apache_kafka], "topic_prefix": prefix, "session_timeout": "6s"}
    with Desk(tmp_path, watchlists="lists", routes="routes.yaml", kafka=kafka) as desk:
        yield desk


class Line:
    """The worker that dies, and what came out behind it."""

    def __init__(self, desk: Desk, connection: Connection, rules: Rules) -> None:
        self._desk, self._connection, self._rules = desk, connection, rules
        self._worker: Command = desk.start("worker", "--instance", "0")

    def heard(self) -> list[Alert | Digest]:
        """What the receiver has."""
        return self._desk.told()

    async def has(self, events: int) -> None:
        """Wait until the receiver has so many events."""

        async def enough() -> bool:
            return len(self.heard()) >= events

        await until(enough, seconds=120, what=f"{events} events")

    async def dies_at(self, events: int) -> None:
        """Kill the worker once the receiver has so many events, and start another."""
        await self.has(events)
        self._worker.kill9()
        assert not await all_committed(self._connection), (
            "everything was done before the end: nothing was tested"
        )
        self._worker = self._desk.start("worker", "--instance", "0")

    async def comes_to_rest(self) -> Sequence[Alert | Digest]:
        """Wait until everything is done and told; what the core says then, called once."""
        alone: Sequence[Alert | Digest] = ()

        async def still() -> bool:
            nonlocal alone
            if not await all_committed(self._connection):
                return False
            alone = told(self._rules, await taken(self._connection))
            return counted(alone) == COPIES + PLANTED and ids(alone) == ids(self.heard())

        try:
            await until(still, seconds=150, what="everything told")
        except AssertionError as late:
            missing, more = ids(alone) - ids(self.heard()), ids(self.heard()) - ids(alone)
            raise AssertionError(
                f"{late}; {counted(alone)} counted; missing {missing}; besides {more}"
            ) from late
        return alone


def ids(events: Sequence[Alert | Digest]) -> set[str]:
    return {one.event_id for one in events}


def counted(events: Sequence[Alert | Digest]) -> int:
    """How many reports are told of for the first time, or counted."""
    return sum(one.tally.since if isinstance(one, Alert) else one.reports for one in events)


async def test_the_worker_killed_twice_in_a_storm_changes_nothing_that_is_told(
    desk: Desk, apache_kafka: str
) -> None:
    config = accepted(load_config(desk.config, {}))
    connection = Connection((apache_kafka,), config.kafka)
    await topics.apply(connection, embedded=False)
    rules = accepted(load_rules(config))
    desk.start("sink", "log")
    line = Line(desk, connection, rules)
    await put_articles(connection, planted(range(STORMY)))
    await line.has(STORMY)
    half, some = COPIES // 2, (STORMY + PLANTED) // 2
    await put_articles(connection, [*planted(range(STORMY, some)), *storm(range(half))])
    await line.dies_at(STORMY + 3)
    await put_articles(connection, [*planted(range(some, PLANTED)), *storm(range(half, COPIES))])
    await line.dies_at(some + 6)
    alone = await line.comes_to_rest()

    heard = line.heard()
    assert len(heard) == len(ids(heard))
    initial = Counter(one.report.article for one in heard if isinstance(one, Alert) and one.kind == "initial")
    assert initial == Counter(f"first-{one}" for one in range(PLANTED))
    assert Counter(type(one) for one in alone).keys() == {Alert, Digest}
    records = await stand(connection, ALERTS)
    print(f"{len(heard)} events told, {len(records)} sent, {len(await stand(connection, MATCHES))} matches")
