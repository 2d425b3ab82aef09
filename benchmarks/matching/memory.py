"""Resident memory of one engine, in a process of its own: ``python -m benchmarks.matching.memory``."""

import gc
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
import psutil

from benchmarks.matching.contestants import prepared
from benchmarks.matching.findings import Memory
from benchmarks.matching.terms import Term
from benchmarks.matching.timing import run

_ROOT: Final = Path(__file__).parents[2]


class Order(msgspec.Struct, frozen=True):
    """Which engine to build for which terms, and what to run through it once."""

    name: str
    terms: tuple[Term, ...]
    texts: tuple[str, ...]


def measured(order: Order, folder: Path) -> Memory:
    """The order carried out by a child that has built nothing before.

    Raises:
        RuntimeError: the child failed, with the end of what it said.
    """
    path = folder / "order.msgpack"
    path.write_bytes(msgspec.msgpack.encode(order))
    words = [sys.executable, "-m", "benchmarks.matching.memory", str(path)]
    ran = subprocess.run(words, cwd=_ROOT, capture_output=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"measuring memory failed:\n{ran.stderr.decode(errors='replace')[-2000:]}")
    return msgspec.json.decode(ran.stdout, type=Memory)


def main(arguments: Sequence[str]) -> int:
    order = msgspec.msgpack.decode(Path(arguments[0]).read_bytes(), type=Order)
    # What any engine needs is loaded before: numba, the tables, the dictionaries.
    run(prepared(order.name, order.terms[:1])(), order.texts[:1])
    make = prepared(order.name, order.terms)
    gc.collect()
    before = _resident()
    made = make()
    run(made, order.texts)
    after = _resident()
    sys.stdout.buffer.write(msgspec.json.encode(Memory(after, after - before)))
    return 0


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
