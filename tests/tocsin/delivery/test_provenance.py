"""Where text and date come from is told where it matters."""

from typing import get_args

import pytest

from tocsin.contract.events import ArticleNote, DateSource
from tocsin.delivery.provenance import provenance


def test_what_is_plainly_the_feeds_is_not_told() -> None:
    assert list(provenance("published", ())) == []
    assert list(provenance("missing", ())) == []  # the clocks say so


@pytest.mark.parametrize("note", get_args(ArticleNote))
def test_each_note_is_told(note: ArticleNote) -> None:
    assert len(list(provenance("published", (note,)))) == 1


@pytest.mark.parametrize("source", set(get_args(DateSource)) - {"published", "missing"})
def test_each_doubtful_date_is_told(source: DateSource) -> None:
    (said,) = provenance(source, ())
    assert said.startswith("date: ")


def test_text_and_date_are_told_each_once() -> None:
    assert list(provenance("jalali", ("full_text", "no_zone"))) == [
        "text: from the linked page",
        "date: read as Jalali (Persian calendar), no time zone, read as UTC",
    ]
