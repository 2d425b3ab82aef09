"""`tocsin match`"""

import os
from pathlib import Path

import click

from cli import options
from cli.exits import WRONG, Failure

EPILOG = """\b
Examples:
  tocsin match --watchlists watchlists articles.jsonl > hits.jsonl
  tocsin match articles.jsonl | jq -r '[.article, .watchlist, .surface] | @tsv'
  zcat day.jsonl.gz | tocsin match --watchlists mine.yaml -

\b
In, one article a line (JSON; other keys are passed over):
  id          text or number, given back as it is
  title body  either may be missing
  language    as ar or fa-IR; guessed where it is missing
  url source  where it is from; filters ask for the source
  published   2026-03-01T12:00:00Z, or seconds since 1970
  fetched     the same; filters by age look from there, without it from `published`
  country kind trust tags
              what is known of its feed, for filters that ask for it
  own         how many code points of the body are the article; menus and related links follow

\b
Out, one place found a line (JSON), at most 100 places of a watchlist in an article:
  article watchlist term   what fired where
  field start end          title or body; code points of that field, so that field[start:end] is the surface
  surface form variant     as the text has it, as the watchlist has it, what the two were compared by
  language rule score      of the form; what linked it to the text (`tocsin explain` says it in words); 0 to 100
  zone                     text, or boilerplate: menus, related links
  severity version         of the watchlist"""


@click.command(epilog=EPILOG, short_help="Match a file of articles: one JSON line per place found.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--watchlists",
    "folder",
    type=click.Path(path_type=Path, exists=True),
    help="The folder of the watchlists, or a single one's file. [default: watchlists in tocsin.yaml]",
)
@click.option("--keep-going", is_flag=True, help="Leave out watchlists with faults, instead of not starting.")
@options.config
def match(file: Path, folder: Path | None, keep_going: bool, config_path: Path | None) -> None:
    """Match the articles in FILE (`-` for standard input), one JSON object a line, in their order.

    Nothing is started and Kafka is not asked. A bad line is told on standard error as `path:line: what is wrong`
    and the rest goes on; exit code 1 at the end where there was one. Watchlists with faults are told and nothing
    is matched; with --keep-going the sound ones are, and the exit code is 1 all the same.
    """
    from cli.matching import matcher_for
    from cli.matchlines import match_lines
    from cli.settings import accepted, count, load_config
    from cli.watchlists import read_path, told

    if folder is None:
        folder = Path(accepted(load_config(config_path, os.environ)).watchlists)
    watchlists, issues = read_path(folder)
    told(issues)
    if issues and not (keep_going and watchlists):
        raise Failure(f"{count(len(issues), 'fault')} in the watchlists; nothing was matched", WRONG)
    if not watchlists:
        raise Failure(f"there is no watchlist in {folder}", WRONG)
    bad = match_lines(file, matcher_for(watchlists))
    if issues or bad:
        click.get_current_context().exit(WRONG)
