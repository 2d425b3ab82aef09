"""Rows as the YAML of a watchlist, which the loader has accepted."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
import yaml

from tocsin.config.issues import Issue
from tocsin.text.tokens import fold
from tocsin.watchlist.importing.rows import Row, Skipped
from tocsin.watchlist.load import read_watchlist
from tocsin.watchlist.model import Watchlist

_NO_TEXT: Final = frozenset(("Cc", "Cs", "Cn", "Co"))
_LONGEST_ID: Final = 64


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

    What is not the first of its kind (the same term, language and folded form) is skipped.
    """
    kept, skipped = _distinct(rows, heading.id)
    while kept:
        text, at = _text(kept, heading)
        outcome = read_watchlist(text, "")
        if isinstance(outcome, Watchlist):
            return Imported(text, tuple(kept), tuple(skipped))
        blamed = {row: issue.message for issue in outcome if (row := at.get(issue.field))}
        if not blamed:
            return Imported("", (), tuple(skipped), tuple(outcome))
        skipped += [Skipped(row.place, row.form, message) for row, message in blamed.items()]
        kept = [row for row in kept if row not in blamed]
    return Imported("", (), tuple(skipped))


def identifier(text: str) -> str:
    """``text`` as an id: its Latin letters and digits, empty where there are none."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:_LONGEST_ID].strip("-")


def _distinct(rows: Iterable[Row], watchlist: str) -> tuple[list[Row], list[Skipped]]:
    kept: dict[tuple[str, str, str], Row] = {}
    skipped: list[Skipped] = []
    names = _Names(watchlist)
    for row in rows:
        strange = next((char for char in row.form if unicodedata.category(char) in _NO_TEXT), None)
        if strange:
            skipped.append(Skipped(row.place, row.form, f"it holds U+{ord(strange):04X}, which is no text"))
            continue
        form = " ".join(row.form.split())
        named = row._replace(term=names.of(row.term), form=form)
        first = kept.setdefault((named.term, named.language, fold(form) or form), named)
        if first is not named:
            skipped.append(
                Skipped(row.place, row.form, f"the same as {first.form!r} before, at {first.place}")
            )
    return list(kept.values()), skipped


class _Names:
    """An id for every term, no two alike."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._ids: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, term: str) -> str:
        if term not in self._ids:
            wanted = identifier(term) or (self._default if not term else f"term-{len(self._ids) + 1}")
            self._ids[term] = self._free(wanted)
            self._taken.add(self._ids[term])
        return self._ids[term]

    def _free(self, wanted: str) -> str:
        number, name = 1, wanted
        while name in self._taken:
            number += 1
            name = f"{wanted[: _LONGEST_ID - 8]}-{number}"
        return name


def _text(rows: Sequence[Row], heading: Heading) -> tuple[str, dict[str, Row]]:
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
    return _dumped(terms, heading), at


def _dumped(terms: dict[str, dict[str, list[Row]]], heading: Heading) -> str:
    body: dict[str, Any] = {
        "id": heading.id,
        "title": heading.title,
        "status": "shadow",
        "terms": [
            {"id": term, "forms": {language: [row.form for row in rows] for language, rows in forms.items()}}
            for term, forms in terms.items()
        ],
    }
    comment = "".join(f"# {line}\n" for line in heading.comment.splitlines())
    return comment + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=1000)
