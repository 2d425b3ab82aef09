"""The terms of a file as they were written, faulty ones included."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from tocsin.config.document import Document, Path, value_at
from tocsin.config.validate import validated
from tocsin.text.tokens import tokens
from tocsin.watchlist.model import Term

ANY_WORD: Final = "*"
_SETTINGS: Final = ("match", "case", "fields", "weight", "gap")
_STAND_IN: Final[Mapping[str, Any]] = {"id": "x", "forms": {"en": ["x"]}}


class WrittenForm(NamedTuple):
    """One form or context: its ``words`` are folded, ``None`` standing for ``*``."""

    path: Path
    language: str
    text: str
    words: tuple[str | None, ...]


class WrittenTerm(msgspec.Struct, frozen=True):
    """``settings`` are those of the term, its faulty keys (``wrong``) as if they were not written.

    The forms of ``settings`` mean nothing; ``id`` is ``None`` where none is written.
    """

    path: Path
    id: str | None
    settings: Term
    wrong: frozenset[str]
    forms: tuple[WrittenForm, ...]
    contexts: tuple[WrittenForm, ...]


def written_terms(document: Document) -> tuple[WrittenTerm, ...]:
    """Every item of ``terms`` that is a mapping."""
    return tuple(
        _term(document, ("terms", index), term)
        for index, term in items(document, ("terms",))
        if isinstance(term, dict)
    )


def items(document: Document, path: Path) -> Iterator[tuple[int, Any]]:
    """The numbered items of the list at ``path``; none where no list stands."""
    written = value_at(document.data, path)
    yield from enumerate(written if isinstance(written, list) else ())


def texts(document: Document, path: Path) -> Iterator[tuple[Path, str]]:
    """The texts in the list at ``path``, each with its own path."""
    yield from (((*path, index), item) for index, item in items(document, path) if isinstance(item, str))


def folded_words(form: str) -> tuple[str | None, ...]:
    """The words of a form in order, folded; ``None`` for ``*``."""
    words: list[str | None] = []
    for part in form.split():
        words.extend([None] if part == ANY_WORD else [token.folded for token in tokens(part)])
    return tuple(words)


def _term(document: Document, path: Path, term: Mapping[str, Any]) -> WrittenTerm:
    name = term.get("id")
    settings, wrong = _settings({key: term[key] for key in _SETTINGS if key in term})
    return WrittenTerm(
        path=path,
        id=name if isinstance(name, str) else None,
        settings=settings,
        wrong=wrong,
        forms=tuple(_forms(document, (*path, "forms"))),
        contexts=tuple(_forms(document, (*path, "except"))),
    )


def _settings(written: Mapping[str, Any]) -> tuple[Term, frozenset[str]]:
    outcome = validated({**_STAND_IN, **written}, Term)
    if not isinstance(outcome, list):
        return outcome, frozenset()
    wrong = frozenset(str(fault.path[0]) for fault in outcome)
    settings, _ = _settings({key: value for key, value in written.items() if key not in wrong})
    return settings, wrong


def _forms(document: Document, path: Path) -> Iterator[WrittenForm]:
    languages = value_at(document.data, path)
    for language in languages if isinstance(languages, dict) else ():
        here = (*path, language)
        for number, form in items(document, here):
            if isinstance(form, str) and form:
                yield WrittenForm((*here, number), language, form, folded_words(form))
