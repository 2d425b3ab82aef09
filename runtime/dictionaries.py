"""Makes the lexicon's file: simplemma's dictionaries, folded, in one SQLite file that many processes can read.

Made where Tocsin is installed, from the installed package, and never shipped: the data has licences of its own.
"""

import hashlib
import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tocsin.text.fold import fold_word

LANGUAGES: Final = ("ar", "fa", "tr", "en", "fr")
Progress = Callable[[str, float], None]
"""Takes what is being read (a language) and how much is done, 0 to 1."""

_LAYOUT: Final = "2"
_SHARES: Final = {"ar": 0.17, "fa": 0.02, "tr": 0.61, "en": 0.09, "fr": 0.11}
_ARABIC: Final = re.compile(
    "[\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06fa-\u06ff\u200c\u200d]+"
)
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u0300-\u036f]+")
_WORDS: Final = {"ar": _ARABIC, "fa": _ARABIC, "tr": _LATIN, "en": _LATIN, "fr": _LATIN}
# A letter that no dictionary has and folding leaves alone: thousands of words are folded as one.
_BETWEEN: Final = "\ua66e"
_SCHEMA: Final = """
CREATE TABLE families (language TEXT, lemma TEXT, forms TEXT, PRIMARY KEY (language, lemma)) WITHOUT ROWID;
CREATE TABLE words (language TEXT, first TEXT, entries TEXT, PRIMARY KEY (language, first)) WITHOUT ROWID;
"""
# Words stand in blocks, by the first of them: two million rows would take longer to write than all the rest.
_BLOCK: Final = 32


@cache
def name() -> str:
    """The file's name: another one wherever simplemma, our folding or our layout is another."""
    letters = (*range(0x20, 0x700), *range(0x1E00, 0x2020), *range(0xFB50, 0xFF00))
    folding = "\n".join(fold_word(chr(code)) for code in letters)
    told = "\n".join((_LAYOUT, version("simplemma"), folding))
    return f"lexicon-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.sqlite"


def make(path: Path, progress: Progress | None = None) -> None:
    """Writes the file, whole or not at all. Raises OSError or sqlite3.Error where it cannot be written."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(descriptor)
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as file:
            _fill(file, progress or (lambda _language, _done: None))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _fill(file: sqlite3.Connection, progress: Progress) -> None:
    file.executescript(
        "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
        + _SCHEMA
    )
    file.execute("BEGIN")
    done = 0.0
    for language in LANGUAGES:
        progress(language, done)
        families, words = _grouped(_entries(language))
        file.executemany(f"INSERT INTO families VALUES ('{language}', ?, ?)", families)  # noqa: S608 (one of LANGUAGES)
        file.executemany(f"INSERT INTO words VALUES ('{language}', ?, ?)", words)  # noqa: S608
        done += _SHARES[language]
    file.execute("COMMIT")
    progress("", 1.0)


def _entries(language: str) -> Iterator[tuple[str, str]]:
    """(form, lemma), folded, of everything in the dictionary that is one word in the language's own script."""
    # Importing it takes a fifth of a second, which only the one who makes the file should pay.
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    dictionary = DefaultDictionaryFactory().get_dictionary(language)
    is_word = _WORDS[language].fullmatch
    forms = [form for form in dictionary if is_word(form)]
    lemmas = [dictionary[form] for form in forms]
    distinct = [lemma for lemma in dict.fromkeys(lemmas) if is_word(lemma)]
    folded = dict(zip(distinct, _folded(distinct), strict=True))
    pairs = zip(_folded(forms), map(folded.get, lemmas), strict=True)
    return ((form, lemma) for form, lemma in pairs if form and lemma)


def _folded(words: list[str]) -> list[str]:
    return fold_word(_BETWEEN.join(words)).split(_BETWEEN)


Rows = Iterable[tuple[str, str]]


def _grouped(entries: Iterable[tuple[str, str]]) -> tuple[Rows, Rows]:
    """Rows of ``families`` (lemma, its forms, itself first) and of ``words`` (the forms that are no lemmas)."""
    families: dict[str, list[str]] = {}
    lemmas: dict[str, str] = {}
    for form, lemma in entries:
        families.setdefault(lemma, [lemma]).append(form)
        # Few forms have two lemmas: a string each, not a set each, for there are two million.
        before = lemmas.setdefault(form, lemma)
        if before != lemma and lemma not in before.split():
            lemmas[form] = f"{before} {lemma}"
    rows = ((lemma, " ".join(dict.fromkeys(forms))) for lemma, forms in sorted(families.items()))
    return rows, _blocks(lemmas, sorted(lemmas.keys() - families.keys()))


def _blocks(lemmas: dict[str, str], forms: list[str]) -> Rows:
    """(first form, lines of a form and its lemmas), each line between two line ends."""
    for start in range(0, len(forms), _BLOCK):
        block = forms[start : start + _BLOCK]
        yield block[0], "\n" + "".join(f"{form} {lemmas[form]}\n" for form in block)
