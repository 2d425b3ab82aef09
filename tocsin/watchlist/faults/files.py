"""What is wrong between the files of a folder, and between them and ``tocsin.yaml``."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from tocsin.config.document import Document, value_at
from tocsin.config.issues import Issue
from tocsin.config.validate import unknown
from tocsin.watchlist.faults.written import texts

_MEANING: Final = ("terms", "when", "threshold", "filters")


def file_faults(documents: Sequence[Document], receivers: Collection[str] | None) -> Iterator[Issue]:
    """Every fault between ``documents``; ``receivers`` are the names in ``tocsin.yaml``, ``None`` if not asked.

    Two watchlists may hold the same term: two desks watch the same place for different ends. Two that fire on
    exactly the same articles are one written twice.
    """
    copies = list(_sharing(documents, _id))
    for document, others in copies:
        message = f"{_id(document)!r} is the id of another file too: {others}; each id stands once"
        yield document.issue(("id",), message)
    copied = {document.name for document, _ in copies}
    for document, others in _sharing([one for one in documents if one.name not in copied], _meaning):
        message = f"the same terms and conditions as {others}; keep one, with the receivers of both"
        yield document.issue(("terms",), message, at_key=True)
    if receivers is not None:
        yield from _unknown_receivers(documents, tuple(sorted(receivers)))


def _unknown_receivers(documents: Sequence[Document], known: tuple[str, ...]) -> Iterator[Issue]:
    for document in documents:
        for path, name in texts(document, ("receivers",)):
            if name not in known:
                yield document.issue(path, unknown(name, known, "receiver"))


def _sharing(
    documents: Sequence[Document], key: Callable[[Document], str | None]
) -> Iterator[tuple[Document, str]]:
    """The documents whose ``key`` others have too, with the names of those."""
    holders: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        found = key(document)
        if found is not None:
            holders[found].append(document)
    for sharing in holders.values():
        for document in sharing:
            others = ", ".join(other.name for other in sharing if other is not document)
            if others:
                yield document, others


def _id(document: Document) -> str | None:
    found = value_at(document.data, ("id",))
    return found if isinstance(found, str) else None


def _meaning(document: Document) -> str | None:
    """Which articles the watchlist fires on, in one text."""
    if not value_at(document.data, ("terms",)):
        return None
    return json.dumps([value_at(document.data, (key,)) for key in _MEANING], sort_keys=True)
