"""Tables and times on a terminal."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.ages import ago, span
from cli.paint import cells
from cli.table import cut, table
from tocsin.delivery.foreign import isolated

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    heads, *rows = (
        "".join(piece.text for piece in line) for line in table(("a", "bb"), [("xyz", "1"), ("وكالة", "2")])
    )
    assert heads == "a      bb"
    assert rows[0] == "xyz    1"
    assert {cells(row.partition(last)[0]) for row, last in zip(rows, "12", strict=True)} == {7}


def test_long_cells_are_cut_but_for_the_last() -> None:
    (row,) = list(table(("a", "b"), [("x" * 50, "y" * 50)], most=10))[1:]
    assert "".join(piece.text for piece in row) == f"{isolated('x' * 9 + '…')}  {'y' * 50}"


@pytest.mark.parametrize("text", ["short", "x" * 99, "وكالة الأنباء " * 9, "新聞" * 20, "a\nb\x1b[2J"])
def test_what_is_cut_fits(text: str) -> None:
    assert cells(cut(text, 12)) <= 12
    assert "\n" not in cut(text, 12)
    assert "\x1b" not in cut(text, 12)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (None, "-"),
        (0.4, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (timedelta(minutes=90), "90 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_spans_are_said_shortly(length: timedelta | float | None, words: str) -> None:
    assert span(length) == words


def test_times_are_said_from_now() -> None:
    assert ago(None, NOW) == "-"
    assert ago(NOW - timedelta(minutes=5), NOW) == "5 min ago"
    assert ago(NOW + timedelta(hours=3), NOW) == "in 3 h"
