"""What became of the storm, as Markdown."""

from collections.abc import Iterator, Sequence

import msgspec

from benchmarks.report import machine
from benchmarks.week.killed.hours import BEGIN, END
from benchmarks.week.killed.storm import Order
from benchmarks.week.killed.verdict import Beside, Verdict


class Findings(msgspec.Struct, frozen=True):
    """Everything that was found; the first of ``besides`` for each number of partitions has no kills either."""

    broker: str
    seed: int
    articles: int
    storm: int
    verdicts: Sequence[Verdict]
    besides: Sequence[Beside]

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, repeated or said otherwise, and in one order nothing has another id."""
        ordered = [one for one in self.besides if one.order.partitions == 1]
        return not sum(one.faults for one in self.verdicts) + sum(one.gone + one.new for one in ordered)


def page(found: Findings, command: str) -> str:
    """Setting, what each storm came to, and how they differ."""
    parts = (_setting(found, command), _verdicts(found), _kills(found), _besides(found))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _setting(found: Findings, command: str) -> Iterator[str]:
    hours, order = (END - BEGIN).total_seconds() / 3600, found.verdicts[0].order
    took = sum(one.seconds for one in found.verdicts)
    yield (
        f"`{command}` on {found.broker}; {machine()}; seed {found.seed}. {found.articles:,} articles of "
        f"{hours:g} hours ({found.storm:,} of the storm), {order.speed} times as fast as in the week; "
        f"{len(found.verdicts)} runs, {took:,.0f} s. "
        f"{'All of it holds.' if found.holds else '**Not all of it holds.**'}"
    )


def _verdicts(found: Findings) -> Iterator[str]:
    yield (
        "| articles in | killed | matches | delivered | lost | twice | not due | other words, same id "
        "| reports | told | in digests | withdrawn untold | took |"
    )
    yield "|---|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for one in found.verdicts:
        events = ", ".join(f"{kind} {number:,}" for kind, number in sorted(one.events.items()))
        faults = (one.lost, one.twice, one.strange, one.otherwise)
        figures = (*faults, one.reports, one.told, one.digested, one.withdrawn)
        shown = " | ".join(f"{figure:,}" for figure in figures)
        begun = f"| {_name(one.order)} | {_times(one.order)} | {one.matches:,} | {events}"
        yield f"{begun} | {shown} | {one.seconds:,.0f} s |"


def _kills(found: Findings) -> Iterator[str]:
    unmatched, letters = (
        sum(getattr(one, name) for one in found.verdicts) for name in ("unmatched", "letters")
    )
    yield (
        f"Matches that the articles fire and `matches` lacks, or has besides: {unmatched}. Dead letters: {letters}. "
        "When the worker was killed:\n"
    )
    yield "| articles in | | sent | articles waiting | matches waiting | records that repeat one: matches, alerts |"
    yield "|---|---|--:|--:|--:|--:|"
    for one in found.verdicts:
        for number, kill in enumerate(one.kills, 1):
            repeats = f"{one.again[0]}, {one.again[1]}" if number == len(one.kills) else ""
            figures = f"{kill.sent:,} | {kill.articles:,} | {kill.matches:,}"
            yield f"| {_name(one.order)} | kill {number} | {figures} | {repeats} |"


def _besides(found: Findings) -> Iterator[str]:
    yield "Beside the first run of the same kind, which nobody killed:\n"
    yield "| articles in | killed | first reports | same alert id | gone | new | reports | in another story |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for one in found.besides:
        figures = (one.firsts, one.same, one.gone, one.new, one.reports, one.elsewhere)
        shown = " | ".join(f"{figure:,}" for figure in figures)
        yield f"| {_name(one.order)} | {_times(one.order)} | {shown} |"


def _name(order: Order) -> str:
    return "one order" if order.partitions == 1 else f"{order.partitions} partitions"


def _times(order: Order) -> str:
    return f"{order.kills} times" if order.kills else "never"
