"""What a run found, as Markdown."""

from pathlib import Path
from typing import Final

import msgspec

from benchmarks.report import machine
from benchmarks.sources.measure import Measured
from benchmarks.sources.outlets import ENTRIES, hosts
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
        *_throughput(found),
        "",
        f"Per CPU second the source does {_ratio(found):.1f} times the plain loop's polls.",
        "",
        *_times(rush, steady),
        "",
        f"Answers in the rush: {_answers(rush)}; when steady: {_answers(steady)}.",
        "",
        (
            f"From an empty state until all that the outlets held was in Kafka "
            f"({feeds * ENTRIES:,} articles): {steady.filled:.0f} s."
        ),
    ]
    return "\n".join(lines) + "\n"


def _throughput(found: Findings) -> list[str]:
    plain = found.plain
    return [
        "| | asked for | polls/s | polls per CPU second | CPU a poll | CPU | memory | a feed |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        _row("the source, rush", found.rush),
        _row("the source, every five minutes", found.steady),
        (
            f"| the plain loop | all it can | {plain.polls / plain.seconds:.0f} | {plain.polls / plain.cpu:.0f} "
            f"| {1000 * plain.cpu / plain.polls:.1f} ms | {plain.cpu / plain.seconds:.0%} "
            f"| {plain.rss / 1e6:.0f} MB | |"
        ),
        "| goal | | 500 on one core | 500 | 2 ms | | 300 MB | |",
    ]


def _times(rush: Measured, steady: Measured) -> list[str]:
    return [
        "| | rush | every five minutes | goal |",
        "|---|--:|--:|--:|",
        f"| lateness against schedule, p50 (bucket) | {rush.late_p50:g} s | {steady.late_p50:g} s | |",
        f"| lateness, p99 (bucket) | {rush.late_p99:g} s | {steady.late_p99:g} s | 2 s when steady |",
        (
            f"| fetched to in Kafka, p50 / p99 | {_pair(rush.fetched_p50, rush.fetched_p99)} "
            f"| {_pair(steady.fetched_p50, steady.fetched_p99)} | |"
        ),
        (
            f"| entry appears to in Kafka, p50 / p99 | | {_pair(steady.appeared_p50, steady.appeared_p99)} "
            f"| the interval |"
        ),
        f"| most requests at once at one host | {rush.most_at_once} | {steady.most_at_once} | 2 |",
        f"| documents parsed, of answers with one | {_parsed(rush)} | {_parsed(steady)} | no others |",
        f"| articles to Kafka meanwhile | {rush.articles:,} | {steady.articles:,} | |",
    ]


def write(figures: str) -> None:
    """Put ``figures`` in the place of the old ones; what people wrote above them stays."""
    words, _, _ = PAGE.read_text(encoding="utf-8").partition(_MARK)
    PAGE.write_text(f"{words}{_MARK}\n{figures}", encoding="utf-8")


def _row(name: str, found: Measured) -> str:
    asked = found.feeds / found.phase.interval
    return (
        f"| {name} | {asked:.0f}/s | {found.polls_per_second:.0f} | {found.polls_per_core:.0f} "
        f"| {1000 / found.polls_per_core:.1f} ms | {found.cpu:.0%} "
        f"| {found.rss / 1e6:.0f} MB | {found.rss / found.feeds / 1e3:.0f} kB |"
    )


def _parsed(found: Measured) -> str:
    with_one = sum(count for what, count in found.answers.items() if what.endswith("200"))
    return f"{found.documents:,} of {with_one:,}"


def _ratio(found: Findings) -> float:
    return found.rush.polls_per_core / (found.plain.polls / found.plain.cpu)


def _pair(low: float, high: float) -> str:
    return f"{low:.2f} / {high:.2f} s"


def _answers(found: Measured) -> str:
    total = sum(found.answers.values()) or 1
    return ", ".join(f"{count / total:.0%} {what}" for what, count in sorted(found.answers.items()))
