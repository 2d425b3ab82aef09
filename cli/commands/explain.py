"""`tocsin explain`"""

import os
from pathlib import Path

import click
import msgspec

from cli import options

EPILOG = """\b
Examples:
  tocsin explain ceasefire "Both sides agreed on a cease-fire on Monday."
  tocsin explain drafts/idlib.yaml article.txt --title "Shelling near Idlib"
  tocsin explain idlib https://wire.example/news/17
  kcat -C -t tocsin.articles.unique -c 1 | tocsin explain idlib - --json

\b
A file holds text, a web page, or one article in JSON as `tocsin match` reads them. A page is fetched with the limits
of rss.timeout, rss.max_bytes and rss.allow. Its article is matched, its menus and related links as boilerplate.
The exit code tells whether the watchlist could be asked, not what it answered."""


@click.command(epilog=EPILOG, short_help="Say why a watchlist fires on a text, or why not.")
@click.argument("watchlist")
@click.argument("what", metavar="TEXT|URL|FILE|-")
@click.option("--title", default="", help="The headline above the text.")
@click.option("--language", default="", metavar="TAG", help="What the text is written in. [default: guessed]")
@click.option("--source", default="", help="Where it is from: what the watchlist's filters on sources see.")
@click.option("--words", "all_words", is_flag=True, help="Show every word, those that mean nothing too.")
@options.config
@options.as_json
def explain(
    watchlist: str,
    what: str,
    title: str,
    language: str,
    source: str,
    all_words: bool,
    config_path: Path | None,
    as_json: bool,
) -> None:
    """Say why WATCHLIST (an id, or a file) fires on a text, or why it does not; every decision in plain words.

    What each word was read as and by which rule; what was found of each term, what was ignored and why, what came
    closest where nothing was; filters; the condition, part by part.
    """
    from cli.answers import in_json
    from cli.explainview import view
    from cli.matching import lexicon
    from cli.paint import paint
    from cli.settings import accepted, load_config
    from cli.subject import Known, article_of
    from cli.watchlists import one_watchlist
    from tocsin.matching.explain import explain as explained

    config = accepted(load_config(config_path, os.environ))
    loaded = one_watchlist(watchlist, Path(config.watchlists))
    article = article_of(what, Known(title, language, source), config.rss)
    found = explained(loaded, lexicon(), article, article.fetched)
    if as_json:
        telling = tuple(word for word in found.words if all_words or word.meanings)
        click.echo(in_json(msgspec.structs.replace(found, words=telling)))
    else:
        paint(view(found, all_words=all_words))
