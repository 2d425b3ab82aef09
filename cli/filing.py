"""A file of articles into stories, one line at a time."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from cli.answers import in_json
from cli.matchlines import STDIN, Articles
from cli.paint import Painted, Piece, paint
from cli.progress import progress
from tocsin.delivery.foreign import isolated
from tocsin.delivery.lines import short
from tocsin.matching.given import Given
from tocsin.simulation.filing import Filing, Line
from tocsin.story.model import StorySettings

_SHOWN: Final = 10
"""Characters of a story's id that a person needs to tell it from the others."""


def file_lines(path: Path, settings: StorySettings, *, as_json: bool) -> int:
    """Write a line for each article to standard output; returns the number of bad lines.

    Raises:
        Failure: the file can't be read on.
    """
    articles = Articles(path, datetime.now(UTC))
    filing = Filing(settings)
    write: Callable[[Given, Line], None] = _as_json if as_json else _for_people
    with progress("filing", articles.size, shown=not sys.stdout.isatty()) as advance:
        for given in articles.read(advance):
            write(given, filing.take(given))
            if path == STDIN:  # whoever writes there may wait for what comes of it
                sys.stdout.flush()
    return articles.bad


def _as_json(_: Given, line: Line) -> None:
    out = click.get_binary_stream("stdout")
    out.write(in_json(line) + b"\n")


def _for_people(given: Given, line: Line) -> None:
    paint(_view(given, line))


def _view(given: Given, line: Line) -> Iterator[Painted]:
    title = given.article.title or given.article.body
    yield [
        Piece(f"{line.relation:<9}"),
        Piece(f"{line.story[:_SHOWN]}  ", "label"),
        Piece(isolated(short(title)), "headline"),
    ]
    if line.of is not None:
        yield [Piece(f"          of {isolated(str(line.of))}, {line.score:.2f}")]
    for why in line.why:
        yield [Piece(f"          {isolated(short(why))}")]
