"""A whole run: who joins what, each contestant in a process of its own, and how fast, in another one."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.report import machine
from benchmarks.stories import speed
from benchmarks.stories.contest import Contest, Joined
from benchmarks.stories.corpora import (
    Document,
    arabic_news,
    digest,
    persian_texts,
    russian_news,
    seeds,
    story_pairs,
)
from benchmarks.stories.findings import TOCSIN, Findings, PeerSpeed, Speed
from benchmarks.stories.ours import Books
from benchmarks.stories.quality import different_events, edits, labelled, tuned_peers, unrelated
from benchmarks.stories.seeded import Watch, seed_rows
from benchmarks.stories.speed import Load
from benchmarks.stories.stream import stream

_PACKAGES: Final = ("datasketch", "simhash", "rapidfuzz", "numba", "numpy", "msgspec")
_EVENTS: Final = 600

Told = Callable[[str], None]


class Asked(msgspec.Struct, frozen=True):
    """How large a run: ``documents`` of each kind of news (None: all), CPU seconds for each load and for datasketch."""

    corpora: Path
    documents: int | None
    pairs: int
    loads: tuple[Load, ...]
    seconds: float
    peer_seconds: float


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


def measure(asked: Asked, command: str, tell: Told) -> tuple[Findings, dict[str, Joined]]:
    """Everything; and by name what we joined, for who wants to see which. Raises FileNotFoundError."""
    news = read(asked.corpora, asked.documents)
    pairs, five, watch = story_pairs(asked.corpora), seeds(asked.corpora), Watch()
    peers = tuned_peers(pairs)
    with ProcessPoolExecutor(len(peers) + 2, multiprocessing.get_context("spawn")) as pool:
        loaded = pool.submit(loads, news.wire, asked)
        contest = Contest({TOCSIN: Books(), **peers}, pool)
        tell("random pairs")
        drawn, apart = unrelated(news.wire, asked.pairs, contest)
        tell("edits")
        edited = edits(news.edited, contest)
        tell("different events")
        events = different_events(news.arabic, _EVENTS, contest, watch)
        streamed, together = stream(news.arabic), seed_rows(five, watch, own_dates=False)
        tell("loads")
        speeds, peer = loaded.result()
    strict = {
        name: peers[judge].at(limit) for name, (judge, limit) in contest.thresholds.items() if judge != TOCSIN
    }
    found = Findings(
        command=command,
        machine=machine(),
        versions={name: version(name) for name in _PACKAGES},
        news={"ar": len(news.arabic), "ru": len(news.russian), "fa": len(news.persian), "pairs": len(pairs)},
        digest=digest(news.edited),
        pairs=labelled(pairs, {TOCSIN: Books(), **strict}),
        edits={kind: joined.shares for kind, joined in edited.items()},
        drawn=drawn,
        unrelated=apart.shares,
        events={name: joined.shares for name, joined in events.items()},
        stream=streamed,
        seeds_together=together,
        seeds_apart=seed_rows(five, watch, own_dates=True),
        speeds=speeds,
        peer=peer,
    )
    return found, {"random pairs": apart, **edited, **events}


def loads(documents: tuple[Document, ...], asked: Asked) -> tuple[list[Speed], PeerSpeed | None]:
    """Ours over every load, datasketch over the articles of the first."""
    if not asked.loads:
        return [], None
    speed.warm_up(documents)
    first, *others = asked.loads
    speeds = [speed.ours(documents, first, asked.seconds)]
    peer = speed.datasketch(documents, first.articles, asked.peer_seconds)
    return [*speeds, *(speed.ours(documents, load, asked.seconds) for load in others)], peer


def read(corpora: Path, most: int | None) -> News:
    """``most`` documents of each kind; all where it is None. Raises FileNotFoundError."""
    return News(arabic_news(corpora)[:most], russian_news(corpora)[:most], persian_texts(corpora)[:most])
