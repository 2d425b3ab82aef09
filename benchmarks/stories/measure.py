"""A whole run: who joins what, then how fast, then in how many bytes and how soon known again."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.report import machine
from benchmarks.stories import lsh
from benchmarks.stories.contest import Contest, Joined
from benchmarks.stories.corpora import (
    Document,
    Pair,
    arabic_news,
    digest,
    persian_texts,
    russian_news,
    seeds,
    story_pairs,
)
from benchmarks.stories.costs import Crowd, Load, PeerSpeed, Speed
from benchmarks.stories.crowd import crowds
from benchmarks.stories.findings import TOCSIN, Drawn, Findings
from benchmarks.stories.loading import loaded
from benchmarks.stories.ours import Books
from benchmarks.stories.parts import Parts, Tell, apart, interruptible
from benchmarks.stories.quality import different_events, edits, labelled, tuned_peers, unrelated
from benchmarks.stories.regained import recoveries, reports
from benchmarks.stories.seeded import Watch, seed_rows
from benchmarks.stories.stream import stream
from benchmarks.stories.table import tables

PROCESSES: Final = 2
_PACKAGES: Final = ("datasketch", "simhash", "rapidfuzz", "numba", "numpy", "msgspec")
_EVENTS: Final = 600
_RECOVERED_WITHIN: Final = 600.0


class Asked(msgspec.Struct, frozen=True):
    """How large a run: ``documents`` of each kind of news (None: all), CPU seconds for each load and for datasketch.

    ``crowded``: so many open stories; ``decided``: articles through all of alerting; ``recovered``: records.
    """

    corpora: Path
    documents: int | None
    pairs: int
    loads: tuple[Load, ...]
    seconds: float
    peer_seconds: float
    crowded: tuple[int, ...]
    decided: int
    recovered: int


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


def measure(asked: Asked, command: str, tell: Tell) -> tuple[Findings, dict[str, Joined]]:
    """Everything; and by name what we joined, for who wants to see which. Raises FileNotFoundError.

    What fails or is interrupted is told in the findings.
    """
    news, labels, five = (
        read(asked.corpora, asked.documents),
        story_pairs(asked.corpora),
        seeds(asked.corpora),
    )
    found = Findings(
        command=command,
        machine=machine(),
        versions={name: version(name) for name in _PACKAGES},
        news={"ar": len(news.arabic), "ru": len(news.russian), "fa": len(news.persian), "pairs": len(labels)},
        digest=digest(news.edited),
    )
    parts = Parts(tell)
    with _pool() as pool:
        found, joined = _quality(found, asked, news, labels, five, parts, pool)
    found = _costs(found, asked, news, parts)
    return msgspec.structs.replace(found, took=parts.took, failed=parts.failed), joined


def _quality(
    found: Findings,
    asked: Asked,
    news: News,
    labels: Sequence[Pair],
    five: Sequence[Document],
    parts: Parts,
    pool: Executor,
) -> tuple[Findings, dict[str, Joined]]:
    peers, watch = tuned_peers(labels), Watch()
    contest = Contest({TOCSIN: Books(), **peers}, pool)
    unlike = parts.run("random pairs", lambda: unrelated(news.wire, asked.pairs, contest))
    edited = parts.run("edits", lambda: edits(news.edited, contest)) or {}
    events = (
        parts.run("different events", lambda: different_events(news.arabic, _EVENTS, contest, watch)) or {}
    )
    strict = {
        name: peers[judge].at(limit) for name, (judge, limit) in contest.thresholds.items() if judge != TOCSIN
    }
    drawn: Drawn | None = unlike[0] if unlike else None
    found = msgspec.structs.replace(
        found,
        drawn=drawn,
        unrelated=unlike[1].shares if unlike else None,
        edits={kind: one.shares for kind, one in edited.items()} or None,
        events={name: one.shares for name, one in events.items()} or None,
        pairs=parts.run("labelled pairs", lambda: labelled(labels, {TOCSIN: Books(), **strict})),
        stream=parts.run("news as it came", lambda: stream(news.arabic)),
        seeds_together=parts.run("seeds, an hour apart", lambda: seed_rows(five, watch, own_dates=False)),
        seeds_apart=parts.run("seeds, on their days", lambda: seed_rows(five, watch, own_dates=True)),
    )
    return found, {**({"random pairs": unlike[1]} if unlike else {}), **edited, **events}


def _costs(found: Findings, asked: Asked, news: News, parts: Parts) -> Findings:
    """datasketch and what a place costs side by side, then the loads, then tables, then recovery by itself."""
    first = parts.run("datasketch, and places by open stories", lambda: _side_by_side(asked, news))
    speeds = []
    for load in asked.loads:
        name = f"load of {load.articles:,} articles, {load.watchlists:,} watchlists"
        speed = parts.run(name, partial(_loaded, asked, news, load))
        speeds += [speed] if speed else []
    kept = parts.run("tables", lambda: tables(news.wire, asked.decided))
    regain = partial(recoveries, reports(kept[1]) if kept else (), asked.recovered)
    regained = parts.run("recovery", lambda: apart(regain, _RECOVERED_WITHIN))
    return msgspec.structs.replace(
        found,
        crowds=first[1] if first else None,
        peer=first[0] if first else None,
        speeds=speeds,
        tables=kept[0] if kept else None,
        recoveries=regained,
    )


def _side_by_side(asked: Asked, news: News) -> tuple[PeerSpeed, list[Crowd]]:
    with _pool(fresh=True) as pool:
        peer = pool.submit(lsh.datasketch, news.wire, asked.loads[0], asked.peer_seconds)
        crowd = pool.submit(crowds, news.wire, news.arabic, asked.crowded)
        return peer.result(), crowd.result()


def _loaded(asked: Asked, news: News, load: Load) -> Speed:
    with _pool(fresh=True) as pool:
        return loaded(news.wire, load, asked.seconds, pool, PROCESSES)


def _pool(*, fresh: bool = False) -> ProcessPoolExecutor:
    """Two processes; ``fresh``: every piece of work in one of its own."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(PROCESSES, spawn, interruptible, max_tasks_per_child=1 if fresh else None)


def read(corpora: Path, most: int | None) -> News:
    """``most`` documents of each kind; all where it is None. Raises FileNotFoundError."""
    return News(arabic_news(corpora)[:most], russian_news(corpora)[:most], persian_texts(corpora)[:most])
