"""Edits are the same for the same chance, do what they are named for, and touch nothing else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from benchmarks.stories.edits import KINDS, Kind, edited, half_behind, half_copied, halves, sentences
from benchmarks.stories.frames import FRAMES, Script, script_of
from tocsin.text.tokens import fold

ARABIC = (
    "أعلنت إدارة الميناء، يوم الثلاثاء 14 مارس، عن إعادة فتح الرصيف الشرقي بعد أن انتهت أعمال الصيانة.\n" * 3
)
PERSIAN = "اداره‌ی بندر روز سه‌شنبه اعلام کرد که اسکله‌ی شرقی پس از پایان تعمیرات بازگشایی می‌شود."
RUSSIAN = "Управление порта объявило во вторник, что «Восточный» причал откроют ещё до конца недели. Ремонт закончен."
TEXTS = (
    ARABIC,
    PERSIAN,
    RUSSIAN,
    "The port authority reopens its eastern quay on Tuesday. Repairs are over.",
)


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - not for secrets


ANY_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=120)


@given(ANY_TEXT, st.sampled_from(KINDS), st.integers(0, 99))
def test_the_same_chance_makes_the_same_edit_of_any_text(text: str, kind: Kind, seed: int) -> None:
    assert edited(text, kind, chance(seed)) == edited(text, kind, chance(seed))


@given(ANY_TEXT)
def test_nothing_is_lost_between_sentences(text: str) -> None:
    assert "".join(sentences(text)) == text
    assert "".join(halves(text)) == text


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", ["cut", "typos", "half_spaces", "framed"])
def test_every_edit_changes_the_text(text: str, kind: Kind) -> None:
    assert edited(text, kind, chance(1)) != text


@given(st.lists(st.sampled_from(ARABIC.split()), min_size=2, max_size=300), st.integers(0, 99))
def test_five_of_a_hundred_words_are_cut(words: list[str], seed: int) -> None:
    left = edited(" ".join(words), "cut", chance(seed)).split()
    assert len(words) - len(left) == max(1, round(0.05 * len(words)))
    rest = iter(words)
    assert all(word in rest for word in left), "what is left stands in its order"


@pytest.mark.parametrize("text", TEXTS)
def test_one_of_a_hundred_letters_is_mistyped(text: str) -> None:
    long = " ".join([text] * 20)
    letters = sum(character.isalpha() for character in long)
    typed = Levenshtein.distance(long, edited(long, "typos", chance(3)))
    assert 0.005 * letters < typed < 0.015 * letters


@pytest.mark.parametrize("text", [ARABIC, RUSSIAN])
@pytest.mark.parametrize("seed", range(5))
def test_other_spellings_and_invisible_characters_read_the_same(text: str, seed: int) -> None:
    for made in (edited(text, "half_spaces", chance(seed)), edited(text, "hamza", chance(seed))):
        assert made != text
        assert fold(made) == fold(text)


def test_half_spaces_go_or_become_blanks() -> None:
    made = {edited(PERSIAN, "half_spaces", chance(seed)) for seed in range(20)}
    assert made == {PERSIAN.replace("\u200c", ""), PERSIAN.replace("\u200c", " ")}


@pytest.mark.parametrize(("text", "script"), list(zip(TEXTS, ("ar", "fa", "ru", "en"), strict=True)))
def test_a_frame_of_its_own_language_goes_around_the_whole_text(text: str, script: Script) -> None:
    made = edited(text, "framed", chance(1))
    head, found, tail = made.partition(text.strip())
    assert script_of(text) == script
    assert found
    assert head.strip() in FRAMES[script].heads
    assert tail.strip().splitlines()[0] in FRAMES[script].related


def test_half_of_a_text_goes_on_in_other_words() -> None:
    text = "".join(f"First {number} of a row. " for number in range(10))
    other = "".join(f"Other {number} of a row. " for number in range(20))
    made = half_copied(text, other)
    assert [f"First {number} " in made for number in range(10)] == [True] * 5 + [False] * 5
    assert [f"Other {number} " in made for number in range(20)] == [False] * 15 + [True] * 5


def test_half_of_a_text_stands_behind_another() -> None:
    text = "".join(f"First {number} of a row. " for number in range(10))
    made = half_behind(text, "Another matter.")
    assert made.startswith("Another matter.\nFirst 5 ")
    assert made.endswith("First 9 of a row.")


def test_a_text_of_one_sentence_is_halved_behind_a_word() -> None:
    first, rest = halves("one sentence alone is halved as well.")
    assert (first.split(), rest.split()) == (["one", "sentence", "alone"], ["is", "halved", "as", "well."])
