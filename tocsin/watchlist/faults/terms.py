"""What is wrong between the forms of a term, and between the terms of a watchlist."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Final, NamedTuple

from tocsin.config.checks import repeated
from tocsin.config.document import NOWHERE, Document, Path, dotted
from tocsin.config.validate import Fault
from tocsin.watchlist.faults.habits import habit
from tocsin.watchlist.faults.scripts import has_capitals
from tocsin.watchlist.faults.written import WrittenForm, WrittenTerm, texts

MOST_FORMS: Final = 1000
"""Of one term, in all its languages."""
_WHERE: Final = {"title": ("title",), "lead": ("lead",), "body": ("lead", "rest")}


class _Holder(NamedTuple):
    term: WrittenTerm
    form: WrittenForm


def term_faults(document: Document, terms: Sequence[WrittenTerm]) -> Iterator[Fault]:
    """Faults of each term as a whole, then between the terms."""
    yield from repeated(document, ("terms",), "id")
    for term in terms:
        yield from twice(document, (*term.path, "fields"))
        yield from _settings(term)
    yield from _same_forms(document, terms)


def twice(document: Document, path: Path) -> Iterator[Fault]:
    """Texts that stand twice in the list at ``path``."""
    seen: set[str] = set()
    for where, text in texts(document, path):
        if text in seen:
            yield Fault(where, f"{text!r} stands here twice")
        seen.add(text)


def _settings(term: WrittenTerm) -> Iterator[Fault]:
    forms, settings = term.forms, term.settings
    if len(forms) > MOST_FORMS:
        message = f"holds {len(forms)} forms; a term has at most {MOST_FORMS}: make several terms of it"
        yield Fault((*term.path, "forms"), message, at_key=True)
    if forms and settings.gap and not any(len(form.words) > 1 for form in forms):
        message = "has no effect: no form has two words to stand apart; leave it out"
        yield Fault((*term.path, "gap"), message, at_key=True)
    if forms and settings.case == "same" and not any(has_capitals(form.text) for form in forms):
        message = "has no effect: no form is written in letters that have capitals; leave it out"
        yield Fault((*term.path, "case"), message, at_key=True)


def _same_forms(document: Document, terms: Sequence[WrittenTerm]) -> Iterator[Fault]:
    """Forms that fold to an earlier one of the same language: of the same term, or of one that looks there too."""
    first: dict[Hashable, _Holder] = {}
    for term in terms:
        contexts: dict[Hashable, _Holder] = {}
        yield from _repeats(document, term, term.contexts, contexts)
        yield from _repeats(document, term, term.forms, first)


def _repeats(
    document: Document, term: WrittenTerm, forms: Sequence[WrittenForm], first: dict[Hashable, _Holder]
) -> Iterator[Fault]:
    for form in forms:
        if not any(form.words) or habit(form.text):  # what is meant is not what is written
            continue
        mine = _Holder(term, form)
        holders = [first.setdefault(key, mine) for key in _keys(term, form)]
        before = next((holder for holder in holders if holder is not mine), None)
        if before:
            yield Fault(form.path, _same(document, before, mine))


def _keys(term: WrittenTerm, form: WrittenForm) -> Iterator[Hashable]:
    same = term.settings.case == "same" and has_capitals(form.text)
    words: Hashable = tuple(form.text.split()) if same else form.words
    for field in term.settings.fields:
        for place in _WHERE[field]:
            yield place, form.language, words


def _same(document: Document, before: _Holder, mine: _Holder) -> str:
    line = document.values.get(before.form.path, NOWHERE).line
    alike = "" if before.form.text == mine.form.text else " (spelling, case and accents make no difference)"
    if before.term is mine.term:
        return f"the same as {before.form.text!r} on line {line}{alike}; each form stands once"
    whose = f"term {before.term.id}" if before.term.id else dotted(before.term.path)
    return f"also the form {before.form.text!r} of {whose} on line {line}{alike}; a form belongs to one term"
