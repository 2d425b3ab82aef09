"""A language takes off only what is written in its own letters, so that words of other scripts need not be asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.text.languages import RULES, LanguageRules

SCRIPTS = "abcdeghiklmnoprstuxyz", "абвгдежзиклмнопрстуыьюя", "ابتثجحدرسشعغفقكلمنهويپچژگ", "ἀβγδε", "0123"
WORDS = st.one_of(*(st.text(script, min_size=1, max_size=12) for script in SCRIPTS))


@pytest.mark.parametrize("rules", RULES.values(), ids=lambda rules: rules.language)
@given(word=WORDS)
def test_a_word_without_its_letters_at_either_end_has_no_stems(rules: LanguageRules, word: str) -> None:
    first, last = rules.letters
    if not (first <= word[0] <= last or first <= word[-1] <= last):
        assert list(rules.stems(word)) == []


def test_every_language_says_its_letters() -> None:
    assert {language for language, rules in RULES.items() if rules.letters[0]} == {
        *"ar fa ru tr en fr".split()
    }
