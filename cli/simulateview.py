"""A replay for a person to read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from cli.paint import Painted, Piece, of_block
from cli.table import table
from tocsin.contract.events import Alert, Digest
from tocsin.delivery.digests import render_digest
from tocsin.delivery.foreign import isolated
from tocsin.delivery.happening import lasting
from tocsin.delivery.lines import at, short
from tocsin.delivery.render import render
from tocsin.simulation.summary import Summary

_HEADS = (
    "watchlist",
    "initial",
    "updates",
    "others",
    "digests",
    "told",
    "digested",
    "latest initial",
    "usual update",
    "held",
)


def event_view(event: Alert | Digest) -> Iterator[Painted]:
    """One event: when, what happened, and the headline of the report that it speaks of."""
    when = event.at if isinstance(event, Digest) else event.clocks.alerted
    heading = render_digest(event)[0] if isinstance(event, Digest) else render(event)[0]
    yield [Piece(f"{at(when)}  ", "label"), *of_block(heading)]
    if isinstance(event, Alert):
        source = event.report.source and f" ({isolated(event.report.source)})"
        yield [Piece(f"  {isolated(short(event.report.title))}{source}")]


def summary_view(summaries: Sequence[Summary]) -> Iterator[Painted]:
    """The counts, a line for each watchlist."""
    yield from table(_HEADS, [_row(one) for one in summaries])


def _row(one: Summary) -> list[str]:
    others = sum(number for kind, number in one.kinds.items() if kind in ("retraction", "escalation"))
    usual = "" if one.median_update is None else lasting(timedelta(seconds=one.median_update))
    numbers = (
        one.kinds.get("initial", 0),
        one.kinds.get("update", 0),
        others,
        one.kinds.get("digest", 0),
        one.reports,
        one.digested,
    )
    return [
        one.watchlist,
        *(f"{number:,}" for number in numbers),
        lasting(timedelta(seconds=one.latest_initial)),
        usual,
        _listed(one.held),
    ]


def _listed(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {number:,}" for name, number in ordered)
