"""Russian: cases and numbers, from the dictionary's paradigms; names it does not have are declined by their ending."""

from collections.abc import Iterator
from typing import Final

from tocsin.text.languages.rules import CYRILLIC, LanguageRules, Stem, Variant
from tocsin.text.lexicon import Lexicon

COMMON: Final = frozenset(
    """
    а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее если есть
    еще же за здесь и из или им их к как ко когда которая которого которой которые который которых кто ли лишь мне
    много может мы на над надо нас не него нее нет ни них но ну о об однако он она они оно от очень по под после при
    про с сам свои своей своих себя со так также такой там те тем то того тоже той только том ты у уже хотя чего чем
    что чтобы эта эти этих это этого этой этом этот эту я
    """.split()
)


# Words no dictionary has (names of places and people), by how they end: how much is cut off, and what comes instead
# (0 is nothing).
_DECLENSIONS: Final = tuple(
    (final, cut, tuple(ending.strip("0") for ending in endings.split()))
    for finals, cut, endings in (
        ("ский цкий ская цкая ское цкое ские цкие", 2, "ий ого ому им ом ая ой ую ое ие их ими"),
        ("ая ый", 2, "ый ого ому ым ом ая ой ую ое ые ых ыми"),
        ("ия", 1, "я и ю ей й ям ями ях"),
        ("ие", 1, "е я ю ем и й ям ями ях"),
        ("ово ево ино ыно", 1, "о а у ом е"),
        ("ка га ха жа ша ча ща", 1, "а и е у ой ою ей ам ами ах"),
        ("а", 1, "а ы е у ой ою ам ами ах"),
        ("я", 1, "я и е ю ей ею ям ями ях"),
        ("ы", 1, "ы 0 ов ам ами ах"),
        ("ь", 1, "ь я ю ем е и ью ей ям ями ях"),
        ("й", 1, "й я ю ем е и ев ям ями ях"),
        ("ов ев ин ын", 0, "а у ым ом е ой ы ых ыми"),
        ("к г х", 0, "а у ом е и ов ам ами ах"),
        ("ж ш ч щ", 0, "а у ем ом е и ей ам ами ах"),
        ("ц", 0, "а у ем ом е ы ев ов ам ами ах"),
        ("б в д з л м н п р с т ф", 0, "а у ом е ы ов ам ами ах"),
    )
    for final in finals.split()
)
_VOWELS: Final = frozenset("аеиоуыэюя")
_LEAST: Final = 4


def variants(word: str, lexicon: Lexicon) -> Iterator[Variant]:
    """The word and its paradigm: the dictionary's; for a name that is not its own nominative there, declined here."""
    forms = lexicon.forms("ru", word)
    yield Variant(word, "exact", strong=True)
    seen = {word, *COMMON}
    # Хама is the dictionary's boor in the genitive, and a town.
    for form in forms if forms[:1] == (word,) else (*forms, *declined(word)):
        if form not in seen:
            seen.add(form)
            yield Variant(form, "form", strong=False)


def declined(word: str) -> Iterator[str]:
    """The forms of a name by its ending; none of an acronym and of what ends in -о, -е, -и, -у, which stand still."""
    if len(word) < _LEAST or _VOWELS.isdisjoint(word):
        return
    for final, cut, endings in _DECLENSIONS:
        if word.endswith(final):
            stem = word[: len(word) - cut]
            yield from (stem + ending for ending in endings)
            return


def stems(_token: str) -> Iterator[Stem]:
    """Nothing is taken off: the cases are all among the variants."""
    return iter(())


RULES = LanguageRules("ru", variants, stems, COMMON, letters=CYRILLIC)
