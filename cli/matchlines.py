"""Articles out of a file through a matcher, one line at a time."""

import gc
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import click

from cli.exits import WRONG, Failure
from cli.lines import LONGEST, lines
from cli.progress import Advance, progress
from tocsin.matching.batch import matches, places
from tocsin.matching.given import Given, read_line
from tocsin.matching.matcher import Matcher

STDIN = Path("-")


class Articles:
    """The articles of a file of lines. ``bad`` counts the lines that were none; each was told on standard error."""

    def __init__(self, path: Path, now: datetime) -> None:
        self._path, self._now = path, now
        self.bad = 0

    @property
    def size(self) -> int | None:
        """In bytes; ``None`` for standard input."""
        return None if self._path == STDIN else self._path.stat().st_size

    def read(self, advance: Advance) -> Iterator[Given]:
        """Each one, in order; ``advance`` is told the bytes read.

        Raises:
            Failure: the file can't be read on.
        """
        label = "stdin" if self._path == STDIN else str(self._path)
        try:
            with click.open_file(str(self._path), "rb") as file:
                yield from self._articles(file, label, advance)
        except OSError as fault:
            raise Failure(f"{label} can't be read: {fault.strerror}", WRONG) from fault

    def _articles(self, file: IO[bytes], label: str, advance: Advance) -> Iterator[Given]:
        empty = True
        for number, text, size in lines(file):
            given = f"longer than {LONGEST} bytes" if text is None else read_line(text, self._now)
            if isinstance(given, Given):
                yield given
            else:
                self.bad += 1
                click.echo(f"{label}:{number}: {given}", err=True)
            empty = False
            advance(size)
        if empty:  # rather than nothing at all, which is also what comes of articles that fire nothing
            click.echo(f"{label}: there is no article in it", err=True)


def match_lines(path: Path, matcher: Matcher) -> int:
    """Write every place found to standard output; returns the number of bad lines.

    Raises:
        Failure: the file can't be read on.
    """
    now = datetime.now(UTC)
    articles = Articles(path, now)
    settle()
    out = click.get_binary_stream("stdout")
    with progress("matching", articles.size, shown=not sys.stdout.isatty()) as advance:
        for given in articles.read(advance):
            out.writelines(places(given.name, matches(matcher, given.article, now)))
            if path == STDIN:  # whoever writes there may wait for what comes of it
                out.flush()
    out.flush()
    return articles.bad


def settle() -> None:
    """Nothing of the compiled watchlists is ever rubbish: the collector need not look through them again."""
    gc.collect()
    gc.freeze()
