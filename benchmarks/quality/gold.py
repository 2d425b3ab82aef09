"""Gold text: sentences of Universal Dependencies treebanks, with the lemmas of every written word."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from tocsin.text.tokens import fold, tokens

NAMES: Final = ("NOUN", "PROPN")
LEAST_SEEN: Final = 2
LEAST_LETTERS: Final = 3


class Written(NamedTuple):
    """One word as written (clitics, apostrophes and endings on it): its place in the sentence, its gold lemmas."""

    start: int
    end: int
    lemmas: frozenset[str]


@dataclass(frozen=True)
class Sentence:
    """One sentence of a treebank."""

    text: str
    words: tuple[Written, ...]
    nouns: tuple[tuple[str, str], ...]
    """(lemma, NOUN or PROPN) of every noun in it."""


class Piece(NamedTuple):
    """One line of CoNLL-U that stands in the text: a word, or a multiword token."""

    surface: str
    lemmas: tuple[tuple[str, str], ...]
    glued: bool
    """No blank after it."""


def sentences(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file. Raises FileNotFoundError where it is absent."""
    blocks = path.read_text("utf-8").strip().split("\n\n")
    return [_sentence(list(_pieces(block.splitlines()))) for block in blocks]


def terms(text: Sequence[Sentence]) -> dict[str, str]:
    """Watch-terms of a treebank: folded lemma -> ``PROPN`` or ``NOUN``, whichever it more often is."""
    seen: dict[str, Counter[str]] = {}
    for sentence in text:
        for lemma, kind in sentence.nouns:
            seen.setdefault(lemma, Counter())[kind] += 1
    return {
        lemma: kinds.most_common(1)[0][0]
        for lemma, kinds in seen.items()
        if kinds.total() >= LEAST_SEEN and len(lemma) >= LEAST_LETTERS and not lemma.isdigit()
    }


def _pieces(lines: list[str]) -> Iterator[Piece]:
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    inside: set[int] = set()
    for number, row in enumerate(rows):
        if "." in row[0]:
            continue
        first, _, last = row[0].partition("-")
        if last:
            members = rows[number + 1 : number + 1 + int(last) - int(first) + 1]
            inside.update(range(int(first), int(last) + 1))
            yield Piece(row[1], tuple(_lemma(each) for each in members), _glued(row))
        elif int(first) not in inside:
            yield Piece(row[1], (_lemma(row),), _glued(row))


def _lemma(row: list[str]) -> tuple[str, str]:
    return fold(row[2]), row[3]


def _glued(row: list[str]) -> bool:
    return "SpaceAfter=No" in row[9].split("|")


def _sentence(pieces: list[Piece]) -> Sentence:
    text, places = "", []
    for piece in pieces:
        places.append((len(text), len(text) + len(piece.surface), piece))
        text += piece.surface + ("" if piece.glued else " ")
    nouns = tuple(
        (lemma, kind) for piece in pieces for lemma, kind in piece.lemmas if kind in NAMES and lemma
    )
    return Sentence(text, tuple(_written(text, places)), nouns)


def _written(text: str, places: list[tuple[int, int, Piece]]) -> Iterator[Written]:
    """Pieces and tokens that overlap make one written word: ``ل`` + ``لتجار``, ``İdlib'de``."""
    spans: list[tuple[int, int, Piece | None]] = [*places, *((t.start, t.end, None) for t in tokens(text))]
    group: list[tuple[int, int, Piece | None]] = []
    reach = 0
    for span in sorted(spans, key=lambda span: span[:2]):
        if span[0] >= reach:
            yield from _joined(group)
            group = []
        group.append(span)
        reach = max(reach, span[1])
    yield from _joined(group)


def _joined(group: list[tuple[int, int, Piece | None]]) -> Iterator[Written]:
    if any(piece is None for _, _, piece in group):  # else punctuation alone
        lemmas = frozenset(lemma for _, _, piece in group if piece for lemma, _ in piece.lemmas)
        yield Written(group[0][0], max(end for _, end, _ in group), lemmas)
