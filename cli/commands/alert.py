"""`tocsin alert`"""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cli import options
from cli.exits import USAGE, Failure
from cli.moments import Moment
from tocsin.contract.events import Verb

EPILOG = """\b
Examples:
  tocsin alert ack tocsin-0f3c...
  tocsin alert assign tocsin-0f3c... --to lena
  tocsin alert note tocsin-0f3c... 'called the bureau, they confirm'
  tocsin alert snooze tocsin-0f3c... --until 45m
  tocsin alert close tocsin-0f3c... --comment 'old footage'

\b
The id stands in every event of the alert; the event's number behind it may stay.
Its watchlist is looked up in `alerts`; --watchlist spares that."""


def _epilog(*examples: str) -> str:
    return "\n".join(("\b", "Examples:", *(f"  tocsin alert {example}" for example in examples)))


@click.group(epilog=EPILOG, short_help="Acknowledge, assign, note, close or snooze an alert.")
def alert() -> None:
    """Acknowledge, assign, note, close or snooze an alert."""


def _acting(command: options.Command) -> options.Command:
    """What every action takes: the alerts, whose they are, who acts, and where Kafka is."""
    arguments: tuple[Callable[[options.Command], options.Command], ...] = (
        options.bootstrap_servers,
        options.config,
        click.option("--watchlist", metavar="ID", help="The watchlist they are of. [default: looked up]"),
        click.option("--by", metavar="NAME", help="Who. [default: the login name]"),
    )
    for argument in arguments:
        command = argument(command)
    return command


_alerts = click.argument("ids", nargs=-1, required=True, metavar="ID...")
_one_alert = click.argument("ids", nargs=1, metavar="ID", callback=lambda _, __, value: (value,))


@alert.command(
    epilog=_epilog("ack tocsin-0f3c...", "ack tocsin-0f3c... tocsin-77aa... --by lena"),
    short_help="Say that somebody has it: no more reminders, no escalation.",
)
@_alerts
@_acting
def ack(**given: Any) -> None:
    """Acknowledge alerts: no more reminders, and nobody else is told."""
    _act("ack", **given)


@alert.command(epilog=_epilog("assign tocsin-0f3c... --to lena"), short_help="Say whose it is.")
@_alerts
@click.option("--to", metavar="NAME", required=True, help="Whose it is from now on.")
@_acting
def assign(to: str, **given: Any) -> None:
    """Say whose alerts are; it stands in their later events."""
    _act("assign", text=to, **given)


@alert.command(
    epilog=_epilog("note tocsin-0f3c... 'called the bureau, they confirm'"),
    short_help="Note something on it.",
)
@_one_alert
@click.argument("text")
@_acting
def note(text: str, **given: Any) -> None:
    """Note TEXT on an alert; it stands in its later events."""
    _act("note", text=text, **given)


@alert.command(
    epilog=_epilog("close tocsin-0f3c... --comment 'old footage'"),
    short_help="Tell no more of it, unless it weighs more or is withdrawn.",
)
@_alerts
@click.option("--comment", metavar="TEXT", default="", help="Why.")
@_acting
def close(comment: str, **given: Any) -> None:
    """Tell no more of alerts: what comes is counted in a digest, unless it weighs more or is withdrawn."""
    _act("close", text=comment, **given)


@alert.command(
    epilog=_epilog(
        "snooze tocsin-0f3c... --until 45m", "snooze tocsin-0f3c... --until 2026-03-02T06:00+01:00"
    ),
    short_help="Tell no more of it until a time.",
)
@_alerts
@click.option(
    "--until", type=Moment(ahead=True), required=True, metavar="TIME", help="45m, or 2026-03-01T23:30Z."
)
@click.option("--comment", metavar="TEXT", default="", help="Why.")
@_acting
def snooze(until: datetime, comment: str, **given: Any) -> None:
    """Hold what comes of alerts until a time."""
    if until <= datetime.now(UTC):
        raise Failure(f"--until {until:%Y-%m-%d %H:%M:%S} UTC has passed", USAGE)
    _act("snooze", text=comment, until=until, **given)


def _act(
    verb: Verb,
    ids: tuple[str, ...],
    watchlist: str | None,
    by: str | None,
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    **said: Any,
) -> None:
    """``said`` is what the verb takes besides: ``text``, ``until``."""
    from cli.acting import alert_named, author, new_id, send_actions, watchlist_of
    from cli.kafka import connection
    from cli.settings import accepted, load_config
    from tocsin.contract.events import Action

    who, ids = author(by), tuple(dict.fromkeys(map(alert_named, ids)))
    kafka = connection(accepted(load_config(config_path, os.environ)), bootstrap)
    whose = dict.fromkeys(ids, watchlist) if watchlist else asyncio.run(watchlist_of(kafka, ids))
    now = datetime.now(UTC)
    actions = [
        Action(id=new_id(), alert=one, watchlist=whose[one], verb=verb, by=who, at=now, **said) for one in ids
    ]
    asyncio.run(send_actions(kafka, actions))
    for action in actions:
        until = f"  until {action.until:%Y-%m-%d %H:%M:%S} UTC" if action.until else ""
        click.echo(f"{verb}  {action.alert}  {action.watchlist}{until}  by {who}")
