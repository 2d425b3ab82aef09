"""A whole run: who joins what in this process, how fast in another one."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

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
from benchmarks.stories.findings import TOCSIN, Findings, PeerSpeed, Speed
from benchmarks.stories.ours import Books
from benchmarks.stories.peers import Judge
from benchmarks.stories.quality import Joined, different_events, edits, labelled, tuned_peers, unrelated
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
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as aside:
        loaded = aside.submit(loads, news.wire, asked)
        peers = tuned_peers(pairs)
        apart = unrelated(news.wire, asked.pairs, peers, tell)
        everyone = {**peers, **apart.strict}
        judges: dict[str, Judge] = {TOCSIN: Books(), **everyone}
        edited = edits(news.edited, judges, tell)
        events = different_events(news.arabic, _EVENTS, judges, watch, tell)
        streamed, together = stream(news.arabic), seed_rows(five, watch, own_dates=False)
        tell("loads, in another process")
        speeds, peer = loaded.result()
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
        stream=streamed,
        seeds_together=together,
        seeds_apart=seed_rows(five, watch, own_dates=True),
        speeds=speeds,
        peer=peer,
    )
    return found, {"random pairs": apart.joined, **edited, **events}


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
