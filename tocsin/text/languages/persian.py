"""Persian: plurals, the indefinite ending and possessives stand at a word's end, joined, half joined or apart.

Folded beforehand: the half space is gone (آتش‌بس is آتشبس), and so is the difference between Persian and Arabic keys.
"""

from collections.abc import Iterator
from typing import Final

from tocsin.text.fold import fold_word
from tocsin.text.languages.rules import ARABIC, LanguageRules, Stem, Variant
from tocsin.text.lexicon import Lexicon

_POSSESSIVES: Final = ("م", "ت", "ش", "مان", "تان", "شان")
_PLURALS: Final = tuple(
    fold_word(plural)
    for plural in ("ها", "های", "هایی", "ان", "ات", *(f"های{possessive}" for possessive in _POSSESSIVES))
)
_SINGULARS: Final = tuple(fold_word(ending) for ending in ("ی", "یی", "ای", "ئی", *_POSSESSIVES))
_ANIMATE: Final = fold_word("گان")
_AFTER_HEH: Final = tuple("ا" + possessive for possessive in _POSSESSIVES[:3])
_ENDINGS: Final = tuple(sorted({*_PLURALS, *_SINGULARS}, key=len, reverse=True))
_INFINITIVE: Final = ("تن", "دن")
_ABSTRACT: Final = fold_word("ی")
_LEAST: Final = 3

DETACHED: Final = frozenset(fold_word(word) for word in "ها های هایی ی ای ام اش ات هایش هایم هایت".split())
COMMON: Final = frozenset(
    fold_word(word)
    for word in """
    و در به از که این را با است برای آن یک خود تا کرد شد بر هم می نیز ما او آنها شما من تو وی بود باید اما اگر
    یا هر همه نه دیگر چه شود شده کند کرده دارد دارند داشت هستند نیست باشد بین پس پیش روی زیر بالا میان سوی چون
    اینکه آنکه همین همان چنین بسیار بیش فقط حتی هیچ گفت گوید می‌شود می‌کند می‌گوید است‌ کنند کنید وقتی ولی سپس
    """.split()
)


def variants(word: str, lexicon: Lexicon) -> Iterator[Variant]:
    """The word and the dictionary's forms of it; an infinitive stays alone, for its forms are verbs.

    So does an abstract noun (دشمنی, "enmity"), but for what is written onto its own end: دشمن is another word.
    """
    yield Variant(word, "exact", strong=True)
    if word.endswith(_INFINITIVE):
        return
    own = word if word.endswith(_ABSTRACT) else ""
    for form in lexicon.forms("fa", word):
        if form != word and form not in COMMON and form.startswith(own):
            yield Variant(form, "form", strong=True)


def stems(token: str) -> Iterator[Stem]:
    """The token without an ending, unless it is a word of its own."""
    if token in COMMON:
        return
    seen = {token}
    for stem in _without_ending(token):
        if len(stem) >= _LEAST and stem not in seen:
            seen.add(stem)
            yield Stem(stem, "suffix", unless=token)


def _without_ending(token: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if token.endswith(ending):
            yield token[: -len(ending)]
    for ending in _AFTER_HEH:
        if token.endswith("ه" + ending):
            yield token[: -len(ending)]
    if token.endswith(_ANIMATE):
        yield token[: -len(_ANIMATE)] + "ه"


RULES = LanguageRules("fa", variants, stems, COMMON, DETACHED, letters=ARABIC)
