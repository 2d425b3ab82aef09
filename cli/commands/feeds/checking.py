"""`tocsin feeds check`"""

import os
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
    from cli.feedasking import allowing
    from cli.feedchecking import asked, proved
    from cli.settings import accepted, load_config

    config = accepted(load_config(config_path, os.environ))
    if feed and not fetch:
        raise Failure("a FEED is named to be asked: add --fetch", USAGE)
    report = proved(config)
    if fetch:
        report = asked(report, feed, allowing(config.rss, allow))
    if as_json:
        click.echo(in_json(report.as_json()))
    else:
        report.show()
    if not report.good:
        click.get_current_context().exit(WRONG)
