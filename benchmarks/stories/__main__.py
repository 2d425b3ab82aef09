"""Stories beside datasketch, simhash and rapidfuzz: what is joined, how fast, in how many bytes.

`make bench-stories`; about twenty minutes.
"""

import argparse
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from benchmarks.report import machine
from benchmarks.stories import speed
from benchmarks.stories.corpora import (
    Document,
    arabic_news,
    digest,
    persian_texts,
    russian_news,
    seeds,
    story_pairs,
)
from benchmarks.stories.findings import TOCSIN, Findings, PeerSpeed
from benchmarks.stories.ours import Books
from benchmarks.stories.page import page, write
from benchmarks.stories.peers import Judge
from benchmarks.stories.quality import Joined, different_events, edits, labelled, tuned_peers, unrelated
from benchmarks.stories.seeded import Watch, seed_rows
from benchmarks.stories.speed import Load
from benchmarks.stories.stream import stream

CORPORA: Final = Path(__file__).parents[3] / "shared" / "corpora"
LOADS: Final = (Load(100_000, 1), Load(100_000, 10), Load(1_000_000, 100))
_PACKAGES: Final = ("datasketch", "simhash", "rapidfuzz", "numba", "numpy", "msgspec")
_EVENTS: Final = 600

Told = Callable[[str], None]


class News(msgspec.Struct, frozen=True):
    """All documents by where they are from."""

    arabic: tuple[Document, ...]
    russian: tuple[Document, ...]
    persian: tuple[Document, ...]

    @property
    def edited(self) -> tuple[Document, ...]:
        return (*self.arabic, *self.russian, *self.persian)

    @property
    def wire(self) -> tuple[Document, ...]:
        return (*self.arabic, *self.russian)


def measure(asked: argparse.Namespace, command: str, tell: Told) -> tuple[Findings, dict[str, Joined]]:
    """Everything; and by name what we joined, for who wants to see which."""
    news = _read(asked.corpora, asked.documents)
    pairs, watch = story_pairs(asked.corpora), Watch()
    peers = tuned_peers(pairs)
    apart = unrelated(news.wire, asked.pairs, peers, tell)
    everyone = {**peers, **apart.strict}
    judges: dict[str, Judge] = {TOCSIN: Books(), **everyone}
    edited = edits(news.edited, judges, tell)
    events = different_events(news.arabic, _EVENTS, judges, watch, tell)
    found = Findings(
        command=command,
        machine=machine(),
        versions={name: version(name) for name in _PACKAGES},
        news={"ar": len(news.arabic), "ru": len(news.russian), "fa": len(news.persian), "pairs": len(pairs)},
        digest=digest(news.edited),
        pairs=labelled(pairs, everyone),
        edits={kind: joined.shares for kind, joined in edited.items()},
        drawn=apart.drawn,
        unrelated=apart.joined.shares,
        events={name: joined.shares for name, joined in events.items()},
        stream=stream(news.arabic),
        seeds_together=seed_rows(seeds(asked.corpora), watch, own_dates=False),
        seeds_apart=seed_rows(seeds(asked.corpora), watch, own_dates=True),
        speeds=[speed.ours(news.wire, load, asked.seconds, tell) for load in asked.loads],
        peer=_datasketch(news, asked, tell),
    )
    return found, {"random pairs": apart.joined, **edited, **events}


def _datasketch(news: News, asked: argparse.Namespace, tell: Told) -> PeerSpeed | None:
    if not asked.loads:
        return None
    return speed.datasketch(news.wire, asked.loads[0].articles, asked.peer_seconds, tell)


def _load(written: str) -> Load:
    articles, _, books = written.partition("x")
    return Load(int(articles), int(books or 1))


def _read(corpora: Path, most: int | None) -> News:
    return News(arabic_news(corpora)[:most], russian_news(corpora)[:most], persian_texts(corpora)[:most])


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of real texts (%(default)s)")
    parser.add_argument("--pairs", type=int, default=1_000_000, help="random ones (%(default)s)")
    parser.add_argument("--documents", type=int, help="of each kind of news (all)")
    parser.add_argument("--loads", type=_load, nargs="*", default=LOADS, metavar="ARTICLESxBOOKS")
    parser.add_argument(
        "--seconds", type=float, default=420.0, help="of CPU time for each load (%(default)s)"
    )
    parser.add_argument("--peer-seconds", type=float, default=180.0, help="of datasketch (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--odd", type=Path, help="write names of odd pairs into this file too")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks/stories.md too")
    asked = parser.parse_args(arguments)
    if asked.quick:
        asked.pairs, asked.documents, asked.loads, asked.peer_seconds = 20_000, 300, [Load(2000, 1)], 5.0
    return asked


def main() -> int:
    asked = _asked(sys.argv[1:])
    command = f"python -m benchmarks.stories {shlex.join(sys.argv[1:])}".strip()
    columns = (TextColumn("{task.description:80}"), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True)) as progress:
            bar = progress.add_task("reading", total=None)
            found, joined = measure(asked, command, lambda part: progress.update(bar, description=part))
    except (FileNotFoundError, ModuleNotFoundError) as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(json.dumps(msgspec.to_builtins(found), indent=2) if asked.json else page(found))
    if asked.odd:
        asked.odd.write_text(_names(joined), encoding="utf-8")
    if asked.write:
        write(page(found))
    return 0


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
