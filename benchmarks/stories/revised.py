"""News as it was published, beside what became of it elsewhere."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from benchmarks.stories.corpora import Document
from benchmarks.stories.edits import KINDS, Kind, edited, half_behind, half_copied, sentences

LIGHT: Final = {
    "cut": "5 % of the words cut",
    "typos": "1 % of the letters mistyped",
    "half_spaces": "half spaces, invisible characters",
    "hamza": "hamza, digits, vowel signs, ё",
    "framed": "head and tail added",
    "half": "half copied",
}
"""Edits that leave it the same report, by name; the names that a table shows."""
OTHER: Final = {
    "retitled": "another headline, 5 % of the words cut",
    "background": "half of it behind another report",
}
"""The headline is the article's second sentence; ``background`` is no edit: it should stay another story."""
_SEED: Final = 1

Pair = tuple[Document, Document]


def light_edits(documents: Sequence[Document]) -> dict[str, list[Pair]]:
    """Every document with one edit of each kind in ``LIGHT`` and ``OTHER``; the same each time."""
    pairs: defaultdict[str, list[Pair]] = defaultdict(list)
    chance = random.Random(_SEED)
    others = _others(documents, chance)
    for document, other in zip(documents, others, strict=True):
        for name, made in _versions(document, other, chance):
            pairs[name].append((document, made))
    return dict(pairs)


def _versions(document: Document, other: Document, chance: random.Random) -> Iterator[tuple[str, Document]]:
    for kind in KINDS:
        yield kind, _edited(document, kind, chance)
    yield "half", _with(document, "half", document.title, half_copied(document.body, other.body))
    cut = _edited(document, "cut", chance)
    yield "retitled", _with(document, "retitled", _second_sentence(document), cut.body)
    yield "background", _with(document, "background", other.title, half_behind(document.body, other.body))


def _edited(document: Document, kind: Kind, chance: random.Random) -> Document:
    title = document.title if kind == "framed" else edited(document.title, kind, chance)
    return _with(document, kind, title, edited(document.body, kind, chance))


def _with(document: Document, name: str, title: str, body: str) -> Document:
    return msgspec.structs.replace(document, name=f"{document.name}~{name}", title=title, body=body)


def _second_sentence(document: Document) -> str:
    pieces = [piece.strip() for piece in sentences(document.body) if piece.strip()]
    return pieces[min(1, len(pieces) - 1)] if pieces else document.title


def _others(documents: Sequence[Document], chance: random.Random) -> list[Document]:
    """For each document another one of its language."""
    by_language: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_language[document.language].append(document)
    others = []
    for document in documents:
        other = chance.choice(by_language[document.language])
        while other is document and len(by_language[document.language]) > 1:
            other = chance.choice(by_language[document.language])
        others.append(other)
    return others
