"""The findings as Markdown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.quality.page import table
from benchmarks.stories import costpage
from benchmarks.stories.findings import TOCSIN, Findings, Pairs, Seed, Share
from benchmarks.stories.goals import Goal, goals
from benchmarks.stories.revised import LIGHT, OTHER
from benchmarks.stories.score import Score

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks" / "stories.md"
NOT_MEASURED: Final = "Not measured."
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
        costpage.speeds(found),
        costpage.crowds(found),
        costpage.tables(found),
        costpage.recoveries(found),
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
    took = ", ".join(f"{part} {seconds:,.0f}" for part, seconds in found.took.items())
    yield f"\nSeconds by the clock: {took}; together {sum(found.took.values()):,.0f}."
    if found.failed:
        yield "\n**This run is not whole.** What it lacks is called *not measured*:\n"
        yield from (f"- {part}: {why}" for part, why in found.failed.items())


def _goals(found: Findings) -> Iterator[str]:
    yield "## Goals\n"
    every = list(goals(found))
    met = sum(goal.met for goal in every)
    lacking = sum(not goal.measured for goal in every)
    yield f"{met} met, {len(every) - met - lacking} missed, {lacking} not measured.\n"
    yield table(["", "wanted", "measured", "measured ÷ wanted", ""], [_goal(goal) for goal in every])


def _goal(goal: Goal) -> list[str]:
    ratio = "" if goal.ratio is None else f"{goal.ratio:.2f}"
    said = "met" if goal.met else "**missed**" if goal.measured else "**not measured**"
    return [goal.what, goal.wanted, goal.measured, ratio, said]


def _pairs(found: Findings) -> Iterator[str]:
    yield "## One story or two\n"
    if not found.pairs:
        yield NOT_MEASURED
        return
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
    yield "## The same report, edited\n"
    if not found.edits:
        yield NOT_MEASURED
        return
    count = next(iter(found.edits.values()))[TOCSIN].pairs
    yield f"The part of {count:,} texts that an edit of them was joined to.\n"
    yield _by_contestant({LIGHT[kind]: found.edits[kind] for kind in LIGHT}, _recall)
    yield "\nNo light edits, and no goals; the last should stay apart:\n"
    yield _by_contestant({OTHER[kind]: found.edits[kind] for kind in OTHER}, _recall)


def _false_joins(found: Findings) -> Iterator[str]:
    drawn, columns = found.drawn, dict[str, Mapping[str, Share]]()
    yield "## What nothing should join\n"
    if drawn is not None and found.unrelated:
        columns[f"{drawn.pairs:,} random pairs"] = found.unrelated
        yield (
            f"{drawn.pairs:,} random pairs ({drawn.alike} near duplicates and {drawn.near:,} pairs of one week were "
            "drawn and taken out):\n"
        )
    else:
        yield f"Random pairs: {NOT_MEASURED.lower()}\n"
    yield (
        "Pairs of articles on one topic, four to sixty days apart in life:\n"
        if found.events
        else f"Different events: {NOT_MEASURED.lower()}\n"
    )
    for name, shares in (found.events or {}).items():
        columns[f"{name}, {shares[TOCSIN].pairs:,} pairs"] = shares
    if columns:
        yield _by_contestant(columns, _joins)


def _stream(found: Findings) -> Iterator[str]:
    stream = found.stream
    yield "## News as it came\n"
    if stream is None:
        yield NOT_MEASURED
        return
    relations = ", ".join(f"{count:,} {relation}" for relation, count in sorted(stream.relations.items()))
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


def _seed_table(seeds: Sequence[Seed] | None) -> Iterator[str]:
    if not seeds:
        yield NOT_MEASURED
        return
    yield "| watchlist | seed | relation | of | score | why |"
    yield "|---|---|---|---|--:|---|"
    for seed in seeds:
        why = "; ".join(seed.why).replace("|", "\\|")
        yield f"| {seed.watchlist} | {seed.seed} | {seed.relation} | {seed.of} | {seed.score:.2f} | {why} |"


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
