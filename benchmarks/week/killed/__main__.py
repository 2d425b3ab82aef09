"""The week's storm on Apache Kafka with the worker killed in the midst of it: `make bench-week-killed`."""

import argparse
import asyncio
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.brokers import Broker, running
from benchmarks.matching.__main__ import CORPORA
from benchmarks.week.__main__ import PAGE, write
from benchmarks.week.course import Tell, firing, watchlists
from benchmarks.week.killed.course import Course, run
from benchmarks.week.killed.hours import moved, storm_hours
from benchmarks.week.killed.page import Findings, page
from benchmarks.week.killed.replayed import expected
from benchmarks.week.killed.storm import Order
from benchmarks.week.killed.verdict import Beside, Verdict, beside, verdict
from benchmarks.week.making import Week
from benchmarks.week.planned import SMALL, Item, Plan
from cli.matching import matcher_for
from tests.brokers.jars import Unavailable
from tocsin.config.model import Config

MARK: Final = (
    "<!-- figures of the storm with kills: written by `benchmarks.week.killed --write`, below this line -->\n"
)
PARTITIONS: Final = 4
SPEED: Final = 60


def orders(kills: int, speed: int) -> tuple[Order, ...]:
    """In one order: never killed, then killed. In several: never, never once more, killed."""
    plan = ((1, 0), (1, kills), (PARTITIONS, 0), (PARTITIONS, 0), (PARTITIONS, kills))
    return tuple(Order(partitions, times, speed) for partitions, times in plan)


class Proof:
    """The same articles through one run after the other."""

    def __init__(self, items: Sequence[Item], broker: Broker, folder: Path, tell: Tell) -> None:
        self._broker, self._folder, self._tell = broker, folder, tell
        self._articles = moved(items, datetime.now(UTC))
        lists = watchlists()
        versions = {loaded.watchlist.id: loaded.version for loaded in lists}
        self._wanted = expected(self._articles, matcher_for(lists), versions, Config().dedup.window)

    def findings(self, orders: Sequence[Order]) -> Iterator[tuple[Verdict, Beside | None]]:
        """What became of each storm, beside the first with as many partitions.

        Raises:
            RuntimeError: everything was done before a kill.
            AssertionError: a storm did not come to its end.
        """
        first: dict[int, Course] = {}
        for number, order in enumerate(orders, 1):
            self._tell(f"storm {number} of {len(orders)}: {order}")
            folder = self._folder / str(number)
            course = asyncio.run(run(self._broker.address, folder, self._articles, len(self._wanted), order))
            before = first.setdefault(order.partitions, course)
            found = verdict(course, self._wanted)
            self._tell(f"{found.faults} faults in {dict(found.events)}, {found.seconds:.0f} s")
            yield found, None if before is course else beside(course, before)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.week.killed", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of real texts (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=3, help="of the worker in a storm (%(default)s)")
    parser.add_argument("--small", action="store_true", help="a smoke run: hundreds of articles")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.name} too")
    return parser.parse_args()


def _found(asked: argparse.Namespace, folder: Path) -> Findings:
    plan = msgspec.structs.replace(SMALL if asked.small else Plan(), seed=asked.seed)
    _tell("making the week up to the storm's end")
    items = storm_hours(Week(plan, firing(), asked.corpora).items())
    with running("apache", folder) as broker:
        proof = Proof(items, broker, folder, _tell)
        found = list(proof.findings(orders(asked.kills, SPEED * (4 if asked.small else 1))))
    return Findings(
        broker=broker.name,
        seed=plan.seed,
        articles=len(items),
        storm=sum(item.planted.event == plan.storm_event for item in items),
        verdicts=[one for one, _ in found],
        besides=[one for _, one in found if one is not None],
    )


def main() -> int:
    asked = _asked()
    command = f"python -m benchmarks.week.killed {shlex.join(sys.argv[1:])}".strip()
    if not asked.corpora.is_dir():
        print(f"error: there are no corpora in {asked.corpora}", file=sys.stderr)
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="tocsin-killed-") as folder:
            found = _found(asked, Path(folder))
    except (Unavailable, RuntimeError, AssertionError) as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: interrupted; nothing was found or written", file=sys.stderr)
        return 130
    print(msgspec.json.encode(found).decode() if asked.json else page(found, command))
    if asked.write:
        write(page(found, command), MARK)
    return 0 if found.holds else 1


def _tell(what: str) -> None:
    print(f"==> {what}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
