"""`tocsin feeds`"""

import click

from cli.commands.feeds.adding import add
from cli.commands.feeds.checking import check
from cli.commands.feeds.discovering import discover
from cli.commands.feeds.exporting import export
from cli.commands.feeds.forgetting import forget
from cli.commands.feeds.health import health
from cli.commands.feeds.importing import import_list
from cli.commands.feeds.listing import list_feeds

EPILOG = """\b
Examples:
  tocsin feeds discover https://outlet.example/
  tocsin feeds add https://outlet.example/rss.xml --language ar --group levant
  tocsin feeds import subscriptions.opml
  tocsin feeds check --fetch
  tocsin feeds health"""


@click.group(epilog=EPILOG, short_help="List, add, check, find, import and export feeds; see how they are.")
def feeds() -> None:
    """List, add, check, find, import and export feeds; see how they are.

    A running source takes changes of `feeds.yaml` and of its OPML files within seconds; a list at fault changes
    nothing until it is mended.
    """


for command in (list_feeds, add, check, discover, import_list, export, health, forget):
    feeds.add_command(command)
