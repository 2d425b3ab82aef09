"""What a benchmark run found, as figures and as a Markdown page."""

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from benchmarks.articles import BODY_BYTES, MATCHING, REPEATS, REVISIONS
from benchmarks.contestants import PIPELINE, Contestant
from benchmarks.latency import RATE, Latency
from benchmarks.race import Result

Round = Mapping[Contestant, Result]


class Findings(msgspec.Struct, frozen=True):
    """Everything a run found."""

    command: str
    broker: str
    articles: int
    body_bytes: float
    rounds: Sequence[Round]
    latencies: Mapping[Contestant, Latency]

    def rates(self, contestant: Contestant) -> list[float]:
        """Articles per second, one a round."""
        return [each[contestant].rate for each in self.rounds]

    def ratio(self, contestant: Contestant) -> float:
        """The pipeline's rate in parts of this one's: the median of what each round says."""
        return statistics.median(each[PIPELINE].rate / each[contestant].rate for each in self.rounds)

    def median(self, contestant: Contestant, field: str) -> float | None:
        """The median of ``cpu`` or ``rss`` over the rounds that saw it."""
        seen = [getattr(each[contestant], field) for each in self.rounds]
        return statistics.median(known) if (known := [one for one in seen if one is not None]) else None


def machine() -> str:
    """What it ran on, without names and dates."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def as_data(found: Findings) -> dict[str, Any]:
    """The findings as plain data, for ``--json``."""
    return {
        "command": found.command,
        "broker": found.broker,
        "machine": machine(),
        "articles": found.articles,
        "contestants": [
            {
                "name": contestant.label,
                "articles_per_second": found.rates(contestant),
                "pipeline_ratio": found.ratio(contestant),
                "cpu_seconds_per_1000": found.median(contestant, "cpu"),
                "rss_bytes": found.median(contestant, "rss"),
            }
            for contestant in found.rounds[0]
        ],
        "latency_ms": {who.label: msgspec.structs.asdict(took) for who, took in found.latencies.items()},
    }


def page(found: Findings) -> str:
    """The findings as Markdown."""
    return "\n\n".join((_setting(found), _speeds(found), _latencies(found))) + "\n"


def _setting(found: Findings) -> str:
    low, high = BODY_BYTES
    return (
        f"`{found.command}` on {found.broker}; {machine()}. {found.articles} made-up articles in six languages "
        f"(bodies of {low / 1000:g} to {high / 1000:g} KB, {found.body_bytes / 1000:.1f} KB on average; "
        f"{REPEATS:.0%} repeats, {REVISIONS:.0%} revisions, {MATCHING:.0%} with a hit), "
        f"interleaved rounds: {len(found.rounds)}; medians (lowest to highest)."
    )


def _speeds(found: Findings) -> str:
    lines = [
        "| | articles/s | pipeline ÷ this | CPU s per 1,000 articles | memory |",
        "|---|--:|--:|--:|--:|",
    ]
    for contestant in found.rounds[0]:
        rates = found.rates(contestant)
        spread = f"{statistics.median(rates):.0f} ({min(rates):.0f} to {max(rates):.0f})"
        cpu, rss = found.median(contestant, "cpu"), found.median(contestant, "rss")
        lines.append(
            f"| {contestant.label} | {spread} | {found.ratio(contestant):.2f} "
            f"| {'' if cpu is None else f'{cpu:.1f}'} | {'' if rss is None else f'{rss / 1e6:.0f} MB'} |"
        )
    return "\n".join(lines)


def _latencies(found: Findings) -> str:
    lines = [
        f"From an article put into `articles` to its alert readable in `alerts`, {RATE} articles a second:\n",
        "| | p50 | p95 | alerts |",
        "|---|--:|--:|--:|",
    ]
    lines += [
        f"| {contestant.label} | {took.p50:.0f} ms | {took.p95:.0f} ms | {took.alerts} |"
        for contestant, took in found.latencies.items()
    ]
    return "\n".join(lines)
