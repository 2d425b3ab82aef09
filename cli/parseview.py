"""What `tocsin parse` shows: lines for programs, tables for people."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import aclosing

import click

from cli.answers import in_json
from cli.paint import Painted, Piece, paint
from cli.parsing import Outcome, parse_each
from cli.progress import progress
from cli.table import table
from tocsin.config.model import Rss
from tocsin.delivery.foreign import neutral


async def show_each(names: Sequence[str], settings: Rss, *, sitemap: bool, as_json: bool) -> int:
    """Show what is in each; returns how many there was nothing to be had from."""
    failed = 0
    with progress("parsing", len(names), shown=len(names) > 1 and not sys.stdout.isatty()) as advance:
        async with aclosing(parse_each(names, settings, sitemap=sitemap)) as outcomes:
            async for outcome in outcomes:
                advance(1)
                failed += bool(outcome.failure)
                _show(outcome, as_json=as_json)
    return failed


def _show(outcome: Outcome, *, as_json: bool) -> None:
    if outcome.failure:
        click.echo(f"{neutral(outcome.feed)}: {neutral(outcome.failure)}", err=True)
    elif as_json:
        out = click.get_binary_stream("stdout")
        out.writelines(in_json(entry) + b"\n" for entry in outcome.entries)
        out.flush()
    else:
        paint(view(outcome))


def view(outcome: Outcome) -> Iterator[Painted]:
    """A document's entries, in a table under its name."""
    warnings = f"; {', '.join(outcome.warnings)}" if outcome.warnings else ""
    size = "1 entry" if len(outcome.entries) == 1 else f"{len(outcome.entries)} entries"
    yield [Piece(neutral(f"{outcome.feed}: {size}, read by {outcome.reader}{warnings}"), "heading")]
    if outcome.detail:
        yield [Piece(neutral(f"  {outcome.detail}"))]
    rows = [
        [
            f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else "-",
            entry.date_source,
            entry.language,
            entry.title or entry.body.partition("\n")[0] or "-",
        ]
        for entry in outcome.entries
    ]
    if rows:
        yield from table(("published", "date", "language", "title"), rows)
    yield [Piece("")]
