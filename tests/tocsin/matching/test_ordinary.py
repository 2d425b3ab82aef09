"""An ordinary word is no misspelt name; another name may be one."""

from tocsin.matching.ordinary import ordinary

FORMS = {
    ("ar", "مراكز"): ("مركز", "مراكز", "المراكز", "بالمراكز"),
    ("ar", "مدريد"): ("مدريد", "ومدريد"),
    ("en", "often"): ("often",),
    ("ru", "чужой"): ("чужой", "чужая"),
}


class FewWords:
    """A lexicon of these words."""

    def forms(self, language: str, word: str) -> tuple[str, ...]:
        return FORMS.get((language, word), ())

    def known(self, language: str, word: str) -> bool:
        return (language, word) in FORMS


def test_a_word_of_any_language_is_ordinary() -> None:
    is_ordinary = ordinary(FewWords())
    assert is_ordinary("often")
    assert is_ordinary("чужой")
    assert is_ordinary("مراكز")
    assert not is_ordinary("idleb")


def test_an_arabic_name_is_known_by_its_few_forms() -> None:
    assert not ordinary(FewWords())("مدريد")
