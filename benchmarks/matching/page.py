"""The findings as Markdown."""

from collections.abc import Callable, Iterator, Sequence

from benchmarks.matching.findings import NAIVE, TOCSIN, Findings, Row, Size
from benchmarks.matching.goals import GOALS, Goal


def page(found: Findings) -> str:
    """Setting, speeds, latencies, costs, goals."""
    parts = (_setting(found), _speeds(found), _latencies(found), _costs(found), _goals(found))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _setting(found: Findings) -> Iterator[str]:
    articles = sum(found.languages.values())
    languages = ", ".join(f"{language} {count}" for language, count in sorted(found.languages.items()))
    versions = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    yield (
        f"`{found.command}`; {found.machine}; {versions}. {articles} articles of {found.mean_bytes / 1000:.2f} KB on "
        f"average ({languages}), digest `{found.texts_digest}`; terms' digest `{found.terms_digest}`, "
        f"{found.fuzzy_share:.0%} of them fuzzy. Interleaved passes: {found.passes}."
    )


def _speeds(found: Findings) -> Iterator[str]:
    yield "Articles per second and core, normalisation and offsets included (words already met for Tocsin):\n"
    yield from _header(found.sizes)
    for name in _names(found.sizes):
        yield _line(name, [_cell(size, name, _rate) for size in found.sizes])
    yield _line("Tocsin, first pass from an empty memory", [f"{size.cold.rate:,.0f}" for size in found.sizes])
    yield "\nHow many times as fast Tocsin is, all rules on, as (median over the passes):\n"
    yield from _header(found.sizes)
    for name in _names(found.sizes):
        if name != TOCSIN:
            yield _line(name, [_cell(size, name, lambda row: _times(row.ratio)) for size in found.sizes])
    yield "\nPlaces found in all articles:\n"
    yield from _header(found.sizes)
    for name in _names(found.sizes):
        yield _line(name, [_cell(size, name, _hits) for size in found.sizes])


def _latencies(found: Findings) -> Iterator[str]:
    yield "Milliseconds of CPU time for one article, p50 / p99 / most:\n"
    yield from _header(found.sizes)
    for name in _names(found.sizes):
        yield _line(name, [_cell(size, name, _latency) for size in found.sizes])
    cold = [
        f"{size.cold.latency.p50:.2f} / {size.cold.latency.p99:.2f} / {size.cold.latency.most:.1f}"
        for size in found.sizes
    ]
    yield _line("Tocsin, first pass from an empty memory", cold)


def _costs(found: Findings) -> Iterator[str]:
    yield "Seconds to compile; memory that the engine adds / of its whole process with the terms in it:\n"
    yield from _header(found.sizes)
    for name in _names(found.sizes):
        if name != NAIVE and any(name in size.memory for size in found.sizes):
            yield _line(name, [_cost(size, name) for size in found.sizes])
    changes = [f"{1000 * size.change_seconds:,.1f} ms" for size in found.sizes]
    yield _line("Tocsin, one watchlist changed", changes)
    for size in found.sizes:
        if size.sustained:
            yield (
                f"\nWith {size.sustained.new_per_article:.0f} words in every article that were never met before "
                f"({size.terms:,} terms): {size.sustained.rate:,.0f} articles/s, "
                f"{size.sustained.microseconds_per_new:.1f} µs for each new word."
            )


def _goals(found: Findings) -> Iterator[str]:
    yield "Goals; *least* is the least that is accepted:\n"
    yield "| | goal | wanted | measured | |"
    yield "|---|---|--:|--:|---|"
    for goal in GOALS:
        figure = goal.figure(found)
        if figure is not None:
            yield _goal(goal, figure)
    yield "| G4 | times Lucene's Monitor, exact | 4 × | not run | it needs Java and Lucene |"


def _goal(goal: Goal, figure: float) -> str:
    side = "≤" if goal.at_most else "≥"
    missed = goal.missed_by(figure)
    verdict = "reached" if missed is None else f"**missed by {missed:.0%}**"
    return (
        f"| {goal.name} | {goal.what} | {side} {goal.wanted:,g} {goal.unit} "
        f"| {_figure(figure)} {goal.unit} | {verdict} |"
    )


def _figure(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def _names(sizes: Sequence[Size]) -> list[str]:
    return list(dict.fromkeys(name for size in sizes for name in size.rows))


def _header(sizes: Sequence[Size]) -> Iterator[str]:
    yield _line("terms", [f"{size.terms:,}" for size in sizes])
    yield "|---|" + "--:|" * len(sizes)


def _line(name: str, cells: Sequence[str]) -> str:
    return f"| {' | '.join([name, *cells])} |"


def _cell(size: Size, name: str, told: Callable[[Row], str]) -> str:
    return told(size.rows[name]) if name in size.rows else ""


def _rate(row: Row) -> str:
    return f"{row.rate:,.0f}" if row.rate >= 10 else f"{row.rate:.2g}"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.2f} ×"


def _hits(row: Row) -> str:
    return f"{row.hits:,}"


def _latency(row: Row) -> str:
    return f"{row.latency.p50:.2f} / {row.latency.p99:.2f} / {row.latency.most:.1f}"


def _cost(size: Size, name: str) -> str:
    memory = size.memory[name]
    return (
        f"{size.rows[name].compile_seconds:.2f} s; {memory.engine / 1e6:.0f} / {memory.process / 1e6:.0f} MB"
    )
