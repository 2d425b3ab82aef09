"""Which countries a sentence names, by the treebank's own words: the gold of the section on names.

Nothing of the matcher is used here, neither its folding nor its tokens nor its dictionaries.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

_SMALL: Final = frozenset("of the and de du des la le les l et d и ve و".split())
_UNSAID: Final = frozenset({"PUNCT", "ADP", "DET", "PART", "CCONJ", "SYM", "_"})
_NAME: Final = "PROPN"
_LEAST_SHARED: Final = 3
_LONGEST_ENDING: Final = 3
_ARTICLE: Final = "ال"


class Word(NamedTuple):
    """A syntactic word: its form and lemma made plain, and its part of speech."""

    form: str
    lemma: str
    kind: str


class Sentence(NamedTuple):
    """A sentence: what it has in common with its translations, its text, and its words that say something."""

    identity: str
    text: str
    words: tuple[Word, ...]


class Named(NamedTuple):
    """A country named by ``words[first:last]``; ``as_is``: every word just as in the list of names."""

    country: str
    first: int
    last: int
    as_is: bool


def sentences(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file. Raises FileNotFoundError where it is absent."""
    return [_sentence(block.splitlines()) for block in path.read_text("utf-8").strip().split("\n\n")]


def named(sentence: Sentence, names: Sequence[tuple[str, str]], *, declined: bool = True) -> dict[str, Named]:
    """The countries among ``names`` (country, name) that the sentence names; no name inside a longer one.

    ``declined``: the words of a longer name may end otherwise than in the list.
    """
    same = _is_like if declined else _is
    found = [each for country, name in names for each in _places(sentence.words, country, name, same)]
    return {each.country: each for each in found if not any(_inside(each, other) for other in found)}


def plain(word: str) -> str:
    """Letters and digits alone, in small letters, without marks; Turkish dotless i as i."""
    apart = unicodedata.normalize("NFD", word.replace("ı", "i")).casefold()
    return "".join(letter for letter in apart if letter.isalnum() and letter != "\u0640")


def _sentence(lines: Sequence[str]) -> Sentence:
    said = dict(line[1:].split("=", 1) for line in lines if line.startswith("#") and "=" in line)
    comments = {key.strip(): value.strip() for key, value in said.items()}
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    said_words = (row for row in rows if row[0].isdigit() and row[3] not in _UNSAID)
    words = tuple(word for row in said_words for word in _words(*row[:4]))
    return Sentence(comments["sent_id"], comments["text"], words)


def _words(number: str, form: str, lemma: str, kind: str) -> Iterator[Word]:
    """One word; of a compound with hyphens, each of its words. A capital makes a name of what is tagged as a noun."""
    name = _NAME if number != "1" and form[:1].isupper() else kind
    forms, lemmas = form.split("-"), lemma.split("-")
    for at, part in enumerate(forms):
        yield Word(_bare(part), _bare(lemmas[at] if len(lemmas) == len(forms) else part), name)


def _bare(word: str) -> str:
    """Without the Arabic article too, which treebanks keep in some lemmas."""
    letters = plain(word)
    return letters.removeprefix(_ARTICLE) if len(letters) > len(_ARTICLE) + 1 else letters


def _places(
    words: Sequence[Word], country: str, name: str, same: Callable[[Word, str], bool]
) -> Iterator[Named]:
    parts = [_bare(part) for part in _parts(name) if part not in _SMALL]
    for first in range(len(words) - len(parts) + 1):
        here = words[first : first + len(parts)]
        stands = all(map(_is if len(parts) == 1 else same, here, parts))
        if stands and any(word.kind == _NAME for word in here):
            as_is = all(word.form == part for word, part in zip(here, parts, strict=True))
            yield Named(country, first, first + len(parts), as_is)


def _parts(name: str) -> list[str]:
    spaced = "".join(" " if unicodedata.category(letter)[0] in "PSZ" else letter for letter in name)
    return [plain(part) for part in spaced.split()]


def _is(word: Word, part: str) -> bool:
    return part in (word.form, word.lemma)


def _is_like(word: Word, part: str) -> bool:
    """Or it begins like that part of a name, and ends otherwise: names in lists are inflected too."""
    return _is(word, part) or any(_begin_alike(each, part) for each in (word.form, word.lemma))


def _begin_alike(one: str, other: str) -> bool:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= max(_LEAST_SHARED, max(len(one), len(other)) - _LONGEST_ENDING)


def _inside(one: Named, other: Named) -> bool:
    longer = other.last - other.first > one.last - one.first
    return longer and other.first <= one.first and one.last <= other.last
