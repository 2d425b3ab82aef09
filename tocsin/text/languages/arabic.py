"""Arabic: small words and the article are written onto the front of a word, pronouns onto its end.

Folded beforehand: hamza seats, teh marbuta (ه) and alef maqsura (ي) have lost what a keyboard may not write.
"""

from collections.abc import Iterator
from typing import Final

from tocsin.text.languages.rules import ARABIC, LanguageRules, Stem, Variant
from tocsin.text.lexicon import Lexicon

ARTICLE: Final = "ال"
_CONJUNCTIONS: Final = ("", "و", "ف")
_PREPOSITIONS: Final = ("", "ب", "ك", "ل")
_ARTICLES: Final = ("ال", "بال", "كال", "لل")
_PROCLITICS: Final = frozenset(c + p for c in _CONJUNCTIONS for p in _PREPOSITIONS + _ARTICLES) - {""}
_LENGTHS: Final = sorted({len(clitic) for clitic in _PROCLITICS}, reverse=True)
# Not ي and ك: they are the last letters of too many words.
_PRONOUNS: Final = ("هما", "هم", "هن", "ها", "كم", "نا", "ه")
# What follows a word's last letter, and what stands there in its basic form: -a of the adverb, duals and plurals.
# The feminine dual, before a genitive too (بلدتي كفريا والفوعة), is no other word.
_DUALS: Final = ("تين", "تان", "تي")
_ENDINGS: Final = (
    ("ا", ""),
    ("ات", ""),
    ("ات", "ه"),
    ("ين", ""),
    ("ون", ""),
    ("ان", ""),
    *((dual, "ه") for dual in _DUALS),
)
_LAST: Final = frozenset(ending[-1] for ending in (*_PRONOUNS, *dict(_ENDINGS)))
_LEAST: Final = 3
# Of what stands behind a clitic: by itself no word this short is watched for inflected, in a phrase one is (بسد تشرين).
_LEAST_BEHIND: Final = 2
# أبو in names, by its place in the sentence: لأبي محمد.
_FATHER: Final = {"ابو": ("ابي", "ابا")}

COMMON: Final = frozenset(
    """
    في من علي الي الا ان عن مع هذا هذه ذلك تلك التي الذي الذين اللذين اللتين اللواتي ما لا لم لن قد كان كانت يكون
    تكون هو هي هم هن نحن انا انت كما كل بعض غير بين بعد قبل عند حتي او ام اذا اذ لو لكن ثم حيث منذ خلال حول دون
    ضد تحت فوق امام وراء كذلك ايضا فقط هناك هنا اي ليس ليست لدي عبر به بها له لها فيه فيها منه منها عليه عليها
    اليه اليها عنه عنها الان بل سوي كلا لقد وقد وفي ومن وعلي ولا وان ولم وهو وهي وكان وكانت بان لان فان فقد كانوا
    والتي والذي
    """.split()
)


def variants(word: str, lexicon: Lexicon) -> Iterator[Variant]:
    """The word, the word without its article, and where that is a basic form, the dictionary's other forms of it."""
    bare = without_article(word)
    yield Variant(word, "exact", strong=True)
    if bare != word:
        yield Variant(bare, "clitic", strong=True)
    for case in _FATHER.get(word, ()):
        yield Variant(case, "suffix", strong=True)
    seen = {word, bare, *_FATHER.get(word, ()), *COMMON}
    forms = lexicon.forms("ar", bare)
    # Only a basic form brings the others: who writes الإمارات does not mean every إمارة, nor ألبانيا a بان.
    for form in forms if forms[:1] == (bare,) else ():
        form = without_article(form)
        if form not in seen:
            seen.add(form)
            yield Variant(form, "form", strong=True)


def without_article(word: str) -> str:
    """``النار`` -> ``نار``; a word too short to carry the article stays."""
    return (
        word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + _LEAST - 1 else word
    )


def stems(token: str) -> Iterator[Stem]:
    """The token without what is written onto its front; then, unless that is a word of its own, without its ending."""
    if token in COMMON:
        return
    seen = {token}
    fronts = [token]
    for length in _LENGTHS:
        if token[:length] in _PROCLITICS and len(token) - length >= _LEAST_BEHIND:
            fronts.append(rest := token[length:])
            seen.add(rest)
            yield Stem(rest, "clitic")
    if token[-1] not in _LAST:
        return
    for front in fronts:
        single = _one_of_two(front)
        for stem in _without_ending(front):
            if stem not in seen:
                seen.add(stem)
                yield Stem(stem, "suffix", unless="" if stem == single else front)


def _one_of_two(word: str) -> str:
    """``طايرتين`` -> ``طايره``; empty where the word is no feminine dual."""
    return next((word.removesuffix(dual) + "ه" for dual in _DUALS if word.endswith(dual)), "")


def _without_ending(word: str) -> Iterator[str]:
    for pronoun in _PRONOUNS:
        stem = word.removesuffix(pronoun)
        if stem != word and len(stem) >= _LEAST:
            yield stem
            if stem.endswith("ت"):
                yield stem[:-1] + "ه"
    for ending, basic in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _LEAST:
            yield stem + basic


RULES = LanguageRules("ar", variants, stems, COMMON, letters=ARABIC)
