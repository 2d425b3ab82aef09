"""A watchlist is fit for use when its own examples come out as it says."""

from collections.abc import Iterator

import pytest

from tocsin.config.issues import Issue
from tocsin.matching import proof
from tocsin.matching.examples import Broken
from tocsin.matching.proof import unproved
from tocsin.text.lexicon import Lexicon
from tocsin.watchlist.load import LoadedWatchlist, read_watchlists
from tocsin.watchlist.model import Watchlist

TEXT = """\
# Rivers.
id: river
title: River
terms:
  - id: t
    forms: {en: [river]}
examples:
  match:
    - {language: en, text: The river rose.}
    - {language: en, text: Dry land.}
  ignore:
    - {language: en, text: A river of tears.}
"""


def river(text: str) -> LoadedWatchlist:
    (only,), issues = read_watchlists({"lists/river.yaml": text}, ())
    assert issues == []
    return only


def test_every_example_that_comes_out_wrong_is_named_at_its_place() -> None:
    found = unproved(river(TEXT), TEXT)
    assert [(one.path, one.line, one.column, one.field) for one in found] == [
        ("lists/river.yaml", 10, 7, "examples.match[1]"),
        ("lists/river.yaml", 12, 7, "examples.ignore[0]"),
    ]
    assert "must fire this watchlist" in found[0].message
    assert "must not fire this watchlist" in found[1].message


@pytest.mark.parametrize(
    "text", [TEXT.partition("examples")[0], TEXT.partition("    - {language: en, text: Dry")[0]]
)
def test_one_without_examples_or_with_good_ones_is_fit(text: str) -> None:
    assert unproved(river(text), text) == ()


def test_one_that_we_fail_on_is_refused_and_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Watchlist, __: Lexicon) -> Iterator[Broken]:
        raise RecursionError("too deep")

    monkeypatch.setattr(proof, "broken_examples", fail)
    message = "Tocsin itself fails on this watchlist; please report it: RecursionError('too deep')"
    wanted = Issue(path="lists/river.yaml", line=2, column=1, field="", message=message)
    assert unproved(river(TEXT), TEXT) == (wanted,)
