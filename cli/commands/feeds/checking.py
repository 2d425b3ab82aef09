"""`tocsin feeds check`"""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from cli import options
from cli.exits import USAGE, WRONG, Failure

EPILOG = """\b
Examples:
  tocsin feeds check
  tocsin feeds check --fetch
  tocsin feeds check --fetch wire post --json | jq '.findings[] | select(.outcome != "ok")'"""


@click.command(
    epilog=EPILOG, short_help="Prove feeds.yaml and its OPML files; with --fetch, ask each feed once."
)
@click.argument("feed", nargs=-1)
@options.config
@click.option("--fetch", is_flag=True, help="Ask each feed (or each FEED named) once and say what is there.")
@options.allow
@options.as_json
def check(
    feed: tuple[str, ...], config_path: Path | None, fetch: bool, allow: tuple[str, ...], as_json: bool
) -> None:
    """Prove `feeds.yaml`, its OPML files and the files of secrets they name; all faults are told at once.

    With --fetch each feed is asked once and read: its format, entries, newest date, language, encoding and hub are
    shown, and whatever is odd about it. Nothing is kept and nothing is sent to Kafka.

    Exit code 1 where there is a fault, or a feed gave nothing that can be read.
    """
    from cli.answers import in_json
    from cli.feedasking import allowing, ask_each
    from cli.feedfiles import load_settled, passed_over
    from cli.findings import view
    from cli.paint import paint
    from cli.progress import progress
    from cli.settings import accepted, count, load_config

    config = accepted(load_config(config_path, os.environ))
    settled = load_settled(config)
    faults = settled if isinstance(settled, list) else []
    feeds = () if isinstance(settled, list) else settled
    unknown = set(feed) - {one.id for one in feeds}
    if unknown and not faults:
        raise Failure(
            f"no enabled feed is called {', '.join(sorted(unknown))}: see `tocsin feeds list`", USAGE
        )
    asked = [one for one in feeds if not feed or one.id in feed] if fetch else []
    with progress("asking feeds", len(asked)) as advance:
        findings = asyncio.run(ask_each(asked, allowing(config.rss, allow), advance))
    bad = [one for one in findings if not one.good]
    left_out = passed_over(config)
    if as_json:
        found = {"faults": faults, "passed_over": left_out, "feeds": len(feeds), "findings": findings}
        click.echo(in_json({"good": not (faults or bad), **found}))
    else:
        for issue in left_out:
            click.echo(f"{issue} (left out)", err=True)
        for issue in faults:
            click.echo(str(issue))
        if findings:
            paint(view(findings, datetime.now(UTC)))
        told = f"{len(bad)} of {count(len(findings), 'feed')} gave nothing that can be read" if fetch else ""
        good = told if bad else f"good: {count(len(feeds), 'feed')}"
        click.echo(count(len(faults), "fault") if faults else good, err=bool(faults or bad))
    if faults or bad:
        click.get_current_context().exit(WRONG)
