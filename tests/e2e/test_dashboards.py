"""Every query of the dashboards and rules, asked of a Prometheus that scrapes the live pipeline."""

import asyncio
import math
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.queries import DASHBOARDS, RULES, dashboard_queries, filled_in, rules
from tests.deploy.tools import debian_tool
from tests.e2e.prometheus import Prometheus
from tocsin.metrics import LATENCY

ROOT = Path(__file__).parents[2]
RECEIVERS = ("screen", "log")
PARTS = ("worker", *(f"sink-{name}" for name in RECEIVERS), "source", "run")

pytestmark = [pytest.mark.e2e, pytest.mark.embedded, pytest.mark.timeout(240)]


def consecutive_free_ports(number: int) -> int:
    """The first of so many ports in a row that were free a moment ago, outside what the system gives out.

    Where the search begins depends on the process: two runs of this test side by side do not meet.
    """
    for first in range(20_000 + number * (os.getpid() % 1000), 32_000, number):
        sockets = [socket.socket() for _ in range(number)]
        try:
            for offset, listener in enumerate(sockets):
                listener.bind(("127.0.0.1", first + offset))
        except OSError:
            continue
        finally:
            for listener in sockets:
                listener.close()
        return first
    raise AssertionError("no free ports in a row")


@pytest.fixture
def ports() -> list[int]:
    first = consecutive_free_ports(len(PARTS))
    return [first + offset for offset in range(len(PARTS))]


@pytest.fixture
def configuration(tmp_path: Path, ports: list[int]) -> Path:
    """The configuration of ``make run``, with folders and ports of this test's own."""
    settings = yaml.safe_load((ROOT / "tocsin.yaml").read_text(encoding="utf-8"))
    assert tuple(receiver["name"] for receiver in settings["receivers"]) == RECEIVERS
    settings["receivers"][1]["path"] = str(tmp_path / "alerts.jsonl")
    settings |= {
        "data_dir": str(tmp_path / "data"),
        "watchlists": str(ROOT / "watchlists"),
        "feeds": "none.yaml",
        "metrics": {"port": ports[0]},
    }
    path = tmp_path / "tocsin.yaml"
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return path


@pytest.fixture
def pipeline(configuration: Path, tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts `tocsin run`; stopped as an operator would, and must then end well."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")}

    def start() -> "subprocess.Popen[bytes]":
        with (tmp_path / "run.log").open("wb") as output:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "cli", "run", "--config", str(configuration)],
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    cwd=ROOT,
                )
            )
        return started[0]

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        assert process.wait(90) == 0, output_of(tmp_path)


def output_of(folder: Path) -> str:
    return "\n".join(
        f"--- {path.name}\n{path.read_text(encoding='utf-8', errors='replace')[-4000:]}"
        for path in (folder / "run.log", *(folder / "data").glob("log/*.log"))
        if path.exists()
    )


def has_data(vector: list[dict[str, Any]]) -> bool:
    """Whether a panel would show something: NaN is a gap."""
    return any(not math.isnan(float(sample["value"][1])) for sample in vector)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float, explain: Callable[[], str]) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not await condition():  # noqa: ASYNC110 -- what is waited for is other processes
                await asyncio.sleep(0.1)
    except TimeoutError:
        pytest.fail(explain())


async def test_every_query_of_dashboards_and_rules_returns_data_from_a_running_pipeline(
    pipeline: Callable[[], "subprocess.Popen[bytes]"], ports: list[int], tmp_path: Path
) -> None:
    debian_tool("prometheus")
    targets = [f"127.0.0.1:{port}" for port in ports]
    async with Prometheus(tmp_path / "prometheus", targets, RULES) as prometheus:
        await prometheus.ready()
        process = pipeline()

        async def delivered_everywhere() -> bool:
            assert process.poll() is None, output_of(tmp_path)
            answered = await prometheus.query("count(up == 1)")
            delivered = await prometheus.query(
                'sum by (receiver) (tocsin_deliveries_total{outcome="delivered"}) > 0'
            )
            everyone = bool(answered) and answered[0]["value"][1] == str(len(PARTS))
            return everyone and {sample["metric"]["receiver"] for sample in delivered} == set(RECEIVERS)

        await until(delivered_everywhere, 90, lambda: f"no alerts everywhere:\n{output_of(tmp_path)}")
        await all_panels_show_something(prometheus)
        await all_rules_are_evaluated(prometheus)
        await shows_what_is_there(prometheus)


async def all_panels_show_something(prometheus: Prometheus) -> None:
    """Each query has to return data once: a quantile is a gap again when nothing has come for a while."""
    queries = {query for path in DASHBOARDS for query in dashboard_queries(path)}
    await each_has_data(prometheus, {f"{title}: {expr}": filled_in(expr) for title, expr in queries})


async def each_has_data(prometheus: Prometheus, queries: Mapping[str, str]) -> None:
    """Waits until each of the named queries has returned data once."""
    empty = dict(queries)

    async def none_left() -> bool:
        for name, expr in sorted(empty.items()):
            if has_data(await prometheus.query(expr)):
                del empty[name]
        return not empty

    await until(none_left, 60, lambda: "no data for:\n" + "\n".join(sorted(empty)))


async def shows_what_is_there(prometheus: Prometheus) -> None:
    """A 0 is data too: what has to be more than that."""
    watchlists = {path.stem for path in (ROOT / "watchlists").glob("*.yaml")}
    assert set(await prometheus.label_values("watchlist", "tocsin_matches_total")) == watchlists
    assert float((await prometheus.query("max(tocsin_watchlists_loaded)"))[0]["value"][1]) == len(watchlists)
    assert float((await prometheus.query("sum(tocsin_feeds)"))[0]["value"][1]) > 0
    lag = await prometheus.query("tocsin:consumer_lag_records:sum")
    groups = {(sample["metric"]["group"], sample["metric"]["topic"]) for sample in lag}
    assert groups == {
        *(
            ("tocsin.worker", f"tocsin.{topic}")
            for topic in ("articles", "articles.unique", "matches", "actions", "wakes")
        ),
        *(
            (f"tocsin.sink-{receiver}", f"tocsin.{topic}")
            for receiver in RECEIVERS
            for topic in ("alerts", "feeds.alerts")
        ),
    }
    steps = await prometheus.query("sum by (since, step) (tocsin_latency_seconds_count) > 0")
    assert [sample["metric"] for sample in steps if sample["metric"] not in LATENCY.closed] == []
    assert len(steps) == len(LATENCY.closed)


async def all_rules_are_evaluated(prometheus: Prometheus) -> None:
    expected = {rule.alert or rule.record for rule in rules()}
    found: list[dict[str, Any]] = []

    async def all_well() -> bool:
        found[:] = await prometheus.rules()
        return {rule["name"] for rule in found if rule["health"] == "ok"} == expected

    await until(all_well, 30, lambda: f"rules not evaluated: {found}")
    await each_has_data(prometheus, {rule.record: rule.record for rule in rules() if rule.record})

    async def alarms_nobody() -> bool:
        found[:] = [rule for rule in await prometheus.rules() if rule["type"] == "alerting"]
        return all(rule["state"] == "inactive" for rule in found)

    await until(alarms_nobody, 30, lambda: f"a healthy pipeline alarms nobody: {found}")
