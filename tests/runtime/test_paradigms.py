"""What pymorphy3's dictionary is asked."""

import pytest

from runtime.paradigms import Paradigms


@pytest.fixture(scope="module")
def paradigms() -> Paradigms:
    return Paradigms()


@pytest.mark.parametrize("word", ["война", "войны", "чужой", "перемирие"])
def test_an_ordinary_word_is_known(paradigms: Paradigms, word: str) -> None:
    assert paradigms.known(word)


@pytest.mark.parametrize("word", ["казань", "ирландии", "прекращенние"])
def test_neither_a_name_nor_a_misspelling_is_an_ordinary_word(paradigms: Paradigms, word: str) -> None:
    assert not paradigms.known(word)
