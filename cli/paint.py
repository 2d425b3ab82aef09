"""Lines for a person on standard output: colours on a terminal, marks elsewhere.

What others wrote comes isolated (``tocsin.delivery.foreign``), so that right-to-left text leaves the line alone; no
line is wrapped, since one cut in two loses its reading direction.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tocsin.delivery.foreign import isolated, neutral
from tocsin.delivery.lines import Line, Role

Look = Role | Literal["heading", "yes", "no"]

_STYLES: Final[Mapping[Look, str]] = {
    "plain": "",
    "status": "bold reverse",
    "severity": "bold",
    "watchlist": "bold",
    "headline": "bold",
    "quote": "",
    "hit": "bold black on bright_yellow",
    "label": "dim",
    "url": "underline",
    "heading": "bold underline",
    "yes": "bold green",
    "no": "bold red",
}


class Piece(NamedTuple):
    """A stretch of a line, and how it looks."""

    text: str
    look: Look = "plain"


Painted = Sequence[Piece]


def paint(lines: Iterable[Painted]) -> None:
    """Print them. Colours where standard output is a terminal and NO_COLOR is not set; »hits« elsewhere."""
    console = Console(file=sys.stdout)
    styled = console.color_system is not None and not console.no_color
    for line in lines:
        if styled:
            text = Text.assemble(*((piece.text, _STYLES[piece.look]) for piece in line))
            console.print(text, soft_wrap=True, highlight=False)
        else:
            click.echo("".join(f"»{one.text}«" if one.look == "hit" else one.text for one in line))


def of_block(line: Line) -> Painted:
    """A line of ``tocsin.delivery.render``."""
    return [Piece(span.text, span.role) for span in line]


def padded(text: str, width: int) -> str:
    """What others wrote, isolated, and blanks up to ``width`` columns."""
    return isolated(text) + " " * (width - cells(text))


def cells(text: str) -> int:
    """How many columns of a terminal it takes."""
    return cell_len(neutral(text))


def widest(texts: Iterable[str], most: int = 40) -> int:
    """The width of a column that holds them, or ``most``."""
    return min(most, max(map(cells, texts), default=0))
