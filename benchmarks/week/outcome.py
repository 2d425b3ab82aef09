"""What `tocsin simulate` wrote, beside what was planted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from benchmarks.week.planned import Planted
from tocsin.contract.codec import decode_one_of
from tocsin.contract.events import Alert, Digest
from tocsin.simulation.placed import Placed

REPORTS: Final = ("new", "revision", "copy", "report")
"""What is told or counted: a repeat is neither."""


class Report(msgspec.Struct, frozen=True):
    """One report of one watchlist: where it was put, and what it is in truth."""

    placed: Placed
    planted: Planted


class Told(msgspec.Struct, frozen=True):
    """What is needed of an alert event."""

    id: str
    watchlist: str
    kind: str
    reason: str
    article: str
    fetched: datetime
    at: datetime
    since: int
    held: tuple[tuple[str, int], ...]


class Gathered(msgspec.Struct, frozen=True):
    """What is needed of a digest; ``stories`` counts reports by alert id, of as many as it names."""

    watchlist: str
    at: datetime
    reports: int
    held: tuple[tuple[str, int], ...]
    stories: Mapping[str, int]


class Outcome(msgspec.Struct, frozen=True):
    """All of a replay.

    ``watched`` are the planted events, each with its watchlist. ``opened`` tells of each story what its first report
    is in truth; ``times`` are when events were told, in their order.
    """

    planted: Sequence[Planted]
    watched: Mapping[int, str]
    reports: Sequence[Report]
    alerts: Sequence[Told]
    digests: Sequence[Gathered]
    opened: Mapping[str, Planted]
    times: Sequence[datetime]


def outcome(
    planted: Sequence[Planted],
    watched: Mapping[int, str],
    placements: Iterable[bytes],
    events: Iterable[bytes],
) -> Outcome:
    """Read the lines of both files."""
    known = {(one.article, one.fetched): one for one in planted}
    decoder = msgspec.json.Decoder(Placed)
    reports = [
        Report(placed, known[placed.article, placed.fetched]) for placed in map(decoder.decode, placements)
    ]
    alerts: list[Told] = []
    digests: list[Gathered] = []
    times: list[datetime] = []
    for event in _events(events):
        if isinstance(event, Alert):
            alerts.append(_told(event))
            times.append(event.clocks.alerted)
        else:
            digests.append(_gathered(event))
            times.append(event.at)
    opened = {report.placed.story: report.planted for report in reversed(reports) if report.placed.story}
    return Outcome(planted, watched, reports, alerts, digests, opened, times)


def by_event(reports: Iterable[Report], watched: Mapping[int, str]) -> dict[int, list[Report]]:
    """The reports of each planted event that fired the watchlist it was planted for (``watched``), in their order."""
    found: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        event = report.planted.event
        if event and watched[event] == report.placed.watchlist:
            found[event].append(report)
    return dict(found)


def _events(lines: Iterable[bytes]) -> Iterator[Alert | Digest]:
    for line in lines:
        event = decode_one_of(line, (Alert, Digest))
        if isinstance(event, Alert | Digest):
            yield event
        else:
            raise TypeError(f"{event}: {line[:200]!r}")


def _told(alert: Alert) -> Told:
    return Told(
        alert.id,
        alert.watchlist,
        alert.kind,
        alert.reason,
        alert.report.article,
        alert.clocks.fetched,
        alert.clocks.alerted,
        alert.tally.since,
        alert.tally.held,
    )


def _gathered(digest: Digest) -> Gathered:
    stories = {entry.alert: entry.reports for entry in digest.entries}
    return Gathered(digest.watchlist, digest.at, digest.reports, digest.held, stories)
