"""A table of words: CSV, or anything else that separates its cells by one character."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from tocsin.watchlist.importing.rows import NO_LANGUAGE, ListError, Row, Rows, Skipped

_TERM: Final = frozenset("term id name concept key topic entity".split())
_LANGUAGE: Final = frozenset("language lang locale iso code".split())
_FORM: Final = frozenset(
    "form forms word words text label keyword keywords phrase value surface spelling".split()
)
_TAG: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
# Several forms in one cell, as people write them in a sheet.
_SEVERAL: Final = re.compile(r"[|\n]")
_SAMPLE: Final = 16_384


class _Columns(msgspec.Struct, frozen=True):
    """Which column holds what. ``forms`` has the language each column is in, empty where a cell says it."""

    term: int | None
    language: int | None
    forms: tuple[tuple[int, str], ...]


def table_rows(text: str, language: str = "") -> Rows:
    """Every form in the table, whose first row names its columns.

    One form a row (a column for the form, one for its language, one for its term, which may be missing), or one term
    a row with a column per language, named by its tag. ``language`` is that of cells that do not say theirs.

    Raises:
        ListError: no column holds forms, or it is no table.
    """
    try:
        numbered = list(_numbered(text))
    except csv.Error as fault:
        raise ListError(f"it can't be read as a table: {fault}") from fault
    if not numbered:
        raise ListError("it is empty")
    header = numbered[0][1]
    columns = _columns(header)
    found = Rows()
    for line, cells in numbered[1:]:
        for row in _row(line, cells, columns, language):
            _take(row, found)
    return found


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with the line it begins on."""
    reader = csv.reader(text.splitlines(keepends=True), _dialect(text), strict=True)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]
        line = reader.line_num + 1


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:_SAMPLE].rpartition("\n")[0] or text[:_SAMPLE], ",;\t|")
    except csv.Error:  # a single column has no delimiter to find
        return csv.excel


def _columns(header: Sequence[str]) -> _Columns:
    names = [name.lower().lstrip("\ufeff") for name in header]
    forms = [(at, "") for at, name in enumerate(names) if name in _FORM]
    if not forms:
        tags = [(at, _TAG.fullmatch(name)) for at, name in enumerate(names) if name not in _TERM | _LANGUAGE]
        forms = [(at, tag[1]) for at, tag in tags if tag]
    if not forms:
        raise ListError(
            f"line 1: no column holds forms; name one 'form', or one for each language ('ar', 'fa', ...); "
            f"there are: {', '.join(header)}"
        )
    return _Columns(_first(names, _TERM), _first(names, _LANGUAGE), tuple(forms))


def _first(names: Sequence[str], wanted: frozenset[str]) -> int | None:
    return next((at for at, name in enumerate(names) if name in wanted), None)


def _row(line: int, cells: Sequence[str], columns: _Columns, language: str) -> Iterator[Row]:
    told = _cell(cells, columns.language)
    forms = [
        (tag or told or language, part.strip())
        for at, tag in columns.forms
        for part in _SEVERAL.split(_cell(cells, at))
        if part.strip()
    ]
    term = _cell(cells, columns.term)
    if not term and columns.forms[0][1]:  # a row of translations is a term of its own
        term = next((form for _, form in forms if form.isascii()), f"line {line}")
    yield from (Row(str(line), term, tag, form) for tag, form in forms or [(told or language, "")])


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _take(row: Row, found: Rows) -> None:
    tag = _TAG.fullmatch(row.language)
    if not row.form:
        found.skipped.append(Skipped(row.place, row.term, "there is no form"))
    elif tag:
        found.rows.append(row._replace(language=tag[1].lower()))
    else:
        why = f"{row.language!r} is no language tag such as ar or fa" if row.language else NO_LANGUAGE
        found.skipped.append(Skipped(row.place, row.form, why))
