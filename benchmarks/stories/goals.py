"""What was asked for, beside what was measured."""

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.stories.findings import STRICT, TOCSIN, Findings
from benchmarks.stories.revised import LIGHT

RECALL, GAIN, TIMES, BYTES, EVENTS = 0.98, 0.10, 10.0, 600.0, 0.01


class Goal(NamedTuple):
    """What is wanted, what was measured (empty: not run), and whether that is met."""

    what: str
    wanted: str
    measured: str
    met: bool


def goals(found: Findings) -> Iterator[Goal]:
    """Every goal of the issue."""
    yield from _light_edits(found)
    share = found.unrelated[TOCSIN]
    yield Goal(f"false joins in {share.pairs:,} random pairs", "0", str(share.joined), share.joined == 0)
    yield _gain(found)
    for name, shares in found.events.items():
        part = shares[TOCSIN].part
        yield Goal(f"different events joined: {name}", f"< {EVENTS:.0%}", f"{part:.2%}", part < EVENTS)
    yield from _speeds(found)


def best_peer(found: Findings) -> str:
    """The peer with the best F1 on the reported half, at its tuned threshold."""
    peers = [name for name in found.pairs if name != TOCSIN and not name.endswith(STRICT)]
    return max(peers, key=lambda name: found.pairs[name].reported.f1)


def _light_edits(found: Findings) -> Iterator[Goal]:
    for kind, words in LIGHT.items():
        recall = found.edits[kind][TOCSIN].part
        yield Goal(f"recall, {words}", f"≥ {RECALL}", f"{recall:.4f}", recall >= RECALL)
    joined, pairs = (
        sum(getattr(found.edits[kind][TOCSIN], part) for kind in LIGHT) for part in ("joined", "pairs")
    )
    recall = joined / max(pairs, 1)
    yield Goal("recall, all light edits", f"≥ {RECALL}", f"{recall:.4f}", recall >= RECALL)


def _gain(found: Findings) -> Goal:
    best = best_peer(found)
    gain = found.pairs[TOCSIN].reported.f1 - found.pairs[best].reported.f1
    return Goal(
        f"story-pair F1 over the best peer's ({best})", f"≥ +{GAIN:.2f}", f"{gain:+.3f}", gain >= GAIN
    )


def _speeds(found: Findings) -> Iterator[Goal]:
    for speed in found.speeds:
        if found.peer is not None:
            times = speed.rate / found.peer.rate
            what = f"times datasketch's speed, {speed.name}"
            yield Goal(what, f"≥ {TIMES:.0f}", f"{times:.1f}", times >= TIMES)
        for what, figure in (("in the table", speed.record), ("in memory", speed.memory)):
            what = f"bytes of an article {what}, {speed.name}"
            yield Goal(what, f"≤ {BYTES:.0f}", f"{figure:.0f}", figure <= BYTES)
