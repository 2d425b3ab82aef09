"""The costs as Markdown."""

from collections.abc import Callable, Iterator

from benchmarks.quality.page import table
from benchmarks.stories.costs import PeerSpeed, Recovery, Slice, Speed
from benchmarks.stories.findings import Findings

_PARTS = {"filed": "its own record", "story": "its part of its story's", "desk": "of what a watchlist has"}


def speeds(found: Findings) -> Iterator[str]:
    """A column for each load, and datasketch's."""
    yield "## Speed and size\n"
    if not found.speeds:
        yield "Not measured."
        return
    header, rows = ["", *(speed.name for speed in found.speeds)], _rows(found)
    if found.peer is not None:
        header.append(_theirs(found.peer))
    yield table(header, rows)
    if found.peer is not None and found.peer.articles:
        yield (
            f"\ndatasketch's first tenth came at {found.peer.first:,.0f} articles a second, its last at "
            f"{found.peer.last:,.0f}: it was asked for {found.peer.articles:,} of {found.peer.wanted:,} articles, and "
            "its rate there is set beside ours of every load."
        )


def crowds(found: Findings) -> Iterator[str]:
    """A line for each number of open stories."""
    yield "## What a place costs\n"
    if not found.crowds:
        yield "Not measured."
        return
    yield (
        f"µs of CPU time of the one thread that `Book.place` alone takes for each of up to "
        f"{found.crowds[0].asked} articles whose sketch is there, in the book of one watchlist:\n"
    )
    header = ["articles", "open stories", "mean", "median", "99 of 100 below", "slowest"]
    rows = [
        [one.what, f"{one.stories:,}", *map(_micro, (one.mean, one.median, one.slow, one.slowest))]
        for one in found.crowds
    ]
    yield table(header, rows)


def tables(found: Findings) -> Iterator[str]:
    """Bytes by kind of record."""
    yield "## What the tables hold\n"
    kept = found.tables
    if kept is None:
        yield "Not measured."
        return
    yield (
        f"{kept.articles:,} matches of {kept.watchlists} watchlists in {kept.days:.1f} days through all of alerting, "
        f"{kept.articles / kept.seconds:,.0f} a second of CPU time. Then {kept.reports:,} reports are kept and "
        f"{kept.records['story']:,} stories open; bytes for each report that is kept:\n"
    )
    rows = [
        [words, f"{kept.share(part, kept.values):,.0f}", f"{kept.share(part, kept.keys):,.0f}"]
        for part, words in _PARTS.items()
    ]
    rows.append(["**all**", f"{kept.bytes:,.0f}", f"{kept.with_keys - kept.bytes:,.0f}"])
    yield table(["", "values", "keys"], rows)
    yield (
        f"\nNot in that: {kept.records.get('over', 0):,} stories are over by then. Of each its id is kept for "
        f"{kept.left_days:,.0f} days, in {kept.left:,.0f} bytes with its key: that grows with the stories there were."
    )


def recoveries(found: Findings) -> Iterator[str]:
    """From changelog to table, from table to books."""
    yield "## Recovery\n"
    regained = found.recoveries
    if regained is None:
        yield "Not measured from a changelog."
    else:
        yield f"From the start of a worker until its table of reports is there; changelog on {regained.broker}:\n"
        header = ["store", "records", "seconds", "of CPU time", "process grown by, MB"]
        yield table(header, [_recovery(one) for one in regained.found])
    if found.tables is not None:
        kept = found.tables
        yield (
            f"\nThen what is derived from them: {kept.recovery_seconds:.2f} s of CPU time for the {kept.reports:,} "
            f"reports and {kept.records['story']:,} stories of the tables above "
            f"({kept.recovery_seconds / kept.reports * 1e6:,.0f} µs a report)."
        )
    for speed in found.speeds:
        done = speed.done
        yield (
            f"\nThe books alone, {speed.name}: {done.recovery_seconds:.1f} s of CPU time for the {done.kept:,} "
            "records that are kept at the end."
        )


def _rows(found: Findings) -> list[list[str]]:
    peer = found.peer
    cells: list[tuple[str, Callable[[Speed], str], str]] = [
        ("bytes of text in an article", lambda speed: f"{_each(speed, speed.done.text):,.0f}", ""),
        (
            "articles a second of CPU time",
            lambda speed: f"{speed.done.rate:,.0f}",
            f"{peer.rate:,.0f}" if peer else "",
        ),
        ("µs to sketch one", lambda speed: _micro(_each(speed, speed.done.sketch_seconds)), ""),
        ("µs to place one", lambda speed: _micro(_each(speed, speed.done.place_seconds)), ""),
        (
            "µs to file one, and to end stories",
            lambda speed: _micro(_each(speed, speed.done.file_seconds)),
            "",
        ),
        ("slowest place, ms", lambda speed: f"{speed.done.slowest_place * 1e3:.1f}", ""),
        (
            "bytes of the record and key of an article",
            lambda speed: f"{_each(speed, speed.done.written):,.0f}",
            "",
        ),
        (
            "bytes of an article in memory",
            lambda speed: _memory(speed.done),
            f"{peer.memory:,.0f}" if peer else "",
        ),
        (
            "most records kept at a time",
            lambda speed: f"{speed.done.most:,}",
            f"{peer.articles:,}" if peer else "",
        ),
        ("records kept at the end", lambda speed: f"{speed.done.kept:,}", ""),
        ("stories open at the end", lambda speed: f"{speed.done.stories:,}", ""),
        (
            "reports joined to their story",
            lambda speed: f"{speed.done.joined / max(speed.done.reports, 1):.4f}",
            "",
        ),
        ("of all, joined to another", lambda speed: f"{_each(speed, speed.done.wrongly):.6f}", ""),
        ("seconds by the clock, to make the articles too", lambda speed: f"{speed.seconds:,.0f}", ""),
        ("processes at a time", lambda speed: str(speed.processes), "1" if peer else ""),
    ]
    if peer is not None:
        cells.append(("times datasketch's speed", lambda speed: f"{speed.done.rate / peer.rate:.2f}", "1"))
    theirs = [[last] if peer is not None else [] for _, _, last in cells]
    return [
        [name, *map(cell, found.speeds), *last] for (name, cell, _), last in zip(cells, theirs, strict=True)
    ]


def _theirs(peer: PeerSpeed) -> str:
    part = "" if peer.articles == peer.wanted else f" of {peer.wanted:,}"
    return f"datasketch, {peer.articles:,}{part} articles in 1 index"


def _recovery(one: Recovery) -> list[str]:
    return [one.store, f"{one.records:,}", f"{one.seconds:.1f}", f"{one.cpu:.1f}", f"{one.megabytes:,.0f}"]


def _each(speed: Speed, whole: float) -> float:
    return whole / speed.done.articles


def _memory(done: Slice) -> str:
    return "" if done.memory is None else f"{done.memory:,.0f}"


def _micro(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f}"
