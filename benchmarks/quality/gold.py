"""Gold text: sentences of Universal Dependencies treebanks, with the lemmas of every written word."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tocsin.text.fold import fold_word
from tocsin.text.languages import rules_for
from tocsin.text.tokens import tokens

NAME: Final = "PROPN"
LEAST_SEEN: Final = 2
LEAST_LETTERS: Final = 3
_NOUNS: Final = ("NOUN", NAME)


class Written(NamedTuple):
    """One word as written (clitics, apostrophes and endings on it), and the folded lemmas of what it is made of."""

    surface: str
    lemmas: frozenset[str]


class Noun(NamedTuple):
    """A noun of a sentence: its lemma as the treebank writes it, without vowel marks, and its part of speech."""

    lemma: str
    kind: str


class Sentence(NamedTuple):
    """One sentence of a treebank."""

    identity: str
    text: str
    words: tuple[Written, ...]
    nouns: tuple[Noun, ...]


class Term(NamedTuple):
    """A watch-term: a lemma as written, folded, and whether it is more often a name than a noun."""

    written: str
    folded: str
    name: bool


class Piece(NamedTuple):
    """One line of CoNLL-U that stands in the text: a word, or a multiword token."""

    surface: str
    words: tuple[Noun, ...]
    glued: bool
    """No blank after it."""


def sentences(path: Path, spelling: Callable[[str], str] = str) -> list[Sentence]:
    """The sentences of a CoNLL-U file, their words written with ``spelling``. Raises FileNotFoundError without it."""
    blocks = path.read_text("utf-8").strip().split("\n\n")
    return [_sentence(block.splitlines(), spelling) for block in blocks]


def terms(text: Iterable[Sentence], language: str) -> list[Term]:
    """Watch-terms of a treebank: its nouns of one word, frequent and long enough, and no stop words."""
    kinds: dict[str, Counter[str]] = {}
    written: dict[str, str] = {}
    for sentence in text:
        for lemma, kind in sentence.nouns:
            kinds.setdefault(fold_word(lemma), Counter())[kind] += 1
            written.setdefault(fold_word(lemma), lemma)
    return [
        Term(written[folded], folded, seen.most_common(1)[0][0] == NAME)
        for folded, seen in kinds.items()
        if seen.total() >= LEAST_SEEN and _is_term(written[folded], folded, language)
    ]


def _is_term(written: str, folded: str, language: str) -> bool:
    long_enough = len(folded) >= LEAST_LETTERS and not folded.isdigit()
    return long_enough and len(tokens(written)) == 1 and folded not in rules_for(language).common


def _pieces(lines: list[str], spelling: Callable[[str], str]) -> Iterator[Piece]:
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    inside: set[int] = set()
    for at, row in enumerate(rows):
        first, _, last = row[0].partition("-")
        if last:
            members = rows[at + 1 : at + 2 + int(last) - int(first)]
            inside.update(range(int(first), int(last) + 1))
            yield Piece(spelling(row[1]), tuple(map(_noun, members)), _glued(row))
        elif first.isdigit() and int(first) not in inside:
            yield Piece(spelling(row[1]), (_noun(row),), _glued(row))


def _noun(row: list[str]) -> Noun:
    return Noun("".join(letter for letter in row[2] if not "\u064b" <= letter <= "\u0652"), row[3])


def _glued(row: list[str]) -> bool:
    return "SpaceAfter=No" in row[9].split("|")


def _sentence(lines: list[str], spelling: Callable[[str], str]) -> Sentence:
    identity = next(line.partition("=")[2].strip() for line in lines if line.startswith("# sent_id"))
    pieces = list(_pieces(lines, spelling))
    text, places = "", []
    for piece in pieces:
        places.append((len(text), len(text) + len(piece.surface), piece))
        text += piece.surface + ("" if piece.glued else " ")
    nouns = tuple(noun for piece in pieces for noun in piece.words if noun.kind in _NOUNS and noun.lemma)
    return Sentence(identity, text, tuple(_written(text, places)), nouns)


Span = tuple[int, int, Piece | None]


def _written(text: str, places: list[tuple[int, int, Piece]]) -> Iterator[Written]:
    """Pieces and tokens that overlap make one written word: ``ل`` + ``لتجار``, ``İdlib'de``.

    A hyphenated compound is left out: the treebanks give it one lemma, a reader sees two words.
    """
    spans: list[Span] = [*places, *((token.start, token.end, None) for token in tokens(text))]
    group: list[Span] = []
    reach = 0
    for span in sorted(spans, key=lambda span: span[:2]):
        if span[0] >= reach:
            yield from _joined(text, group)
            group = []
        group.append(span)
        reach = max(reach, span[1])
    yield from _joined(text, group)


def _joined(text: str, group: list[Span]) -> Iterator[Written]:
    if all(piece is not None for _, _, piece in group):  # punctuation alone
        return
    surface = text[group[0][0] : max(end for _, end, _ in group)]
    lemmas = frozenset(fold_word(word.lemma) for _, _, piece in group if piece for word in piece.words)
    if "-" not in surface:
        yield Written(surface, lemmas)
