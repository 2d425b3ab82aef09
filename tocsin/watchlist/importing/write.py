"""Rows as the YAML of a watchlist, which the loader has accepted."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
import yaml

from tocsin.config.issues import Issue
from tocsin.text.tokens import fold
from tocsin.watchlist.importing.acronyms import acronyms
from tocsin.watchlist.importing.naming import Names
from tocsin.watchlist.importing.rows import Row, Skipped
from tocsin.watchlist.load import read_watchlist
from tocsin.watchlist.model import Watchlist

_NO_TEXT: Final = frozenset(("Cc", "Cs", "Cn", "Co"))
_AS_WRITTEN: Final = {"match": "exact", "case": "same"}


class Heading(msgspec.Struct, frozen=True):
    """What the watchlist is called, and the comment above it."""

    id: str
    title: str
    comment: str


class Imported(msgspec.Struct, frozen=True):
    """A watchlist's text, the rows in it, and what is not. ``faults`` are those of the heading; then it is none."""

    text: str
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    faults: tuple[Issue, ...] = ()

    @property
    def terms(self) -> int:
        """How many terms it has."""
        return len({row.term for row in self.rows})


def write(rows: Iterable[Row], heading: Heading) -> Imported:
    """The watchlist of ``rows``, in their order, without those that the loader finds at fault. Never raises.

    What is not the first of its kind (the same term, language and folded form) is skipped; what is skipped is told in
    the order of ``rows``. Acronyms are found only as they are written: in a term of their own, where it has other
    forms.
    """
    rows = list(rows)
    written = _written(_distinct(rows, heading.id), heading)
    order = {row.place: at for at, row in reversed(list(enumerate(rows)))}
    skipped = sorted(written.skipped, key=lambda one: order[one.place])
    return msgspec.structs.replace(written, skipped=tuple(skipped))


def _written(distinct: "_Distinct", heading: Heading) -> Imported:
    kept, skipped = distinct.kept, distinct.skipped
    while kept:
        text, at = _text(kept, distinct.in_capitals, heading)
        outcome = read_watchlist(text, "")
        if isinstance(outcome, Watchlist):
            return Imported(text, tuple(kept), tuple(skipped))
        blamed = {row: issue.message for issue in outcome if (row := at.get(issue.field))}
        if not blamed:
            return Imported("", (), tuple(skipped), tuple(outcome))
        skipped = [*skipped, *(Skipped(row.place, row.form, message) for row, message in blamed.items())]
        kept = [row for row in kept if row not in blamed]
    return Imported("", (), tuple(skipped))


class _Distinct(msgspec.Struct, frozen=True):
    """The first row of each kind, terms being ids now; ``in_capitals`` are ids of terms of acronyms."""

    kept: list[Row]
    skipped: list[Skipped]
    in_capitals: frozenset[str]


def _distinct(rows: Sequence[Row], watchlist: str) -> _Distinct:
    kept: dict[tuple[str, str, str], Row] = {}
    skipped: list[Skipped] = []
    names, in_capitals = Names(watchlist), set()
    short = acronyms(rows)
    other = {row.term for row in rows if row not in short}
    for row in rows:
        strange = next((char for char in row.form if unicodedata.category(char) in _NO_TEXT), None)
        if strange:
            skipped.append(Skipped(row.place, row.form, f"it holds U+{ord(strange):04X}, which is no text"))
            continue
        form = " ".join(row.form.split())
        term = names.of(row.term, beside=row in short and row.term in other)
        if row in short:
            in_capitals.add(term)
        named = row._replace(term=term, form=form)
        first = kept.setdefault((named.term, named.language, fold(form) or form), named)
        if first is not named:
            skipped.append(
                Skipped(row.place, row.form, f"the same as {first.form!r} before, at {first.place}")
            )
    return _Distinct(list(kept.values()), skipped, frozenset(in_capitals))


def _text(rows: Sequence[Row], in_capitals: frozenset[str], heading: Heading) -> tuple[str, dict[str, Row]]:
    """The YAML, and each row by the path of its form there."""
    terms: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        terms[row.term][row.language].append(row)
    at = {
        f"terms[{number}].forms.{language}[{index}]": row
        for number, forms in enumerate(terms.values())
        for language, several in forms.items()
        for index, row in enumerate(several)
    }
    return _dumped(terms, in_capitals, heading), at


def _dumped(terms: dict[str, dict[str, list[Row]]], in_capitals: frozenset[str], heading: Heading) -> str:
    body: dict[str, Any] = {
        "id": heading.id,
        "title": heading.title,
        "status": "shadow",
        "terms": [
            {
                "id": term,
                **(_AS_WRITTEN if term in in_capitals else {}),
                "forms": {language: [row.form for row in rows] for language, rows in forms.items()},
            }
            for term, forms in terms.items()
        ],
    }
    comment = "".join(f"# {line}\n" for line in heading.comment.splitlines())
    return comment + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=1000)
