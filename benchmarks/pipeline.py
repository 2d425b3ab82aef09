"""Articles per second through the pipeline beside bare aiokafka loops on the same core: `make bench`.

Every contestant works off the same articles on topics of its own, in turn, round after round: on a busy machine
trust the ratios, not the rates.
"""

import argparse
import asyncio
import json
import shlex
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.articles import articles
from benchmarks.brokers import Broker, running
from benchmarks.contestants import BARE, CORE, PIPELINE, Contestant
from benchmarks.latency import Latency, latency
from benchmarks.race import Tell, order_for, race, race_core
from benchmarks.report import Findings, Round, as_data, page
from cli.embedded import EmbeddedBrokerError
from tests.brokers.jars import Unavailable
from tocsin.contract.events import Article

PAGE: Final = Path(__file__).parents[1] / "docs" / "benchmarks" / "pipeline.md"
_MARK: Final = "<!-- figures: written by `--write`, below this line -->\n"


class Bench:
    """One run of the benchmark on a running broker."""

    def __init__(self, asked: argparse.Namespace, broker: Broker, folder: Path, progress: Progress) -> None:
        self._asked, self._broker, self._folder, self._progress = asked, broker, folder, progress
        lingering = tuple(Contestant("pipeline", linger) for linger in asked.linger)
        self._pipelines = (PIPELINE, *lingering)
        self._racers = (*self._pipelines, *BARE)
        self._bar = progress.add_task("", total=asked.rounds * len(self._racers) + len(self._pipelines))
        self._done = 0

    def run(self, command: str) -> Findings:
        made = articles(self._asked.articles, datetime.now(UTC))
        rounds = [self._round(made, number) for number in range(self._asked.rounds)]
        return Findings(
            command=command,
            broker=self._broker.name,
            articles=len(made),
            body_bytes=statistics.mean(len(article.body.encode()) for article in made),
            rounds=rounds,
            latencies={contestant: self._latency(contestant) for contestant in self._pipelines},
        )

    def _round(self, made: Sequence[Article], number: int) -> Round:
        core, expected = race_core(made)
        results = {}
        for contestant in _rotated(self._racers, number):
            with self._step(f"round {number + 1}: {contestant.label}") as tell:
                order = order_for(contestant, self._broker)
                results[contestant] = asyncio.run(
                    race(order, self._broker, made, expected, self._folder, tell)
                )
        return {**{contestant: results[contestant] for contestant in self._racers}, CORE: core}

    def _latency(self, contestant: Contestant) -> Latency:
        with self._step(f"latency: {contestant.label}") as tell:
            order = order_for(contestant, self._broker)
            return asyncio.run(latency(order, self._broker, self._asked.seconds, self._folder, tell))

    @contextmanager
    def _step(self, what: str) -> Iterator[Tell]:
        before, self._done = self._done, self._done + 1
        self._progress.update(self._bar, description=what, completed=before)
        yield lambda part: self._progress.update(self._bar, completed=before + part)
        self._progress.update(self._bar, completed=self._done)


def _rotated(contestants: Sequence[Contestant], by: int) -> Sequence[Contestant]:
    by %= len(contestants)
    return [*contestants[by:], *contestants[:by]]


def _progress() -> Progress:
    columns = (TextColumn("{task.description:60}"), BarColumn(30), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def write(figures: str) -> None:
    """Put ``figures`` in the place of the old ones; what people wrote above them stays."""
    words, _, _ = PAGE.read_text(encoding="utf-8").partition(_MARK)
    PAGE.write_text(f"{words}{_MARK}\n{figures}", encoding="utf-8")


def measure(asked: argparse.Namespace, command: str) -> Findings:
    """Run the benchmark on a broker of its own."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name, _progress() as progress:
        starting = progress.add_task("starting a broker", total=None)
        with running(asked.broker, Path(name)) as broker:
            progress.remove_task(starting)
            return Bench(asked, broker, Path(name), progress).run(command)


def at_least(least: int) -> Callable[[str], int]:
    """What argparse makes of a whole number that must not be smaller."""

    def whole(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} is less than {least}")
        return int(text)

    return whole


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pipeline", description=__doc__)
    parser.add_argument(
        "--articles", type=at_least(10), default=600, help="for each contestant and round (600)"
    )
    parser.add_argument("--rounds", type=at_least(1), default=3, help="(3)")
    parser.add_argument("--seconds", type=at_least(1), default=15, help="of each latency measurement (15)")
    parser.add_argument("--broker", choices=("auto", "apache", "embedded"), default="auto")
    parser.add_argument(
        "--linger",
        type=at_least(1),
        nargs="+",
        default=[],
        metavar="MS",
        help="also a worker that lingers so long",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.name} too")
    asked = parser.parse_args()
    try:
        found = measure(asked, f"{parser.prog} {shlex.join(sys.argv[1:])}".strip())
    except (Unavailable, EmbeddedBrokerError, RuntimeError, TimeoutError) as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(json.dumps(as_data(found), indent=2) if asked.json else page(found))
    if asked.write:
        write(page(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
