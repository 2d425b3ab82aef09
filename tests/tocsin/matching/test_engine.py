"""Phrases are found wherever they stand, with their exact places, and both engines find the same."""

import itertools
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.matching.engine import MOST_PLACES, Engine, Found, PlainEngine
from tocsin.matching.engines import engine_for
from tocsin.matching.fast import FastEngine
from tocsin.matching.index import Index
from tocsin.matching.patterns import Mode, Pattern, spellings
from tocsin.matching.vocabulary import Thesaurus
from tocsin.text.lexicon import NoLexicon
from tocsin.text.tokens import fold, tokens

FORMS = {
    "ar": ["إدلب", "وقف إطلاق النار", "مسار أستانا"],
    "fa": ["ادلب", "آتش‌بس", "فرمت آستانه"],
    "ru": ["Идлиб", "прекращение огня", "астанинский формат"],
    "tr": ["İdlib", "ateşkes", "Astana süreci"],
    "en": ["Idlib", "cease-fire", "Astana format"],
    "fr": ["Idleb", "cessez-le-feu", "accord d'Astana"],
}


def pattern(form: str, language: str = "en", gap: int = 0, mode: Mode = "inflected") -> Pattern:
    return Pattern("w", form, language, form, gap, False, tuple(spellings(form, language, mode)))


def engine(*wanted: Pattern) -> Engine:
    return PlainEngine(Index(wanted, Thesaurus(NoLexicon())))


def surfaces(form: str, text: str, language: str = "en", gap: int = 0) -> list[str]:
    return [text[found.start : found.end] for found in engine(pattern(form, language, gap)).find(text).found]


ALL = [pattern(form, language) for language, forms in FORMS.items() for form in forms]
PLAIN = engine(*ALL)
FAST = FastEngine(Index(ALL, Thesaurus(NoLexicon())))


@pytest.mark.parametrize(
    ("form", "language", "text", "wanted"),
    [
        ("accord d'Astana", "fr", "l’accord Astana, l'accord d’Astana", ["accord Astana", "accord d’Astana"]),
        ("Astana görüşmeleri", "tr", "Astana'daki görüşmeleri", ["Astana'daki görüşmeleri"]),
        ("آتش‌بس", "fa", "آتش بس، آتشبس، آتش‌بس", ["آتش بس", "آتشبس", "آتش‌بس"]),
        ("cease-fire", "en", "ceasefire, cease fire, cease-fire", ["ceasefire", "cease fire", "cease-fire"]),
        ("در آستانه * شد", "fa", "در آستانه امضا شد؛ در آستانه شد", ["در آستانه امضا شد"]),
        ("old bridge", "en", "The old. Bridge", []),
        ("old bridge", "en", "the old\nbridge", []),
        ("old bridge", "en", "oldest bridges", []),
        ("U.S. troops", "en", "U.S. troops", ["U.S. troops"]),
    ],
)
def test_a_form_is_found_as_people_write_it(form: str, language: str, text: str, wanted: list[str]) -> None:
    assert surfaces(form, text, language) == wanted


def test_a_gap_lets_other_words_between() -> None:
    text = "old and big bridge; old, very old and big bridge"
    assert surfaces("old bridge", text, gap=2) == ["old and big bridge", "old and big bridge"]
    assert surfaces("old bridge", text, gap=1) == []


fillers = st.sampled_from(
    ["خبر", "новость", "haber", "news", "l'été", "2024", "گفت‌وگو", "“quoted”", "—", "(a)"]
)


@given(st.sampled_from(ALL), st.lists(fillers, max_size=6), st.lists(fillers, max_size=6))
def test_a_form_put_between_any_words_is_found_there(
    wanted: Pattern, before: list[str], after: list[str]
) -> None:
    text = " ".join([*before, wanted.form, *after])
    start = len(" ".join([*before, ""]))
    for one in (PLAIN, FAST):
        found = [(hit.pattern.form, hit.start) for hit in one.find(text).found]
        words = tokens(wanted.form)
        assert (wanted.form, start + words[0].start) in found


texts = st.lists(
    fillers
    | st.sampled_from([form for forms in FORMS.values() for form in forms] + ["\n", ". ", "d'", "'da"]),
    max_size=15,
).map(" ".join)


@given(texts | st.text(max_size=40))
def test_a_place_slices_to_words_that_fold_to_its_form(text: str) -> None:
    for hit in PLAIN.find(text).found:
        folded = fold(text[hit.start : hit.end]).replace(" ", "")
        assert hit.rule in ("exact", "joined", "split", "clitic", "suffix", "plural")
        if hit.rule in ("exact", "joined", "split"):
            assert folded in {_glued(hit), fold(hit.pattern.form).replace(" ", "")}


def _glued(hit: Found) -> str:
    return "".join(word.folded for word in hit.pattern.spellings[0].slots if word)


letters = st.sampled_from(["a", "b", "c", "آتش", "بس", "ها", "d'", "'x", "*"])
random_forms = st.lists(letters, min_size=1, max_size=4).map(lambda words: " ".join(words).strip("* "))
random_patterns = st.lists(
    st.builds(pattern, random_forms, st.sampled_from(["fa", "fr", "tr"]), st.integers(0, 2)), max_size=8
)
random_texts = st.lists(letters | st.sampled_from([" ", ". ", "\n", "'"]), max_size=30).map(" ".join)


@given(random_patterns, st.lists(random_texts | texts, min_size=1, max_size=4))
def test_both_engines_find_the_same(wanted: list[Pattern], some: list[str]) -> None:
    index = Index((one for one in wanted if one.spellings), Thesaurus(NoLexicon()))
    plain, fast = PlainEngine(index), FastEngine(index)
    for text in some:
        assert fast.find(text) == plain.find(text)


def test_what_was_met_before_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.matching.fast.REMEMBERED", 50)
    fast = FastEngine(FAST.index)
    some = [
        f"word{number} {form} {number}" for number, form in enumerate(itertools.chain(*FORMS.values()))
    ] * 5
    assert [fast.find(text) for text in some] == [PLAIN.find(text) for text in some]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\ud800\udfff",
        "a" * 1_000_000,
        "\u202e" * 1000 + "Idlib",
        "x " * 500_000,
        "\U00020000 Idlib",
    ],
    ids=["empty", "blank", "NUL", "surrogates", "one word", "overrides", "a megabyte", "rare ideograph"],
)
def test_hostile_texts_are_read_alike(text: str) -> None:
    assert FAST.find(text) == PLAIN.find(text)


def test_of_what_is_repeated_without_end_the_first_places_are_found_and_every_context() -> None:
    taken = msgspec.structs.replace(pattern("Idlib"), context=True)
    index = Index(
        [pattern("Idlib"), taken, pattern("bridge"), pattern("Idlib bridge")], Thesaurus(NoLexicon())
    )
    text = "Idlib " * 20_000 + "bridge"
    found = PlainEngine(index).find(text).found
    assert FastEngine(index).find(text).found == found
    places = Counter((one.pattern.form, one.pattern.context) for one in found)
    assert places == {
        ("Idlib", False): MOST_PLACES,
        ("Idlib", True): 20_000,
        ("bridge", False): 1,
        ("Idlib bridge", False): 1,
    }
    assert max(one.start for one in found if one.pattern == pattern("Idlib")) == 6 * (MOST_PLACES - 1)


def test_the_engine_suits_the_work() -> None:
    assert isinstance(engine_for(FAST.index, many=False), PlainEngine)
    assert isinstance(engine_for(FAST.index, many=True), FastEngine)


def test_a_pattern_added_changes_nothing_for_the_others() -> None:
    other = pattern("unrelated words here")
    text = "Idlib, Идлиб и İdlib; unrelated words here. وقف إطلاق النار"
    with_it = engine(other, *ALL).find(text).found
    assert [hit for hit in with_it if hit.pattern != other] == PLAIN.find(text).found


def test_it_meets_more_words_than_its_table_began_with() -> None:
    fast = FastEngine(Index([pattern("Idlib")], Thesaurus(NoLexicon())))
    for start in range(0, 60_000, 3_000):
        fast.find(" ".join(f"word{number}" for number in range(start, start + 3_000)))
    assert len(fast.find("word17 Idlib word59999").found) == 1


def test_a_hundred_thousand_terms_are_found_among_each_other() -> None:
    letters = "abcdefghij"
    forms = [
        "".join(letters[int(digit)] for digit in f"{number:05}") + " bridge" for number in range(100_000)
    ]
    fast = FastEngine(Index((pattern(form, mode="exact") for form in forms), Thesaurus(NoLexicon())))
    found = fast.find(f"From {forms[4711]} to the {forms[99_999]}; no {letters} bridge").found
    assert [hit.pattern.form for hit in found] == [forms[4711], forms[99_999]]
