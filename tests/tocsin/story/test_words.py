"""The forms of a word have one stem, the spellings of a name one sound."""

import pytest

from tocsin.story.sounds import sound
from tocsin.story.stems import stem
from tocsin.story.words import told
from tocsin.text.fold import fold_word


@pytest.mark.parametrize(
    "forms",
    [
        "Россия России Россию российский российских",
        "Украина Украине украинский",
        "تركيا التركي التركية لتركيا والتركية",
        "فرنسا الفرنسي الفرنسية",
        "بوتين لبوتين وبوتين",
        "fire fires fired firing",
        "acquit acquits acquitted acquitting",
    ],
)
def test_forms_of_one_word_are_one(forms: str) -> None:
    assert len({stem(fold_word(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["Idlib Aleppo", "إدلب حلب", "Путин Пушков", "ماكرون ماكدونالد", "ایران عراق", "Kazan Казахстан"]
)
def test_two_names_stay_two(pair: str) -> None:
    one, other = (fold_word(word) for word in pair.split())
    assert stem(one) != stem(other)
    assert sound(one) != sound(other) or not sound(one)


@pytest.mark.parametrize(
    "spellings",
    [
        "Putin بوتين پوتین Путин Путину Путиным Poutine",
        "Macron ماكرون ماکرون Макрон Макроном",
        "Erdogan Erdoğan أردوغان اردوغان Эрдоган Эрдогана",
        "Idlib إدلب ادلب Идлиб Идлибе",
        "Zelensky Zelenskyy زيلينسكي زلنسکی Зеленский",
        "Khamenei خامنئي خامنه‌ای Хаменеи",
        "Johnson جونسون جانسون Джонсон",
        "Pezeshkian پزشکیان بزشكيان Пезешкиан",
        "Washington واشنطن واشنگتن",
        "Kremlin الكرملين کرملین",
        "Trump ترامب ترامپ Трамп",
    ],
)
def test_a_name_sounds_alike_in_every_script(spellings: str) -> None:
    heard = {sound(fold_word(spelling)) for spelling in spellings.split()}
    assert len(heard) == 1
    assert "" not in heard


@pytest.mark.parametrize("word", ["", "the", "في", "است", "2024", "1403", "x", "'", "said", "وقال"])
def test_what_tells_nothing_has_no_key(word: str) -> None:
    assert told(word).key == b""


def test_digits_of_every_script_are_one_number() -> None:
    assert told("33") == told("٣٣") == told("۳۳")
    assert told("33").number
    assert told("33") != told("34")


def test_words_for_one_kind_of_event_are_known_in_every_language() -> None:
    kinds = [told(word).kind for word in "killed مقتل کشته погибли ölü morts".split()]
    assert kinds == [kinds[0]] * 6
    assert kinds[0] > 0
    assert told("killed").sound == b""


@pytest.mark.parametrize(
    "forms", ["3 three trois üç трёх ثلاثة وثلاثة ٣", "7 seven sept yedi семи سبعة هفت ۷"]
)
def test_a_number_is_one_in_digits_and_in_words(forms: str) -> None:
    keys = {told(form) for form in forms.split()}
    assert len(keys) == 1
    assert keys.pop().number


@pytest.mark.parametrize(
    "forms", ["Monday lundi Pazartesi понедельник الاثنين دوشنبه", "Friday cuma пятницу جمعه"]
)
def test_a_day_of_the_week_is_one_in_all_languages_and_tells_of_no_event(forms: str) -> None:
    days = {told(form) for form in forms.split()}
    assert len(days) == 1
    assert days.pop().key == b""
