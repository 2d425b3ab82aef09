"""`tocsin stories`"""

import os
from pathlib import Path

import click

from cli import options
from cli.exits import WRONG

EPILOG = """\b
Examples:
  tocsin stories articles.jsonl
  tocsin stories --json articles.jsonl > placed.jsonl
  tocsin stories --json articles.jsonl | jq -r 'select(.relation == "copy") | [.id, .of, .score] | @tsv'
  zcat day.jsonl.gz | tocsin stories -

\b
In, one article a line (JSON), as `tocsin match` reads them. An article's time is `fetched`, else `published`, and
without either now. It is the same article again where the id is the same, or the page (`url`) of a text much like it.

\b
Out, one line for each article, in their order (JSON, with --json):
  id         the article's, as it was written
  story      the same for all articles of one event; made from the id of the article that opened it
  relation   new       opens a story
             repeat    the same article again, unchanged
             revision  the same article with other words
             copy      another outlet's article in, for the most part, the same words
             report    another article about the same event
  of         the id of the article that it repeats, revises, copies or reports after; null where it opens a story
  score      from 0 to 1, how alike the two are
  why        what joined them, or what kept it apart from the story nearest to it, in words

\b
A story is over when nothing came for `stories.quiet` (tocsin.yaml; 48h), or after `stories.longest` (14d). Articles
are compared with those before them in the file; it may be in any order, but first reports are told from later ones
only where it is in the order of time."""


@click.command(epilog=EPILOG, short_help="Group a file of articles into stories: one line per article.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@options.config
@options.as_json
def stories(file: Path, config_path: Path | None, as_json: bool) -> None:
    """Say of each article in FILE (`-` for standard input), one JSON object a line, which story it belongs to, and why.

    All articles are in one book, whatever they are about: in the running line each watchlist has its own. Nothing is
    started and Kafka is not asked. A bad line is told on standard error as `path:line: what is wrong` and the rest
    goes on; exit code 1 at the end where there was one.
    """
    from cli.filing import file_lines
    from cli.settings import accepted, load_config
    from tocsin.routing.compiled import rules_of

    settings = rules_of(accepted(load_config(config_path, os.environ))).stories
    if file_lines(file, settings, as_json=as_json):
        click.get_current_context().exit(WRONG)
