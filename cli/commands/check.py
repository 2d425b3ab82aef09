"""`tocsin check`"""

import json
import os
from pathlib import Path

import click

from cli import options
from cli.exits import WRONG

EPILOG = """\b
Examples:
  tocsin check
  tocsin check --config /etc/tocsin/tocsin.yaml
  tocsin check --json | jq .faults

\b
Every fault is one line, at its place:
  watchlists/idlib.yaml:12:5: terms[0].forms.ar: what is wrong and what is allowed"""


@click.command(
    epilog=EPILOG, short_help="Prove the configuration, feeds, watchlists with their examples, and routes."
)
@options.config
@options.as_json
def check(config_path: Path | None, as_json: bool) -> None:
    """Prove the configuration, the feeds, the watchlists, their own examples, and the routes.

    All faults of all files are printed at once. Exit code 1 where there is one; a warning changes nothing. Nothing
    is started and Kafka is not asked.
    """
    from cli.checking import examine

    report = examine(config_path, os.environ)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for issue in report.issues:
            click.echo(str(issue))
        for issue in report.warnings:
            click.echo(f"warning: {issue}", err=True)
        click.echo(report.summary(), err=bool(report.issues))
    if report.issues:
        click.get_current_context().exit(WRONG)
