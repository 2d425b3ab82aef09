"""Makes the week, has `tocsin simulate` replay it, reads what came of it."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import msgspec
import psutil

from benchmarks.week.making import Week, write
from benchmarks.week.outcome import Outcome, outcome
from benchmarks.week.planned import START, Plan
from benchmarks.week.sentences import Fires
from cli.matching import matcher_for
from cli.watchlists import read_path
from tocsin.contract.events import Article
from tocsin.watchlist.load import LoadedWatchlist

HERE: Final = Path(__file__).parent
WATCHLISTS: Final = (HERE.parents[1] / "watchlists", HERE / "watchlists")
_LOOK_EVERY: Final = 0.2
Tell = Callable[[str], None]


class Cost(msgspec.Struct, frozen=True):
    """Seconds by the clock and of CPU, and the memory in bytes it had at most."""

    seconds: float
    cpu: float
    memory: int


class Course(msgspec.Struct, frozen=True):
    """One replay: what came of it, at what cost, the size of the week in bytes; what its events are called."""

    outcome: Outcome
    cost: Cost
    size: int
    named: Mapping[int, str]


def run(plan: Plan, corpora: Path | None, folder: Path, tell: Tell) -> Course:
    """Write the week into ``folder`` and replay it.

    Raises:
        RuntimeError: the replay failed.
    """
    tell("making the week")
    articles, placements, told = (folder / name for name in ("week.jsonl", "placed.jsonl", "told.jsonl"))
    week = Week(plan, firing(), corpora)
    with articles.open("wb") as file:
        planted = list(write(week.items(), file))
    (folder / "planted.json").write_bytes(msgspec.json.encode(planted))
    tell("replaying it")
    cost = _replay(articles, placements, told)
    tell("reading what came of it")
    with placements.open("rb") as placed, told.open("rb") as events:
        found = outcome(planted, week.watched, placed, events)
    return Course(found, cost, articles.stat().st_size, week.named)


def watchlists() -> list[LoadedWatchlist]:
    """The ten of them: the shipped ones, and two written for the week."""
    return [loaded for path in WATCHLISTS for loaded in read_path(path)[0]]


def firing() -> Fires:
    """Tells whether any of the watchlists fires in a text."""
    matcher = matcher_for(watchlists())

    def fires(text: str, language: str) -> bool:
        article = Article(
            id="a",
            feed="week",
            source="",
            url="",
            title="",
            body=text,
            language=language,
            published=None,
            fetched=START,
            content="0",
        )
        return bool(matcher.match(article, START))

    return fires


def _replay(articles: Path, placements: Path, told: Path) -> Cost:
    lists = [word for path in WATCHLISTS for word in ("--watchlists", str(path))]
    routes = ["--config", str(HERE / "tocsin.yaml"), "--routes", str(HERE / "routes.yaml")]
    command = [sys.executable, "-m", "cli", "simulate", *lists, *routes, "--placements", str(placements)]
    begin = time.perf_counter()
    with (
        told.open("wb") as out,
        subprocess.Popen([*command, "--json", str(articles)], stdout=out) as process,
    ):
        cpu, memory = _watched(process)
    if process.returncode:
        raise RuntimeError(f"tocsin simulate ended with exit code {process.returncode}")
    return Cost(time.perf_counter() - begin, cpu, memory)


def _watched(process: "subprocess.Popen[bytes]") -> tuple[float, int]:
    """Its CPU seconds and the most memory it had, as far as a look five times a second tells."""
    watched, cpu, most = psutil.Process(process.pid), 0.0, 0
    while process.poll() is None:
        try:
            times = watched.cpu_times()
            cpu, most = times.user + times.system, max(most, watched.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(_LOOK_EVERY)
    process.wait()
    return cpu, most
