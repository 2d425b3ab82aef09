"""`tocsin feeds import`"""

import os
from pathlib import Path

import click

from cli import options
from cli.exits import USAGE, WRONG, Failure

EPILOG = """\b
Examples:
  tocsin feeds import subscriptions.opml
  tocsin feeds import subscriptions.opml --group wires --dry-run
  tocsin feeds import feeds/public.yaml --language ar,fa

\b
Instead of bringing an OPML file into feeds.yaml, feeds.yaml may name it, so that it is read again whenever it
changes:  opml: [subscriptions.opml]"""


@click.command(
    "import", epilog=EPILOG, short_help="Put the feeds of an OPML file or another list into feeds.yaml."
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.config
@click.option("--group", help="Put them all into this group, whatever folders they are in.")
@click.option("--language", metavar="TAG[,...]", default="", help="Only those in these languages.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and write nothing.")
def import_list(
    file: Path, config_path: Path | None, group: str | None, language: str, dry_run: bool
) -> None:
    """Put the feeds of FILE, an OPML list or a YAML file as our own, at the end of `feeds.yaml`.

    Folders become groups. Feeds whose address is there already are left out and told, one a line, on standard
    error. Nothing else in `feeds.yaml` is touched, comments included.

    An outline at fault is told and left out, the others are taken; the exit code is 1 then.
    """
    from cli.feedimporting import keep, own_list, read_list, summary
    from cli.settings import accepted, count, load_config
    from tocsin.feeds.taking import Wish, taken

    config = accepted(load_config(config_path, os.environ))
    own = own_list(config)
    if group is not None and group not in {one.name for one in own.groups}:
        raise Failure(f"there is no group {group} in {config.feeds}; write it there first", USAGE)
    found = read_list(file)
    wish = Wish(frozenset(tag.strip().lower() for tag in language.split(",") if tag.strip()), group)
    chosen = taken(own, found.feeds.groups, found.feeds.feeds, wish)
    keep(chosen, config, dry_run=dry_run)
    done = "would be added to" if dry_run else "added to"
    click.echo(summary(chosen, found, f"{done} {config.feeds}", wish), err=dry_run)
    if found.faulty:
        raise Failure(f"{count(found.faulty, 'outline')} of {file} at fault: not all of it was taken", WRONG)
