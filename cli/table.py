"""Tables on a terminal: columns as wide as what stands in them, whatever script it is in."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import set_cell_size

from cli.paint import Painted, Piece, cells, padded, widest
from tocsin.delivery.foreign import neutral

_GAP: Final = "  "


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], most: int = 40) -> Iterator[Painted]:
    """A heading and the rows. Cells longer than ``most`` columns are cut, those of the last column never."""
    shown = [[*(cut(cell, most) for cell in row[:-1]), row[-1]] for row in rows]
    widths = [max(cells(head), widest(row[at] for row in shown)) for at, head in enumerate(heads[:-1])]
    yield [Piece(_line(heads, widths), "heading")]
    for row in shown:
        yield [Piece(_line(row, widths).rstrip())]


def cut(text: str, most: int) -> str:
    """``text`` on one line of at most ``most`` columns."""
    text = neutral(text)
    return text if cells(text) <= most else set_cell_size(text, most - 1).rstrip() + "…"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(
        [*(padded(cell, width) for cell, width in zip(row, widths, strict=False)), padded(row[-1], 0)]
    )
