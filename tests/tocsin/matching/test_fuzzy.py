"""Misspelt words: what may be found, what never, and that the index finds all that the rule allows."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from tocsin.matching.fuzzy import FuzzyIndex, FuzzyWord, Near
from tocsin.matching.nearness import nearness
from tocsin.text.fold import fold_word


def nothing(_word: str) -> bool:
    return False


def index(*words: str) -> FuzzyIndex:
    return FuzzyIndex((FuzzyWord(fold_word(word), "xx") for word in words), nothing)


def found(words: FuzzyIndex, token: str) -> list[str]:
    return found_in(words.near(fold_word(token)))


@pytest.mark.parametrize(
    ("term", "token"),
    [
        *(("ادلب", other) for other in ("ادب", "طلب", "حلب", "قلب", "ادلة", "أدلة", "ادلبي")),
        *(("Idlib", other) for other in ("adlib", "iblid", "Idib", "Diblid", "Idlibs")),
        *(("آستانه", other) for other in ("آستان", "دستانه", "دستان", "استان", "پستان", "آستانها")),
        *(("Astana", other) for other in ("Ostana", "Satana", "Astarte", "Austria")),
        ("Iceland", "Ireland"),
        ("Исландия", "Ирландия"),
        ("إسبانيا", "ألبانيا"),
        ("ألمانيا", "ألبانيا"),
        ("غينيا", "كينيا"),
        ("Slovakia", "Slovenia"),
        ("Niger", "Nigeria"),
        ("Guinée", "Guyane"),
        ("Gambia", "Zambia"),
        ("Austria", "Australia"),
        ("Kerman", "German"),
        ("Mali", "Maly"),
        ("Homs", "Hims"),
        ("1000000", "100000"),
        ("Covid19", "Covid18"),
    ],
)
def test_it_alarms_at_no_other_word_even_without_a_dictionary(term: str, token: str) -> None:
    assert found(index(term), token) == []


@pytest.mark.parametrize(
    ("term", "token", "how"),
    [
        ("Idlib", "Idleb", "sound"),
        ("Raqqa", "Rakka", "sound"),
        ("Karbala", "Kerbala", "sound"),
        ("Ghouta", "Gouta", "sound"),
        ("Lattakia", "Latakya", "sound"),
        ("Benghazi", "Benghasi", "sound"),
        ("Astana", "Astanna", "sound"),
        ("سراقب", "سراقيب", "sound"),
        ("پاريس", "باریس", "sound"),
        ("Пальмира", "Пальмыра", "sound"),
        ("بغداد", "بقداد", "slip"),
        ("Харьков", "Харькоф", "slip"),
        ("Kurdistan", "Kurdstan", "sound"),
        ("Ashkelon", "Ashkeron", "slip"),
        ("Benghazi", "Bengazhi", "sound"),
        ("Srebrenica", "Sreprenika", "slip"),
        ("ceasefire", "ceasfrie", "sound"),
        ("ceasefire", "ceasefires", "slip"),
        ("Washington", "Washimgten", "slip"),
    ],
)
def test_it_finds_the_spellings_that_are_safe(term: str, token: str, how: str) -> None:
    (near,) = index(term).near(fold_word(token))
    assert (near.word.word, near.how) == (fold_word(term), how)
    assert 50 < near.score < 100


def test_an_ordinary_word_is_no_misspelling() -> None:
    words = [FuzzyWord("kerman", "en")]
    assert FuzzyIndex(words, nothing).near("karman")
    assert FuzzyIndex(words, "karman".__eq__).near("karman") == []


def test_the_dictionary_is_asked_only_where_something_is_near() -> None:
    asked: list[str] = []

    def known(word: str) -> bool:
        asked.append(word)
        return False

    words = FuzzyIndex([FuzzyWord("palmyra", "en")], known)
    assert words.near("parliament") == []
    assert asked == []
    assert words.near("palmira")
    assert asked == ["palmira"]


def test_the_best_comes_first_and_order_does_not_matter() -> None:
    words = [FuzzyWord(word, "en") for word in ("kalamata", "kalamate", "kalomata")]
    one, other = (FuzzyIndex(each, nothing).near("kalamatta") for each in (words, words[::-1]))
    assert one == other
    assert [near.word.word for near in one] == ["kalamata", "kalamate", "kalomata"]
    assert one[0].score == fuzz.ratio("kalamatta", "kalamata")


def test_one_word_of_two_languages_is_found_in_both() -> None:
    words = [FuzzyWord("palmira", language) for language in ("tr", "fr")]
    assert [near.word.language for near in FuzzyIndex(words, nothing).near("palmyra")] == ["fr", "tr"]


def test_a_word_is_not_near_itself() -> None:
    assert index("Palmyra").near("palmyra") == []


# Few letters, so that words come near each other; some of each script, alike in sound and not.
LETTERS = st.sampled_from(["aekst", "bdklmrs", "кмнрст", "аеибвп", "بتدركلم", "اويبپس", "aبя1"])
WORDS = LETTERS.flatmap(lambda letters: st.lists(st.text(letters, min_size=4, max_size=13), max_size=20))


PAIRS = LETTERS.flatmap(lambda letters: st.text(letters, min_size=5, max_size=12)).flatmap(
    lambda word: st.tuples(st.just(word), slips(word))
)


@settings(max_examples=500, deadline=None)
@given(PAIRS)
def test_the_index_finds_a_word_exactly_where_comparing_finds_it(pair: tuple[str, str]) -> None:
    word, token = pair
    assert bool(FuzzyIndex(at([word]), nothing).near(token)) == bool(nearness(token, word))


@given(WORDS, st.data())
def test_of_many_words_the_index_finds_those_that_comparing_finds(
    words: list[str], data: st.DataObject
) -> None:
    folded = list(dict.fromkeys(words))
    token = data.draw(st.sampled_from(folded).flatmap(slips)) if folded else "abaca"
    expected = [word for word in folded if nearness(token, word)]
    assert sorted(found_in(FuzzyIndex(at(folded), nothing).near(token))) == sorted(expected)


def at(words: Iterable[str]) -> list[FuzzyWord]:
    return [FuzzyWord(word, "xx") for word in words]


def found_in(nears: Sequence[Near]) -> list[str]:
    return [near.word.word for near in nears]


def slips(word: str) -> st.SearchStrategy[str]:
    """``word`` with up to three letters dropped, doubled, swapped or changed for one of its own."""
    place = st.integers(0, max(0, len(word) - 1))
    change = st.tuples(st.sampled_from(["drop", "add", "swap", "change"]), place, st.sampled_from(word))
    return st.lists(change, min_size=1, max_size=3).map(lambda changes: changed(word, changes))


def changed(word: str, changes: list[tuple[str, int, str]]) -> str:
    for what, place, letter in changes:
        head, here, tail = word[:place], word[place : place + 1], word[place + 1 :]
        word = {
            "drop": head + tail,
            "add": head + letter + here + tail,
            "swap": head + tail[:1] + here + tail[1:],
            "change": head + letter + tail,
        }[what] or letter
    return word
