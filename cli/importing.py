"""Lists of words out of files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from cli.exits import USAGE, WRONG, Failure
from cli.files import read_text
from tocsin.config.issues import Issue
from tocsin.watchlist.importing.outline import outline_rows
from tocsin.watchlist.importing.rows import ListError, Rows
from tocsin.watchlist.importing.table import table_rows
from tocsin.watchlist.importing.wikidata import wikidata_rows

Format = Literal["csv", "opml", "wikidata"]

_BY_SUFFIX: Final[dict[str, Format]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".opml": "opml",
    ".xml": "opml",
    ".json": "wikidata",
}


def guessed_format(path: Path) -> Format:
    """What the file's name says it is.

    Raises:
        Failure: it says nothing.
    """
    form = _BY_SUFFIX.get(path.suffix.lower())
    if form is None:
        raise Failure(f"say with --format what {path} is: csv, opml or wikidata", USAGE)
    return form


def read_list(path: Path, form: Format, language: str, languages: Sequence[str]) -> Rows:
    """The rows of the list in ``path``.

    Raises:
        Failure: it can't be read, or is no list of that form.
    """
    try:
        match form:
            case "csv":
                return table_rows(_text(path), language)
            case "opml":
                return outline_rows(path.read_bytes(), language)
            case "wikidata":
                return wikidata_rows(path.read_bytes(), languages)
    except ListError as fault:
        raise Failure(f"{path}: {fault}", WRONG) from fault
    except OSError as fault:
        raise Failure(f"{path}: can't be read: {fault.strerror}", WRONG) from fault


def _text(path: Path) -> str:
    text = read_text(path, str(path))
    if isinstance(text, Issue):
        raise Failure(str(text), WRONG)
    return text
