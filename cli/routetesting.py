"""What `tocsin routes test` asks and answers."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cli.answers import in_json
from cli.exits import WRONG, Failure
from cli.feedrows import Row, rows_of
from cli.lines import LONGEST, lines
from cli.paint import paint
from cli.routeview import way
from cli.settings import load_sound_feeds
from cli.trial import Trial, tried, tried_line
from cli.watchlists import read_path
from tocsin.config.model import Config
from tocsin.contract.codec import InvalidEvent
from tocsin.routing.facts import Facts
from tocsin.routing.rules import Rules
from tocsin.watchlist.model import Watchlist


class Answers:
    """Prints what becomes of reports. ``bad`` counts the lines that were none; each was told on standard error."""

    def __init__(self, rules: Rules, *, as_json: bool) -> None:
        self._rules, self._as_json = rules, as_json
        self.bad = 0

    def of_report(self, facts: Facts, named: tuple[str, ...], at: datetime) -> None:
        """One report."""
        self._print(tried(self._rules, facts, named, at))

    def of_lines(self, path: Path, at: datetime | None) -> None:
        """Each line of a file; ``-`` is standard input.

        Raises:
            Failure: the file can't be read on.
        """
        try:
            with click.open_file(str(path), "rb") as file:
                for number, text, _ in lines(file):
                    long = InvalidEvent(f"longer than {LONGEST} bytes")
                    self._line(str(path), number, long if text is None else tried_line(self._rules, text, at))
        except OSError as fault:
            raise Failure(f"{path} can't be read: {fault.strerror}", WRONG) from fault

    def _line(self, path: str, number: int, trial: Trial | InvalidEvent) -> None:
        if isinstance(trial, Trial):
            self._print(trial, number)
        else:
            self.bad += 1
            click.echo(f"{path}:{number}: neither a match nor an alert: {trial.detail}", err=True)

    def _print(self, trial: Trial, number: int | None = None) -> None:
        if self._as_json:
            click.echo(in_json(trial.as_json()))
        else:
            paint(way(trial, line=number))


def reported(config: Config, said: Mapping[str, Any]) -> tuple[Facts, tuple[str, ...]]:
    """The report that ``said`` describes, and the receivers its watchlist names.

    What is not said is as the watchlist and the feed say where they are found; what is at fault there is passed over.
    """
    watchlist = _watchlist(config, said["watchlist"])
    feed = _feed(config, said.get("feed"))
    known: dict[str, Any] = {}
    if watchlist is not None:
        known |= {"severity": watchlist.severity, "status": watchlist.alert_status}
    if feed is not None:
        known |= {"source": feed.title, "language": feed.language, "country": feed.country}
        known |= {"kind": feed.kind, "trust": feed.trust, "tags": feed.tags}
    return Facts(**{**known, **said}), () if watchlist is None else watchlist.receivers


def _watchlist(config: Config, name: str) -> Watchlist | None:
    sound, _ = read_path(Path(config.watchlists))
    found = next((one.watchlist for one in sound if one.watchlist.id == name), None)
    if found is None:
        click.echo(
            f"there is no sound watchlist {name!r} in {config.watchlists}: "
            "what is not said of it is taken as medium and actual",
            err=True,
        )
    return found


def _feed(config: Config, name: str | None) -> Row | None:
    if name is None:
        return None
    feeds, _ = load_sound_feeds(config)
    found = next((row for row in rows_of(feeds, config.rss) if row.id == name), None)
    if found is None:
        click.echo(
            f"there is no sound feed {name!r} in {config.feeds}: only what is said is known of it", err=True
        )
    return found
