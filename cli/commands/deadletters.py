"""`tocsin deadletters`"""

import asyncio
import json
import os
from collections import deque
from pathlib import Path
from typing import get_args

import click
import msgspec

from cli import options
from cli.exits import USAGE, WRONG, Failure
from cli.kafka import connection as kafka_connection
from cli.letters import Kept, open_shelf
from cli.letterview import Choice, as_text
from cli.letterview import as_json as letter_json
from cli.replaying import Sent, Tally, send, tally
from cli.settings import accepted, count, load_config
from runtime.kafka import Connection
from tocsin.contract.codec import InvalidEvent
from tocsin.contract.events import DeadReason, Stage

EPILOG = """\b
Examples:
  tocsin deadletters list --limit 5
  tocsin deadletters replay --stage sink --reason retries_exhausted --dry-run"""

LIST_EPILOG = """\b
Examples:
  tocsin deadletters list
  tocsin deadletters list --stage sink --reason retries_exhausted --limit 5
  tocsin deadletters list --limit 0 --oldest-first --json | jq -r .detail

\b
With --json: one object a line; payload, key and header values are in base64."""

REPLAY_EPILOG = """\b
Examples:
  tocsin deadletters replay 0/17 0/18
  tocsin deadletters replay --stage match --reason failed --dry-run
  tocsin deadletters replay --stage sink --yes

\b
The record goes back to the topic it came from with its key, headers and bytes. What was poison for this version
of Tocsin still is: replay after what was wrong is mended. The dead letter itself stays until its retention ends,
so replaying twice sends twice; what was applied meanwhile is dropped by its id.
An alert that a sink gave up is sent to `alerts` for that receiver alone. Its sink takes it as new, since it was
never delivered; other receivers pass it over.
What came from a feed was never a Kafka record, and can't be replayed. The source remembers it as sent: if the feed
still holds it, it comes again after a restart of the source, or, if it was too large, after rss.renew."""


class Collected(msgspec.Struct):
    """What `list` found: how many fit, how many are no dead letters at all, and those to show."""

    matching: int = 0
    invalid: int = 0
    shown: list[Kept] = []


@click.group(epilog=EPILOG, short_help="Look at what could not be handled, and send it again.")
def deadletters() -> None:
    """Look at what could not be handled, and send it again."""


def _choosing(command: options.Command) -> options.Command:
    stage = click.option("--stage", type=click.Choice(get_args(Stage)), help="Only those of this stage.")
    reason = click.option(
        "--reason", type=click.Choice(get_args(DeadReason)), help="Only those with this reason."
    )
    return stage(reason(command))


@deadletters.command("list", epilog=LIST_EPILOG, short_help="Show the dead letters.")
@options.config
@options.bootstrap_servers
@_choosing
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, help="How many at most; 0 for all."
)
@click.option("--oldest-first", is_flag=True, help="In the order they came, instead of the newest first.")
@options.as_json
def list_letters(
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    stage: str | None,
    reason: str | None,
    limit: int,
    oldest_first: bool,
    as_json: bool,
) -> None:
    """Show the dead letters: where they come from, at which stage they failed, why, and how they begin."""
    connection = _connection(config_path, bootstrap)
    choice = Choice(stage=stage, reason=reason)
    found = asyncio.run(_collect(connection, choice, limit, oldest_first=oldest_first))
    for kept in found.shown:
        click.echo(letter_json(kept) if as_json else as_text(kept))
    more = f"; {len(found.shown)} shown, --limit 0 shows all" if found.matching > len(found.shown) else ""
    strange = (
        f"; {count(found.invalid, 'record')} there can't be read as dead letters" if found.invalid else ""
    )
    click.echo(f"{count(found.matching, 'dead letter')}{more}{strange}", err=True)


@deadletters.command(epilog=REPLAY_EPILOG, short_help="Send dead letters back to where they came from.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@options.config
@options.bootstrap_servers
@_choosing
@click.option("--all", "everything", is_flag=True, help="All dead letters.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.as_json
def replay(
    ids: tuple[str, ...],
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    stage: str | None,
    reason: str | None,
    everything: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Send dead letters back to the topics they came from: those named by ID, or all of a stage or reason."""
    choice = Choice(ids=frozenset(ids), stage=stage, reason=reason)
    if choice.everything != everything:
        raise Failure("say which: IDs, --stage, --reason, or --all by itself", USAGE)
    connection = _connection(config_path, bootstrap)
    plan = asyncio.run(tally(connection, choice))
    total = plan.by_topic.total()
    if not as_json:
        _say_plan(plan)
    sent = Sent(0, {})
    if total and not dry_run:
        if not yes:
            click.confirm(f"Send {count(total, 'record')}?", abort=True, err=True)
        sent = asyncio.run(send(connection, choice, plan.ends))
        if not as_json:
            _say_sent(sent, total)
    if as_json:
        click.echo(json.dumps({"to": plan.by_topic, "refused": plan.refused, **msgspec.to_builtins(sent)}))
    if sent.faults:
        raise Failure("not everything was sent; the rest can be replayed again", WRONG)


def _say_plan(plan: Tally) -> None:
    for letter, why in plan.refused.items():
        click.echo(f"{letter}: can't be replayed: {why}", err=True)
    for topic, number in sorted(plan.by_topic.items()):
        click.echo(f"{count(number, 'record')} to {topic}")
    if not plan.by_topic:
        click.echo("nothing to replay")


def _say_sent(sent: Sent, total: int) -> None:
    for letter, fault in sent.faults.items():
        click.echo(f"{letter}: not taken: {fault}", err=True)
    click.echo(f"{sent.acknowledged} of {count(total, 'record')} sent and acknowledged")


def _connection(config_path: Path | None, bootstrap: tuple[str, ...]) -> Connection:
    return kafka_connection(accepted(load_config(config_path, os.environ)), bootstrap)


async def _collect(connection: Connection, choice: Choice, limit: int, *, oldest_first: bool) -> Collected:
    shown: deque[Kept] = deque(maxlen=None if oldest_first or not limit else limit)
    found = Collected()
    async with open_shelf(connection) as shelf:
        async for kept in shelf.letters():
            found.invalid += isinstance(kept.letter, InvalidEvent)
            if kept not in choice:
                continue
            found.matching += 1
            if not (oldest_first and limit and len(shown) >= limit):
                shown.append(kept)
    found.shown = list(shown) if oldest_first else list(reversed(shown))
    return found
