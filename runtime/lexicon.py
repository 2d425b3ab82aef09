"""The lexicon: word forms of six languages, for watch-terms to be found in all of them.

Arabic, Persian, Turkish, English and French stand in a file made once from the installed simplemma; Russian is asked
of pymorphy3. ``python -m runtime.lexicon`` makes the file, ``make setup`` does it as its last step.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from runtime import dictionaries

if TYPE_CHECKING:
    from runtime.paradigms import Paradigms
_CACHED: Final = 50_000
_RUSSIAN: Final = "ru"


class FileLexicon:
    """``tocsin.text.lexicon.Lexicon`` on a file made by ``runtime.dictionaries``; any thread may ask.

    Read only. A process started by forking opens a lexicon of its own.
    """

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(
            f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._file.execute("PRAGMA mmap_size=268435456")
        self._lock = Lock()
        self._lemmas = lru_cache(maxsize=_CACHED)(self._read_lemmas)

    @cached_property
    def _paradigms(self) -> "Paradigms":
        from runtime.paradigms import Paradigms  # a fifth of a second, for those who watch for Russian words

        return Paradigms()

    def forms(self, language: str, word: str) -> tuple[str, ...]:
        """From Lexicon. The forms of the word's lemma, the lemma first; a word that is a lemma is no other's form."""
        if not word.isalnum():  # no folded word
            return ()
        if language == _RUSSIAN:
            return self._paradigms.forms(word)
        lemmas = self._lemmas(language, word) or ()
        if len(lemmas) == 1:
            return tuple(self._family(language, lemmas[0]))
        return tuple(dict.fromkeys(form for lemma in lemmas for form in self._family(language, lemma)))

    def known(self, language: str, word: str) -> bool:
        """From Lexicon."""
        if not word.isalnum():
            return False
        if language == _RUSSIAN:
            return self._paradigms.known(word)
        return self._lemmas(language, word) is not None

    def close(self) -> None:
        """Closes the file; nothing can be asked any more."""
        self._file.close()

    def _read_lemmas(self, language: str, word: str) -> tuple[str, ...] | None:
        """None for an unknown word; empty for one that is known but stands alone."""
        if self._family(language, word):
            return (word,)
        block = self._one(
            "SELECT entries FROM words WHERE language = ? AND first <= ? ORDER BY first DESC LIMIT 1",
            language,
            word,
        )
        start = block.find(f"\n{word} ") + 1
        return tuple(block[start : block.index("\n", start)].split()[1:]) if start else None

    def _family(self, language: str, lemma: str) -> list[str]:
        return self._one(
            "SELECT forms FROM families WHERE language = ? AND lemma = ?", language, lemma
        ).split()

    def _one(self, query: str, language: str, word: str) -> str:
        with self._lock:
            row = self._file.execute(query, (language, word)).fetchone()
        return row[0] if row else ""


def open_lexicon(
    progress: dictionaries.Progress | None = None, folders: tuple[Path, ...] = ()
) -> FileLexicon:
    """The lexicon; its file is made where none is (some seconds), in the first of ``folders`` that can be written.

    Raises OSError where none can, sqlite3.Error where the disk is full.
    """
    folders = folders or (Path(sys.prefix) / "share" / "tocsin", Path.home() / ".cache" / "tocsin")
    name = dictionaries.name()
    for folder in folders:
        if (folder / name).is_file():
            return FileLexicon(folder / name)
    path = next(_writable(folders), folders[-1]) / name
    dictionaries.make(path, progress)
    return FileLexicon(path)


def _writable(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            yield folder


def main() -> None:
    """Makes the file where it is missing, with a progress bar."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("      {task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns) as bar:
        task = bar.add_task("word forms", total=1.0)
        open_lexicon(
            lambda language, done: bar.update(task, description=f"word forms {language}", completed=done)
        ).close()
        bar.update(task, description="word forms", completed=1.0)


if __name__ == "__main__":
    main()
