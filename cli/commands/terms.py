"""`tocsin terms`"""

from pathlib import Path
from typing import get_args

import click

from cli.exits import USAGE, WRONG, Failure
from cli.importing import Format, guessed_format, read_list

EPILOG = """\b
Examples:
  tocsin terms import places.csv > watchlists/places.yaml"""

IMPORT_EPILOG = """\b
Examples:
  tocsin terms import places.csv --output watchlists/places.yaml
  tocsin terms import keywords.opml --id border --title "The border" --language tr
  tocsin terms import Q5719.json --format wikidata --languages ar,fa,ru

\b
csv       the first row names the columns: one form a row (form, language, and term where there are several),
          or one term a row with a column for each language (term, ar, fa, ...; several forms in a cell: a | b)
opml      outlines without outlines in them are forms, the outline around them is their term
wikidata  labels and aliases out of Special:EntityData/Q....json

Latin and Cyrillic forms of two to five letters, all capitals (UN, WHO), are taken for acronyms: they are found only as
they are written (match: exact, case: same), unless every longer form of the list is in capitals too.

The watchlist is made in shadow: it is matched and counted, and alerts nobody until you take `status` out."""


@click.group(epilog=EPILOG, short_help="Make watch-terms out of other people's lists.")
def terms() -> None:
    """Make watch-terms out of other people's lists."""


@terms.command(
    "import", epilog=IMPORT_EPILOG, short_help="Make a watchlist out of a CSV, OPML or Wikidata file."
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice(get_args(Format)), help="[default: by the file's name]")
@click.option("--id", "name", help="The watchlist's id. [default: from the file's name]")
@click.option("--title", help="The watchlist's title. [default: from the file's name]")
@click.option("--language", default="", metavar="TAG", help="The language of forms that do not say theirs.")
@click.option(
    "--languages",
    default="ar,fa,ru,tr,en,fr",
    show_default=True,
    metavar="TAG[,...]",
    help="The languages taken from Wikidata.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A new file, instead of standard output.",
)
def import_list(
    file: Path,
    form: Format | None,
    name: str | None,
    title: str | None,
    language: str,
    languages: str,
    output: Path | None,
) -> None:
    """Make a watchlist out of FILE, and write it to standard output or a new file.

    `tocsin check` accepts what is written. Every row that is left out is told on standard error, as
    `path:line: the form: why`. Exit code 1 where nothing is left to write.
    """
    from cli.settings import count
    from tocsin.watchlist.importing.naming import identifier
    from tocsin.watchlist.importing.rows import in_order
    from tocsin.watchlist.importing.write import Heading, write

    if output and output.exists():
        raise Failure(f"{output} is there already; choose another --output", USAGE)
    tags = [tag.strip().lower() for tag in languages.split(",") if tag.strip()]
    found = read_list(file, form or guessed_format(file), language.strip().lower(), tags)
    comment = f"Made by `tocsin terms import` from {file.name}. Prove it, then take `status` out."
    heading = Heading(name or identifier(file.stem) or "imported", title or file.stem, comment)
    made = write(found.rows, heading)
    for skipped in in_order((*found.skipped, *made.skipped)):
        click.echo(
            f"{file}:{skipped.place}: {skipped.what + ': ' if skipped.what else ''}{skipped.why}", err=True
        )
    for issue in made.faults:
        click.echo(f"the watchlist: {issue.field}: {issue.message}", err=True)
    if not made.text:
        raise Failure(f"there is nothing to make a watchlist of in {file}", WRONG)
    if output:
        output.write_text(made.text, encoding="utf-8")
    else:
        click.echo(made.text, nl=False)
    out = len(found.skipped) + len(made.skipped)
    click.echo(f"{count(len(made.rows), 'form')} in {count(made.terms, 'term')}; {out} left out", err=True)
