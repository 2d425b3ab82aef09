"""Text in; watchlists, or every fault at its place out. A bad file never hides the good ones."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import msgspec

from tocsin.config.document import Document
from tocsin.config.issues import Issue
from tocsin.config.load import checked
from tocsin.config.validate import Fault
from tocsin.config.yaml import read_yaml
from tocsin.watchlist.faults.company import accompanied
from tocsin.watchlist.faults.conditions import condition_faults
from tocsin.watchlist.faults.files import file_faults
from tocsin.watchlist.faults.forms import form_faults
from tocsin.watchlist.faults.surroundings import surrounding_faults
from tocsin.watchlist.faults.terms import term_faults
from tocsin.watchlist.faults.written import written_terms
from tocsin.watchlist.model import Watchlist

VERSION_DIGITS: Final = 12


class LoadedWatchlist(msgspec.Struct, frozen=True):
    """A sound watchlist and its ``version``: 12 hex digits of the SHA-256 of what it says, layout aside.

    ``path`` is the file it was read from, as the operator named it; empty where it is from none.
    """

    watchlist: Watchlist
    version: str
    path: str = ""


class _File(msgspec.Struct, frozen=True):
    document: Document
    outcome: Watchlist | list[Issue]


def read_watchlist(text: str, path: str) -> Watchlist | list[Issue]:
    """One watchlist, or every fault in its file, in order. Never raises."""
    return _read(text, path).outcome


def read_watchlists(
    files: Mapping[str, str], receivers: Collection[str] | None
) -> tuple[tuple[LoadedWatchlist, ...], list[Issue]]:
    """All watchlists of a folder: the sound ones in order of id, and every fault of the others.

    ``files`` holds texts by path, ``receivers`` the names in ``tocsin.yaml`` (``None``: whom to alert is not
    asked). Two files with one id are both at fault, even where one is faulty otherwise. Never raises.
    """
    read = [_read(text, path) for path, text in sorted(files.items())]
    own = [issue for file in read if isinstance(file.outcome, list) for issue in file.outcome]
    between = file_faults([file.document for file in read], receivers)
    told = {(issue.path, issue.field) for issue in own}
    issues = sorted({*own, *(issue for issue in between if (issue.path, issue.field) not in told)})
    faulty = {issue.path for issue in issues}
    sound = (
        loaded(file.outcome, file.document.name)
        for file in read
        if not isinstance(file.outcome, list) and file.document.name not in faulty
    )
    return tuple(sorted(sound, key=lambda one: one.watchlist.id)), issues


def loaded(watchlist: Watchlist, path: str = "") -> LoadedWatchlist:
    """The watchlist with its version, and the path of its file."""
    said = watchlist.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    content = json.dumps(said, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return LoadedWatchlist(watchlist=watchlist, version=digest[:VERSION_DIGITS], path=path)


def _read(text: str, path: str) -> _File:
    document = read_yaml(text, path)
    try:
        outcome = checked(document, Watchlist, lambda: _faults(document))
    except Exception as fault:  # noqa: BLE001  one file that we fail on must not take the others with it
        outcome = [document.issue((), f"Tocsin itself fails on this file; please report it: {fault!r}")]
    return _File(document=document, outcome=outcome)


def _faults(document: Document) -> Iterator[Fault]:
    terms = written_terms(document)
    yield from term_faults(document, terms)
    in_company = accompanied(document, terms)
    for term in terms:
        yield from form_faults(term, in_company)
    yield from condition_faults(document, terms)
    yield from surrounding_faults(document, terms)
