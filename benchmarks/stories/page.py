"""The findings as Markdown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.quality.page import table
from benchmarks.stories.findings import TOCSIN, Findings, Pairs, Seed, Share, Speed
from benchmarks.stories.goals import goals
from benchmarks.stories.revised import LIGHT, OTHER
from benchmarks.stories.score import Score

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks" / "stories.md"
_MARK: Final = "<!-- figures: written by `--write`, below this line -->\n"


def page(found: Findings) -> str:
    """Setting, goals, then a table for each question."""
    parts = (
        _setting(found),
        _goals(found),
        _pairs(found),
        _edits(found),
        _false_joins(found),
        _stream(found),
        _seeds(found),
        _speeds(found),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def write(figures: str) -> None:
    """Put ``figures`` in the place of the old ones; what people wrote above them stays."""
    words, _, _ = PAGE.read_text(encoding="utf-8").partition(_MARK)
    PAGE.write_text(f"{words}{_MARK}\n{figures}", encoding="utf-8")


def _setting(found: Findings) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    news = ", ".join(f"{name} {count}" for name, count in found.news.items())
    yield f"`{found.command}`; {found.machine}; {versions}. Documents: {news}; digest `{found.digest}`."


def _goals(found: Findings) -> Iterator[str]:
    yield "## Goals\n"
    rows = [
        [goal.what, goal.wanted, goal.measured, "met" if goal.met else "**missed**"] for goal in goals(found)
    ]
    yield table(["", "wanted", "measured", ""], rows)


def _pairs(found: Findings) -> Iterator[str]:
    yield "## One story or two\n"
    every = found.pairs[TOCSIN]
    yield (
        f"Labelled pairs, {_count(every.tuning)} to tune on, {_count(every.reported)} reported. "
        "Right, wrong and missed joins of the reported half; its F1, and between what that lies with 95 % when the "
        "pairs are drawn again.\n"
    )
    header = [
        "",
        "joins if",
        "right",
        "wrong",
        "missed",
        "F1, reported",
        "95 %",
        "ours above by",
        "F1, tuned on",
        "F1, all",
    ]
    yield table(header, [_pairs_row(name, pairs) for name, pairs in found.pairs.items()])


def _pairs_row(name: str, pairs: Pairs) -> list[str]:
    low, high = pairs.interval
    return [
        _bold(name),
        pairs.threshold,
        *map(str, pairs.reported[:3]),
        f"{pairs.reported.f1:.3f}",
        f"{low:.2f} to {high:.2f}",
        "" if pairs.gain is None else f"{pairs.gain[0]:+.2f} to {pairs.gain[1]:+.2f}",
        f"{pairs.tuning.f1:.3f}",
        f"{pairs.every.f1:.3f}",
    ]


def _edits(found: Findings) -> Iterator[str]:
    count = next(iter(found.edits.values()))[TOCSIN].pairs
    yield "## The same report, edited\n"
    yield f"The part of {count:,} texts that an edit of them was joined to.\n"
    yield _by_contestant({LIGHT[kind]: found.edits[kind] for kind in LIGHT}, _recall)
    yield "\nNo light edits, and no goals; the last should stay apart:\n"
    yield _by_contestant({OTHER[kind]: found.edits[kind] for kind in OTHER}, _recall)


def _false_joins(found: Findings) -> Iterator[str]:
    drawn = found.drawn
    yield "## What nothing should join\n"
    yield (
        f"{drawn.pairs:,} random pairs ({drawn.alike} near duplicates and {drawn.near:,} pairs of one week were "
        "drawn and taken out), and pairs of articles on one topic, four to sixty days apart in life:\n"
    )
    columns = {f"{drawn.pairs:,} random pairs": found.unrelated}
    for name, shares in found.events.items():
        columns[f"{name}, {shares[TOCSIN].pairs:,} pairs"] = shares
    yield _by_contestant(columns, _joins)


def _stream(found: Findings) -> Iterator[str]:
    stream = found.stream
    relations = ", ".join(f"{count:,} {relation}" for relation, count in sorted(stream.relations.items()))
    yield "## News as it came\n"
    yield (
        f"All {stream.articles:,} Arabic documents on their own days in one book: {relations}. Of "
        f"{stream.duplicates} pairs of natural near duplicates within two days, {stream.together} came into one story."
    )


def _seeds(found: Findings) -> Iterator[str]:
    yield "## The seeds\n"
    yield "In one book a watchlist, an hour apart as if all were of one day:\n"
    yield from _seed_table(found.seeds_together)
    yield "\nEach on its own day:\n"
    yield from _seed_table(found.seeds_apart)


def _seed_table(seeds: Sequence[Seed]) -> Iterator[str]:
    yield "| watchlist | seed | relation | of | score | why |"
    yield "|---|---|---|---|--:|---|"
    for seed in seeds:
        why = "; ".join(seed.why).replace("|", "\\|")
        yield f"| {seed.watchlist} | {seed.seed} | {seed.relation} | {seed.of} | {seed.score:.2f} | {why} |"


def _speeds(found: Findings) -> Iterator[str]:
    yield "## Speed and size\n"
    header = ["", *(speed.name for speed in found.speeds)]
    if found.peer is not None:
        header.append(f"datasketch, {found.peer.articles:,} articles")
    rows = _speed_rows(found.speeds)
    if found.peer is not None:
        theirs = {
            "articles a second": f"{found.peer.rate:,.0f}",
            "bytes of an article, memory": f"{found.peer.memory:,.0f}",
        }
        rows = [[*row, theirs.get(row[0], "")] for row in rows]
        rows.append(
            ["times datasketch's speed", *(f"{s.rate / found.peer.rate:.1f}" for s in found.speeds), ""]
        )
    yield table(header, rows)


def _speed_rows(speeds: Sequence[Speed]) -> list[list[str]]:
    return [
        [name, *cells]
        for name, cells in (
            ("bytes of text in an article", [f"{speed.text_bytes:,.0f}" for speed in speeds]),
            ("articles a second", [f"{speed.rate:,.0f}" for speed in speeds]),
            ("µs to sketch one", [_micro(speed.sketch_seconds, speed) for speed in speeds]),
            ("µs to place one", [_micro(speed.place_seconds, speed) for speed in speeds]),
            ("µs to file one", [_micro(speed.file_seconds, speed) for speed in speeds]),
            ("slowest place, ms", [f"{speed.slowest_place * 1e3:.1f}" for speed in speeds]),
            ("bytes of an article, record", [f"{speed.record:,.0f}" for speed in speeds]),
            ("bytes of an article, memory", [f"{speed.memory:,.0f}" for speed in speeds]),
            ("seconds to read all back", [f"{speed.recovery_seconds:.1f}" for speed in speeds]),
            ("records kept", [f"{speed.kept:,}" for speed in speeds]),
            ("stories", [f"{speed.stories:,}" for speed in speeds]),
            ("reports joined to their story", [f"{speed.joined:.4f}" for speed in speeds]),
            ("of all, joined to another", [f"{speed.wrongly:.6f}" for speed in speeds]),
        )
    ]


def _by_contestant(columns: Mapping[str, Mapping[str, Share]], cell: Callable[[Share], str]) -> str:
    names = dict.fromkeys(name for shares in columns.values() for name in shares)
    rows = [
        [_bold(name), *(cell(shares[name]) if name in shares else "" for shares in columns.values())]
        for name in names
    ]
    return table(["", *columns], rows)


def _recall(share: Share) -> str:
    return f"{share.part:.4f}"


def _joins(share: Share) -> str:
    return f"{share.joined:,} ({share.part:.2%})"


def _bold(name: str) -> str:
    return f"**{name}**" if name == TOCSIN else name


def _count(score: Score) -> str:
    return f"{score.pairs} ({score.right + score.missed} of one story)"


def _micro(seconds: float, speed: Speed) -> str:
    return f"{seconds / speed.articles * 1e6:,.0f}"
