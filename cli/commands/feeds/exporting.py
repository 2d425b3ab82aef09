"""`tocsin feeds export`"""

import os
from pathlib import Path

import click

from cli import options
from cli.exits import USAGE, Failure

EPILOG = """\b
Examples:
  tocsin feeds export > feeds.opml
  tocsin feeds export --output feeds.opml --title "The desk's feeds\""""


@click.command(epilog=EPILOG, short_help="Write the feeds as OPML.")
@options.config
@click.option("--title", default="Feeds", show_default=True, help="The title that stands in the file.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A new file, instead of standard output.",
)
def export(config_path: Path | None, title: str, output: Path | None) -> None:
    """Write all feeds as OPML 2.0, a folder for each group.

    What OPML has no word for (trust, interval, tags, ...) stands in attributes of our own, which
    `tocsin feeds import` reads and other programs pass over. Passwords, tokens, headers and proxies are left out.
    """
    from cli.progress import working
    from cli.settings import accepted, count, load_config, load_feeds
    from tocsin.feeds.opmlfile import write_opml

    if output and output.exists():
        raise Failure(f"{output} is there already; choose another --output", USAGE)
    config = accepted(load_config(config_path, os.environ))
    with working("reading the list of feeds"):
        found = load_feeds(config)
    feeds = accepted(found)
    exported = write_opml(feeds, title)
    if output:
        output.write_bytes(exported.raw)
    else:
        click.get_binary_stream("stdout").write(exported.raw)
    click.echo(count(len(feeds.feeds), "feed"), err=True)
    if exported.without_secrets:
        shown = ", ".join(exported.without_secrets[:10])
        more = len(exported.without_secrets) - 10
        left = f"{shown}{f' and {more} more' if more > 0 else ''}"
        click.echo(f"left out what may be secret (password, token, headers, proxy) of: {left}", err=True)
