"""`tocsin parse`"""

import asyncio
import os
from pathlib import Path

import click

from cli import options
from cli.exits import WRONG

EPILOG = """\b
Examples:
  tocsin parse feed.xml
  tocsin parse --json https://news.example/rss | jq -r '[.published, .title] | @tsv'
  tocsin parse --json archive/*.xml > entries.jsonl
  curl -s https://news.example/rss | tocsin parse -

\b
Out with --json, one entry a line:
  feed         the FILE or URL as given, without a user and password
  id           its article's, in a feed of that name; null where it has neither title nor text
  url title summary body
  published    in UTC, or null
  date_source  published, updated: a standard form, of the entry's one date or the other; words: written out;
               jalali, hijri: another calendar; future, unreadable, missing: why there is none
  language     as ar or fa; guessed where neither the entry nor its feed says it, `und` where that is in vain
  warnings     of its document: truncated, malformed, wrong_encoding, incomplete; its own: no_link, no_title,
               says_nothing, no_zone (its date names no time zone: read as UTC)"""


@click.command(epilog=EPILOG, short_help="Read feeds as a source reads them: one line per entry.")
@click.argument("sources", metavar="FILE|URL...", nargs=-1, required=True)
@click.option("--sitemap", is_flag=True, help="They are news sitemaps, not feeds.")
@options.as_json
@options.allow
@options.config
def parse(
    sources: tuple[str, ...],
    *,
    sitemap: bool,
    as_json: bool,
    allow: tuple[str, ...],
    config_path: Path | None,
) -> None:
    """Read each FILE (`-` for standard input) and URL: RSS, Atom, RDF or JSON Feed, in any encoding, broken or not.

    Nothing is kept and Kafka is not asked. URLs are fetched as a source fetches them: nothing private is asked
    unless rss.allow or --allow opens it. What can't be fetched or is no feed is told on standard error and the
    rest goes on; exit code 1 at the end where there was one.
    """
    from cli.feedasking import allowing
    from cli.parseview import show_each
    from cli.settings import accepted, load_config

    settings = allowing(accepted(load_config(config_path, os.environ)).rss, allow)
    failed = asyncio.run(show_each(sources, settings, sitemap=sitemap, as_json=as_json))
    if failed:
        click.get_current_context().exit(WRONG)
