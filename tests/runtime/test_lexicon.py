"""The lexicon's file: made once, whole or not at all; asked from anywhere."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from runtime import dictionaries
from runtime.lexicon import FileLexicon, open_lexicon

PERSIAN_ONLY = (
    "from runtime import dictionaries, lexicon; dictionaries.LANGUAGES = ('fa',); from pathlib import Path"
)


@pytest.fixture(scope="module")
def lexicon() -> Iterator[FileLexicon]:
    found = open_lexicon()
    yield found
    found.close()


@pytest.fixture
def persian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the smallest dictionary goes into a file made now."""
    monkeypatch.setattr(dictionaries, "LANGUAGES", ("fa",))


@pytest.mark.parametrize(
    ("language", "word", "form"),
    [
        ("ar", "مدينه", "مدن"),
        ("ar", "نار", "نيران"),
        ("ar", "صواريخ", "صاروخ"),
        ("fa", "نيرو", "نيروها"),
        ("tr", "kitap", "kitabi"),
        ("tr", "sehir", "sehre"),
        ("en", "city", "cities"),
        ("en", "cities", "city"),
        ("fr", "hopital", "hopitaux"),
        ("ru", "обстрел", "обстрелов"),
        ("ru", "ребенок", "детей"),
        ("ru", "партнер", "партнеров"),
    ],
)
def test_forms_share_a_lemma(lexicon: FileLexicon, language: str, word: str, form: str) -> None:
    assert form in lexicon.forms(language, word)
    assert lexicon.known(language, word)
    assert lexicon.known(language, form)


def test_a_lemma_comes_first_and_is_no_other_words_form(lexicon: FileLexicon) -> None:
    assert lexicon.forms("en", "cities")[0] == "city"
    assert "leave" not in lexicon.forms("en", "left")
    assert lexicon.forms("ru", "путин")[0] == "путин"
    assert "путина" in lexicon.forms("ru", "путин")
    assert "путинами" not in lexicon.forms("ru", "путин")  # путина, the fishing season


def test_names_have_forms(lexicon: FileLexicon) -> None:
    assert "астане" in lexicon.forms("ru", "астана")


@pytest.mark.parametrize("language", ["ar", "fa", "ru", "tr", "en", "fr", "de", "und", ""])
@pytest.mark.parametrize(
    "word", ["", "\ud800", "\0", "zzxqzz", "ццхщ", "ظظظظ", "a b", "city\n", "%", "x" * 100_000]
)
def test_what_is_no_word_has_no_forms(lexicon: FileLexicon, language: str, word: str) -> None:
    assert not lexicon.forms(language, word)
    assert not lexicon.known(language, word)


def test_threads_get_the_same_answers(lexicon: FileLexicon) -> None:
    words = [form for word in ("kitap", "sehir", "ev", "yol") for form in lexicon.forms("tr", word)]
    alone = [lexicon.forms("tr", word) for word in words]
    with closing(open_lexicon()) as another, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda word: another.forms("tr", word), words)) == alone


@pytest.mark.usefixtures("persian")
def test_the_file_is_made_once_and_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    with closing(open_lexicon(lambda *step: told.append(step), (tmp_path / "new",))) as made:
        assert "نيروها" in made.forms("fa", "نيرو")
    assert told == [("fa", 0.0), ("", 1.0)]
    (file,) = (tmp_path / "new").iterdir()
    before = file.stat().st_mtime_ns
    open_lexicon(None, (tmp_path / "new",)).close()
    assert file.stat().st_mtime_ns == before


@pytest.mark.usefixtures("persian")
def test_a_file_begun_and_not_ended_leaves_nothing(tmp_path: Path) -> None:
    def interrupted(_language: str, done: float) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_lexicon(interrupted, (tmp_path,))
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("persian")
def test_the_next_folder_serves_where_the_first_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    open_lexicon(None, (tmp_path / "file" / "share", tmp_path / "cache")).close()
    assert [file.name for file in (tmp_path / "cache").iterdir()] == [dictionaries.name()]


@pytest.mark.usefixtures("persian")
def test_nowhere_to_write_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        open_lexicon(None, (tmp_path / "file" / "share",))


def test_processes_may_make_it_at_the_same_time(tmp_path: Path) -> None:
    asks = f"{PERSIAN_ONLY}; print(len(lexicon.open_lexicon(None, (Path({str(tmp_path)!r}),)).forms('fa', 'نيرو')))"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", asks], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120) for process in processes]
    assert answers[0] == answers[1]
    assert int(answers[0][0]) > 1
    assert [file.name for file in tmp_path.iterdir()] == [dictionaries.name()]


def test_another_folding_needs_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = dictionaries.name()
    monkeypatch.setattr(dictionaries, "fold_word", str.upper)
    assert dictionaries.name.__wrapped__() != ours


def test_only_words_of_a_language_s_own_script_are_in_it(lexicon: FileLexicon) -> None:
    path = next(
        folder / dictionaries.name() for folder in _folders() if (folder / dictionaries.name()).is_file()
    )
    with closing(sqlite3.connect(path)) as file:
        mixed = "SELECT count(*) FROM {} WHERE {} GLOB '*[a-z]*' AND language IN ('ar', 'fa')"
        counts = [
            file.execute(mixed.format(*at)).fetchone()[0]
            for at in (("families", "forms"), ("words", "entries"))
        ]
    assert counts == [0, 0]


def _folders() -> tuple[Path, ...]:
    return Path(sys.prefix) / "share" / "tocsin", Path.home() / ".cache" / "tocsin"
