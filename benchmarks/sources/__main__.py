"""Ten thousand feeds on loopback, one source process, and the plain loop of aiohttp and feedparser beside it.

Outlets are served by a process of their own; of the polls 30 % find news, 60 % "not modified", 5 % a slow and 5 % a
failing server. `make bench-sources`; about thirteen minutes.
"""

import argparse
import shlex
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.articles import sample_texts
from benchmarks.brokers import running
from benchmarks.sources.measure import Measured, Phase, Place, ours, plain
from benchmarks.sources.outlets import POLLS_PER_NEWS, World
from benchmarks.sources.page import Findings, page, write
from benchmarks.sources.plain import Done
from runtime import probe

STEADY_SECONDS: Final = 300.0
_LEAST_CHARACTERS: Final = 60


def measure(asked: argparse.Namespace, command: str) -> Findings:
    """Run everything on a broker of its own."""
    columns = (TextColumn("{task.description:40}"), BarColumn(30), TimeElapsedColumn())
    with (
        tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name,
        Progress(*columns, console=Console(stderr=True)) as progress,
        running(asked.broker, Path(name)) as broker,
    ):
        place = Place(broker, probe.free_port(), Path(name))
        world = _world(asked.feeds)
        steady = _step(progress, Phase("steady", STEADY_SECONDS, asked.warm, asked.steady), world, place)
        pressed = world.press(time.time())
        hurried = Phase("rush", asked.feeds / asked.rate, asked.warm, asked.seconds)
        rush = _step(progress, hurried, pressed, place)
        peer = _step_of_plain(progress, pressed, place, asked.seconds)
        return Findings(command, broker.name, rush, steady, peer)


def _world(feeds: int) -> World:
    texts = tuple(text for text in sample_texts()["ar"].plain if len(text) > _LEAST_CHARACTERS)
    return World(feeds, time.time(), STEADY_SECONDS * POLLS_PER_NEWS, texts)


def _step(progress: Progress, phase: Phase, world: World, place: Place) -> Measured:
    bar = progress.add_task(f"{phase.name}: every {phase.interval:g} s", total=1.0)
    found = ours(phase, world, place, lambda part: progress.update(bar, completed=part))
    progress.update(bar, completed=1.0)
    return found


def _step_of_plain(progress: Progress, world: World, place: Place, seconds: float) -> Done:
    bar = progress.add_task("the plain loop", total=None)
    found = plain(world, place, seconds)
    progress.update(bar, total=1.0, completed=1.0)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sources", description=__doc__)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=800, help="polls a second that the rush asks for (800)")
    parser.add_argument("--seconds", type=float, default=90, help="of the rush and of the plain loop (90)")
    parser.add_argument(
        "--steady", type=float, default=STEADY_SECONDS, help="seconds of the steady day (300)"
    )
    parser.add_argument("--warm", type=float, default=45, help="seconds before each look (45)")
    parser.add_argument("--broker", choices=("auto", "apache", "embedded"), default="auto")
    parser.add_argument(
        "--write", action="store_true", help="write the figures into docs/benchmarks/sources.md too"
    )
    asked = parser.parse_args()
    found = measure(asked, f"{parser.prog} {shlex.join(sys.argv[1:])}".strip())
    print(page(found))
    if asked.write:
        write(page(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
