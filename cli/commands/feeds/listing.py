"""`tocsin feeds list`"""

import os
from pathlib import Path

import click

from cli import options
from cli.exits import WRONG, Failure

EPILOG = """\b
Examples:
  tocsin feeds list
  tocsin feeds list --group levant --tag border
  tocsin feeds list --language fa --json | jq -r '.[].url'

\b
What each feed has from its group and from `defaults` is shown as its own."""


@click.command("list", epilog=EPILOG, short_help="Show the feeds.")
@options.config
@click.option("--group", help="Only those of this group.")
@click.option("--language", metavar="TAG", help="Only those in this language.")
@click.option("--country", metavar="XX", help="Only those of this country.")
@click.option("--kind", help="Only outlets of this kind.")
@click.option("--tag", "tags", multiple=True, help="Only those with this tag; given twice: with both.")
@options.as_json
def list_feeds(
    config_path: Path | None,
    group: str | None,
    language: str | None,
    country: str | None,
    kind: str | None,
    tags: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show the feeds of `feeds.yaml` and of its OPML files, those that are not enabled included.

    Where there is a fault, what is sound is shown, then the faults; the exit code is 1.
    """
    from cli.answers import in_json
    from cli.feedrows import Choice, rows_of, view
    from cli.paint import paint
    from cli.progress import working
    from cli.settings import accepted, count, load_config, load_sound_feeds, tell

    config = accepted(load_config(config_path, os.environ))
    choice = Choice(group=group, language=language, country=country, kind=kind, tags=frozenset(tags))
    with working("reading the list of feeds"):
        feeds, faults = load_sound_feeds(config)
        rows = [row for row in rows_of(feeds, config.rss) if row in choice]
    if as_json:
        click.echo(in_json(rows))
    else:
        paint(view(rows))
        click.echo(count(len(rows), "feed"), err=True)
    if faults:
        tell(faults)
        raise Failure(f"{count(len(faults), 'fault')} in what you wrote; what has none is shown", WRONG)
