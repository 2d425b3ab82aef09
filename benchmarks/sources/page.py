"""What a run found, as Markdown."""

from pathlib import Path
from typing import Final

import msgspec

from benchmarks.report import machine
from benchmarks.sources.measure import Measured
from benchmarks.sources.outlets import ENTRIES, FAILING_SHARE, hosts
from benchmarks.sources.plain import Done

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks" / "sources.md"
_MARK: Final = "<!-- figures: written by `--write`, below this line -->\n"


class Findings(msgspec.Struct, frozen=True):
    """Everything a run found."""

    command: str
    broker: str
    rush: Measured
    steady: Measured
    plain: Done


def page(found: Findings) -> str:
    """The findings as Markdown."""
    rush, steady = found.rush, found.steady
    feeds = rush.feeds
    lines = [
        f"`{found.command}` on {found.broker}; {machine()}. {feeds:,} feeds on {hosts(feeds):,} hosts.",
        "",
        "| | asked for | polls/s | polls per CPU second | CPU | memory |",
        "|---|--:|--:|--:|--:|--:|",
        _row("the source, rush", rush),
        _row("the source, every five minutes", steady),
        (
            f"| the plain loop | all it can | {found.plain.polls / found.plain.seconds:.0f} "
            f"| {found.plain.polls / found.plain.cpu:.0f} | {found.plain.cpu / found.plain.seconds:.0%} "
            f"| {found.plain.rss / 1e6:.0f} MB |"
        ),
        "",
        f"Per CPU second the source does {_ratio(found):.1f} times the plain loop's polls.",
        "",
        "| | rush | every five minutes | goal |",
        "|---|--:|--:|--:|",
        f"| lateness against schedule, p50 (bucket) | {rush.late_p50:g} s | {steady.late_p50:g} s | |",
        f"| lateness, p99 (bucket) | {rush.late_p99:g} s | {steady.late_p99:g} s | 2 s when steady |",
        (
            f"| fetched to in Kafka, p50 / p99 | {_pair(rush.fetched_p50, rush.fetched_p99)} "
            f"| {_pair(steady.fetched_p50, steady.fetched_p99)} | |"
        ),
        (
            f"| entry appears to in Kafka, p50 / p99 | {_pair(rush.appeared_p50, rush.appeared_p99)} "
            f"| {_pair(steady.appeared_p50, steady.appeared_p99)} | |"
        ),
        f"| most requests at once at one host | {rush.most_at_once} | {steady.most_at_once} | 2 |",
        f"| articles to Kafka meanwhile | {rush.articles:,} | {steady.articles:,} | |",
        "",
        f"Answers in the rush: {_answers(rush)}; when steady: {_answers(steady)}.",
        "",
        (
            f"From an empty state until all that the outlets held was in Kafka "
            f"({feeds * ENTRIES * (1 - FAILING_SHARE):,.0f} articles): {steady.filled:.0f} s."
        ),
    ]
    return "\n".join(lines) + "\n"


def write(figures: str) -> None:
    """Put ``figures`` in the place of the old ones; what people wrote above them stays."""
    words, _, _ = PAGE.read_text(encoding="utf-8").partition(_MARK)
    PAGE.write_text(f"{words}{_MARK}\n{figures}", encoding="utf-8")


def _row(name: str, found: Measured) -> str:
    asked = found.feeds / found.phase.interval
    return (
        f"| {name} | {asked:.0f}/s | {found.polls_per_second:.0f} | {found.polls_per_core:.0f} "
        f"| {found.cpu:.0%} | {found.rss / 1e6:.0f} MB |"
    )


def _ratio(found: Findings) -> float:
    return found.rush.polls_per_core / (found.plain.polls / found.plain.cpu)


def _pair(low: float, high: float) -> str:
    return f"{low:.2f} / {high:.2f} s"


def _answers(found: Measured) -> str:
    total = sum(found.answers.values()) or 1
    return ", ".join(f"{count / total:.0%} {what}" for what, count in sorted(found.answers.items()))
