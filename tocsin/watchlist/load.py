"""Text in; watchlists, or every fault at its place out. A bad file never hides the good ones."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from tocsin.config.checks import repeated
from tocsin.config.document import Document, Path, value_at
from tocsin.config.issues import Issue
from tocsin.config.load import checked
from tocsin.config.validate import Fault, unknown
from tocsin.config.yaml import read_yaml
from tocsin.text.tokens import tokens
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
    between = [
        *_shared_ids([file.document for file in read]),
        *(() if receivers is None else _unknown_receivers(read, receivers)),
    ]
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
    content = json.dumps(watchlist.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return LoadedWatchlist(watchlist=watchlist, version=digest[:VERSION_DIGITS], path=path)


def _read(text: str, path: str) -> _File:
    document = read_yaml(text, path)
    return _File(document=document, outcome=checked(document, Watchlist, lambda: _faults(document)))


def _faults(document: Document) -> Iterator[Fault]:
    yield from repeated(document, ("terms",), "id")
    for path, form in _forms(document):
        if form and not tokens(form):
            yield Fault(path, f"{form!r} holds no letter or digit to look for")


def _forms(document: Document) -> Iterator[tuple[Path, str]]:
    for index, term in _items(document, ("terms",)):
        languages = value_at(term, ("forms",))
        for language in languages if isinstance(languages, dict) else ():
            path = ("terms", index, "forms", language)
            yield from (
                ((*path, number), form) for number, form in _items(document, path) if isinstance(form, str)
            )


def _items(document: Document, path: Path) -> Iterator[tuple[int, object]]:
    items = value_at(document.data, path)
    yield from enumerate(items if isinstance(items, list) else ())


def _shared_ids(documents: Sequence[Document]) -> Iterator[Issue]:
    holders: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        name = value_at(document.data, ("id",))
        if isinstance(name, str):
            holders[name].append(document)
    for name, sharing in holders.items():
        for document in sharing:
            others = ", ".join(other.name for other in sharing if other is not document)
            if others:
                message = f"{name!r} is the id of another file too: {others}; each id stands once"
                yield document.issue(("id",), message)


def _unknown_receivers(files: Sequence[_File], receivers: Collection[str]) -> Iterator[Issue]:
    known = tuple(sorted(receivers))
    for file in files:
        for index, name in _items(file.document, ("receivers",)):
            if isinstance(name, str) and name not in known:
                yield file.document.issue(("receivers", index), unknown(name, known, "receiver"))
