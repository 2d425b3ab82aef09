"""Stories beside datasketch, simhash and rapidfuzz: what is joined, how fast, in how many bytes.

`make bench-stories`; about half an hour.
"""

import argparse
import json
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.stories.contest import Joined
from benchmarks.stories.costs import Load
from benchmarks.stories.crowd import OPEN
from benchmarks.stories.goals import goals
from benchmarks.stories.measure import Asked, measure
from benchmarks.stories.page import page, write

CORPORA: Final = Path(__file__).parents[3] / "shared" / "corpora"
LOADS: Final = (Load(100_000, 10), Load(1_000_000, 100))


def _load(written: str) -> Load:
    articles, _, watchlists = written.partition("x")
    return Load(int(articles), int(watchlists or 1))


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of real texts (%(default)s)")
    parser.add_argument("--pairs", type=int, default=1_000_000, help="random ones (%(default)s)")
    parser.add_argument("--documents", type=int, help="of each kind of news (all)")
    parser.add_argument("--loads", type=_load, nargs="+", default=LOADS, metavar="ARTICLESxWATCHLISTS")
    parser.add_argument(
        "--seconds", type=float, default=1600.0, help="of CPU time for each load (%(default)s)"
    )
    parser.add_argument("--peer-seconds", type=float, default=120.0, help="of datasketch (%(default)s)")
    parser.add_argument("--decided", type=int, default=10_000, help="articles through alerting (%(default)s)")
    parser.add_argument("--recovered", type=int, default=100_000, help="records (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="a smoke run of everything, a fiftieth or less")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--odd", type=Path, help="write names of odd pairs into this file too")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks/stories.md too")
    asked = parser.parse_args(arguments)
    asked.crowded = OPEN
    if asked.quick:
        asked.pairs, asked.documents, asked.loads = 20_000, 300, [Load(2000, 2), Load(20_000, 20)]
        asked.peer_seconds, asked.crowded, asked.decided, asked.recovered = 5.0, (100, 200), 1000, 2000
    return asked


def main() -> int:
    asked = _asked(sys.argv[1:])
    command = f"python -m benchmarks.stories {shlex.join(_without_paths(sys.argv[1:]))}".strip()
    try:
        found, joined = measure(_what(asked), command, _tell)
    except (FileNotFoundError, ModuleNotFoundError) as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(json.dumps(msgspec.to_builtins(found), indent=2) if asked.json else page(found))
    if asked.odd:
        asked.odd.write_text(_names(joined), encoding="utf-8")
    if asked.write and any(goal.measured for goal in goals(found)):
        write(page(found))
    for part, why in found.failed.items():
        print(f"not measured: {part}: {why}", file=sys.stderr)
    return 1 if found.failed else 0


def _tell(part: str) -> None:
    print(f"==> {time.strftime('%H:%M:%S')} {part}", file=sys.stderr, flush=True)


def _without_paths(arguments: Sequence[str]) -> list[str]:
    """Where somebody's files are is not for the page."""
    paths = [at for at, written in enumerate(arguments) if written in ("--corpora", "--odd")]
    return [written for at, written in enumerate(arguments) if at not in paths and at - 1 not in paths]


def _what(asked: argparse.Namespace) -> Asked:
    return Asked(
        corpora=asked.corpora,
        documents=asked.documents,
        pairs=asked.pairs,
        loads=tuple(asked.loads),
        seconds=asked.seconds,
        peer_seconds=asked.peer_seconds,
        crowded=asked.crowded,
        decided=asked.decided,
        recovered=asked.recovered,
    )


def _names(joined: dict[str, Joined]) -> str:
    """A line for each pair that we did otherwise than most of its kind."""
    lines = [
        f"{what}\t{'joined' if few is each.ours else 'apart'}\t{first.name}\t{second.name}"
        for what, each in joined.items()
        for few in [min(each.ours, each.apart, key=len)]
        for first, second in few
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
