"""A file of articles through the whole line, on the articles' own clock."""

import contextlib
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

import click

from cli.actionlines import read_actions
from cli.answers import in_json
from cli.exits import WRONG, Failure
from cli.matching import matcher_for
from cli.matchlines import STDIN, Articles, settle
from cli.paint import paint
from cli.progress import progress
from cli.settings import count
from cli.simulateview import event_view, summary_view
from cli.watchlists import read_path, told
from tocsin.alerting.discipline import Alerting
from tocsin.contract.events import Action, Alert, Digest
from tocsin.matching.given import Given
from tocsin.matching.habits import Habits
from tocsin.routing.rules import Rules
from tocsin.simulation.ledger import MemoryLedger
from tocsin.simulation.placed import placed
from tocsin.simulation.replay import Handled, Replay
from tocsin.simulation.summary import Counting
from tocsin.watchlist.load import LoadedWatchlist


class Asked(NamedTuple):
    """What the command was given: files to read and to write, and in which form to answer."""

    articles: Path
    actions: Path | None
    placements: Path | None
    summary: bool
    as_json: bool


class Setting(NamedTuple):
    """By what it is decided."""

    watchlists: Sequence[LoadedWatchlist]
    rules: Rules
    window: timedelta


def sound_watchlists(paths: Sequence[Path]) -> list[LoadedWatchlist]:
    """The watchlists of all folders and files.

    Raises:
        Failure: one is at fault, there is none, or two have one id; faults have been printed.
    """
    found: dict[str, LoadedWatchlist] = {}
    for path in paths:
        sound, issues = read_path(path)
        told(issues)
        if issues:
            raise Failure(f"{count(len(issues), 'fault')} in the watchlists; nothing was replayed", WRONG)
        for loaded in sound:
            if found.setdefault(loaded.watchlist.id, loaded) is not loaded:
                raise Failure(f"there are two watchlists {loaded.watchlist.id}, the second in {path}", WRONG)
    if not found:
        raise Failure(f"there is no watchlist in {', '.join(map(str, paths))}", WRONG)
    return list(found.values())


def run(asked: Asked, setting: Setting) -> int:
    """Replay, and write what comes of it to standard output; returns the number of bad lines.

    Raises:
        Failure: a file can't be read, or written.
    """
    articles = Articles(asked.articles, datetime.now(UTC))
    actions, bad = read_actions(asked.actions)
    replay, counting = _replay(setting), Counting()
    tell = counting.take if asked.summary else _json_line if asked.as_json else _for_people
    settle()
    shown = asked.summary or not sys.stdout.isatty()
    with _written(asked.placements) as kept, progress("replaying", articles.size, shown=shown) as advance:
        for handled in _handled(replay, articles.read(advance), actions):
            _place(handled, kept)
            for event in handled.outcome.send:
                tell(event)
            if asked.articles == STDIN and handled.outcome.send:  # whoever writes there may wait for it
                sys.stdout.flush()
    if asked.summary:
        _summed(counting, as_json=asked.as_json)
    return articles.bad + bad


def _replay(setting: Setting) -> Replay:
    ledger = MemoryLedger()
    return Replay(
        # What hosts repeat is learnt as the worker learns it.
        matcher_for(setting.watchlists, Habits()),
        {loaded.watchlist.id: loaded.version for loaded in setting.watchlists},
        Alerting(setting.rules, ledger),
        ledger,
        setting.window,
    )


def _handled(replay: Replay, articles: Iterator[Given], actions: Sequence[Action]) -> Iterator[Handled]:
    """All that is handled: actions as soon as the articles' clock has come to them, those left over at the end."""
    waiting = deque(actions)
    for given in articles:
        while waiting and waiting[0].at <= given.article.fetched:
            yield from replay.action(waiting.popleft())
        yield from replay.article(given.article)
    while waiting:
        yield from replay.action(waiting.popleft())
    yield from replay.rest()


@contextlib.contextmanager
def _written(path: Path | None) -> Iterator[BinaryIO | None]:
    """The file to write placements to, where they are asked for."""
    if path is None:
        yield None
        return
    try:
        with path.open("wb") as file:
            yield file
    except OSError as fault:
        raise Failure(f"{path} can't be written: {fault.strerror}", WRONG) from fault


def _place(handled: Handled, kept: BinaryIO | None) -> None:
    if kept is not None and (found := placed(handled)) is not None:
        kept.write(in_json(found) + b"\n")


def _json_line(event: Alert | Digest) -> None:
    click.get_binary_stream("stdout").write(in_json(event) + b"\n")


def _for_people(event: Alert | Digest) -> None:
    paint(event_view(event))


def _summed(counting: Counting, *, as_json: bool) -> None:
    if as_json:
        click.echo(in_json(counting.result()))
    else:
        paint(summary_view(counting.result()))
