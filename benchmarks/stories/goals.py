"""What was asked for, beside what was measured."""

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.stories.costs import Speed
from benchmarks.stories.findings import CONSECUTIVE, OWN_DATES, SAME_TOPIC, STRICT, TOCSIN, Findings
from benchmarks.stories.revised import LIGHT

RECALL, GAIN, TIMES, BYTES, EVENTS = 0.98, 0.10, 10.0, 600.0, 0.01


class Goal(NamedTuple):
    """What is wanted, what was measured (empty: nothing was), the one in parts of the other, and whether it is met."""

    what: str
    wanted: str
    measured: str = ""
    ratio: float | None = None
    met: bool = False


def goals(found: Findings) -> Iterator[Goal]:
    """Every goal of the issue."""
    yield from _light_edits(found)
    yield from _random(found)
    yield _gain(found)
    for name in (SAME_TOPIC, CONSECUTIVE):
        yield from _events(found, name)
    for speed in found.speeds:
        yield _times(found, speed)
    if not found.speeds:
        yield Goal("times datasketch's speed", f"≥ {TIMES:.0f}")
    yield from _bytes(found)


def best_peer(found: Findings) -> str:
    """The peer with the best F1 on the reported half, at its tuned threshold."""
    pairs = found.pairs or {}
    peers = [name for name in pairs if name != TOCSIN and not name.endswith(STRICT)]
    return max(peers, key=lambda name: pairs[name].reported.f1)


def _light_edits(found: Findings) -> Iterator[Goal]:
    shares = {words: found.edits[kind][TOCSIN] for kind, words in LIGHT.items()} if found.edits else {}
    for words in LIGHT.values():
        share = shares.get(words)
        yield _at_least(f"recall, {words}", RECALL, share.part if share else None, ".4f")
    joined, pairs = (sum(getattr(share, part) for share in shares.values()) for part in ("joined", "pairs"))
    yield _at_least("recall, all light edits", RECALL, joined / pairs if pairs else None, ".4f")


def _random(found: Findings) -> Iterator[Goal]:
    for who, words in ((TOCSIN, "an hour apart"), (OWN_DATES, "each on its own day")):
        share = (found.unrelated or {}).get(who)
        what = f"false joins in {share.pairs:,} random pairs, {words}" if share else f"false joins, {words}"
        yield Goal(what, "0", str(share.joined), None, share.joined == 0) if share else Goal(what, "0")


def _gain(found: Findings) -> Goal:
    if not found.pairs:
        return Goal("story-pair F1 over the best peer's", f"≥ +{GAIN:.2f}")
    best = best_peer(found)
    gain = found.pairs[TOCSIN].reported.f1 - found.pairs[best].reported.f1
    return _at_least(f"story-pair F1 over the best peer's ({best})", GAIN, gain, "+.3f", "+.2f")


def _events(found: Findings, name: str) -> Iterator[Goal]:
    shares = (found.events or {}).get(name, {})
    for who, words in ((TOCSIN, "an hour apart"), (OWN_DATES, "each on its own day")):
        what = f"different events joined: {name}, {words}"
        part = shares[who].part if who in shares else None
        yield (
            Goal(what, f"< {EVENTS:.0%}")
            if part is None
            else Goal(what, f"< {EVENTS:.0%}", f"{part:.2%}", part / EVENTS, part < EVENTS)
        )


def _times(found: Findings, speed: Speed) -> Goal:
    times = speed.done.rate / found.peer.rate if found.peer else None
    return _at_least(f"times datasketch's speed, {speed.name}", TIMES, times, ".2f", ".0f")


def _bytes(found: Findings) -> Iterator[Goal]:
    tables = found.tables
    yield _at_most(
        "bytes of an article, its record", tables.share("filed", tables.values) if tables else None
    )
    yield _at_most(
        "bytes of an article, its record and its part of its story's", tables.bytes if tables else None
    )
    yield _at_most("the same with the keys", tables.with_keys if tables else None)
    for speed in found.speeds:
        yield _at_most(f"bytes of an article in the memory of the books, {speed.name}", speed.done.memory)


def _at_least(what: str, wanted: float, measured: float | None, how: str, as_goal: str = "") -> Goal:
    goal = f"≥ {wanted:{as_goal}}" if as_goal else f"≥ {wanted}"
    if measured is None:
        return Goal(what, goal)
    return Goal(what, goal, f"{measured:{how}}", measured / wanted, measured >= wanted)


def _at_most(what: str, measured: float | None) -> Goal:
    goal = f"≤ {BYTES:.0f}"
    if measured is None:
        return Goal(what, goal)
    return Goal(what, goal, f"{measured:,.0f}", measured / BYTES, measured <= BYTES)
