"""What every language's rules hold to, whatever they are asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.text.fold import fold_word
from tocsin.text.languages import RULE_TEXT, RULES, LanguageRules, default, rules_for
from tocsin.text.languages.russian import declined
from tocsin.text.lexicon import Lexicon, NoLexicon

EVERY = [*RULES.values(), default.RULES]
folded = st.text(
    st.sampled_from("اوبفكلهمنتيدرش" + "идлбеёйыаяьо" + "abcdegiklmnrstuyz" + "0") | st.characters()
).map(fold_word).filter(bool)  # fmt: skip


class Echo:
    """A lexicon that gives what no lexicon should: the word itself, stop words, other words."""

    def forms(self, language: str, word: str) -> tuple[str, ...]:
        return (word, *sorted(rules_for(language).common)[:5], word + "ا", word + "s", word + "и")

    def known(self, language: str, word: str) -> bool:
        return True


@pytest.mark.parametrize("rules", EVERY, ids=lambda rules: rules.language)
@given(word=folded)
def test_a_stem_is_a_shorter_or_another_word(rules: LanguageRules, word: str) -> None:
    stems = [stem.word for stem in rules.stems(word)]
    assert all(stems)
    assert len(stems) == len(set(stems))
    assert word not in stems


@pytest.mark.parametrize("rules", EVERY, ids=lambda rules: rules.language)
@pytest.mark.parametrize("lexicon", [NoLexicon(), Echo()], ids=["none", "echo"])
@given(word=folded)
def test_the_word_itself_comes_first_and_nothing_twice(
    rules: LanguageRules, lexicon: Lexicon, word: str
) -> None:
    variants = list(rules.variants(word, lexicon))
    assert variants[0] == (word, "exact", True)
    words = [variant.word for variant in variants]
    assert all(words)
    assert len(words) == len(set(words))


@pytest.mark.parametrize("rules", EVERY, ids=lambda rules: rules.language)
@given(word=folded)
def test_no_stop_word_is_a_form(rules: LanguageRules, word: str) -> None:
    assert not {variant.word for variant in rules.variants(word, Echo())} - {word} & rules.common


@pytest.mark.parametrize("rules", EVERY, ids=lambda rules: rules.language)
def test_stop_words_are_folded_and_have_no_stems(rules: LanguageRules) -> None:
    assert all(fold_word(word) == word for word in rules.common | rules.detached)
    assert not any(list(rules.stems(word)) for word in rules.common)


@pytest.mark.parametrize("rules", EVERY, ids=lambda rules: rules.language)
@pytest.mark.parametrize("word", ["\ud800", "\0", "ا" * 100_000, "s" * 100_000, "ha" * 50_000, "а", "و", "n"])
def test_odd_words_do_no_harm(rules: LanguageRules, word: str) -> None:
    assert len(list(rules.stems(word))) < 100
    assert len(list(rules.variants(word, NoLexicon()))) < 100


def test_every_rule_has_a_sentence() -> None:
    used = {
        stem.rule
        for rules in EVERY
        for word in ("وبالكتابها", "cities", "idliblerde")
        for stem in rules.stems(word)
    }
    assert used <= RULE_TEXT.keys()
    assert all(text and not text.endswith(".") for text in RULE_TEXT.values())


def test_a_language_without_rules_has_the_plain_ones() -> None:
    assert rules_for("de") is default.RULES
    assert rules_for("ar-SY") is RULES["ar"]


def test_what_stands_still_is_not_declined() -> None:
    assert not [*declined("алеппо"), *declined("кобани"), *declined("хтш"), *declined("сша")]
