"""Forms that are written in capitals because they are acronyms: UN, WHO, МИД."""

from collections.abc import Sequence
from typing import Final

from tocsin.watchlist.faults.scripts import scripts
from tocsin.watchlist.importing.rows import Row

FEWEST_LETTERS: Final = 2
MOST_LETTERS: Final = 5
_WITH_CAPITALS: Final = frozenset({"Latin", "Cyrillic"})


def acronyms(rows: Sequence[Row]) -> frozenset[Row]:
    """Those of ``rows`` whose form is short and all in capitals; none where the whole list is in capitals.

    Such a list says nothing by them: HOMS stands beside ALEPPO there.
    """
    longer = [row.form for row in rows if _letters(row.form) > MOST_LETTERS]
    if longer and all(form.isupper() for form in longer):
        return frozenset()
    return frozenset(row for row in rows if _is_acronym(row.form))


def _is_acronym(form: str) -> bool:
    return (
        form.isupper()
        and FEWEST_LETTERS <= _letters(form) <= MOST_LETTERS
        and bool(_WITH_CAPITALS & scripts(form))
    )


def _letters(form: str) -> int:
    """How many of its letters could be capitals."""
    return sum(letter.lower() != letter.upper() for letter in form)
