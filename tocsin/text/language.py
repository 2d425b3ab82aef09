"""The language of a text, by script, by letters only one language has, and by its commonest words."""

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from tocsin.text.characters import FORMATS, MARKS
from tocsin.text.fold import fold_word

UNDETERMINED: Final = "und"
_SAMPLE: Final = 2000

# Expressions and `str.count`, not loops: every article without a language is read this way.
_SCRIPTS: Final = {
    "arabic": re.compile("[\u0600-\u06ff\ufb50-\ufefc]+"),
    "cyrillic": re.compile("[\u0400-\u04ff]+"),
    "latin": re.compile("[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+"),
}
_WORD: Final = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}{FORMATS}])*")
_LONGEST: Final = 12
"""Characters of a common word, its marks included."""
_fold = lru_cache(maxsize=20_000)(fold_word)

_ONLY_PERSIAN: Final = "پچژگکی"
_ONLY_ARABIC: Final = "ةيكىأإؤ"
_ONLY_TURKISH: Final = "ğĞşŞıİ"
_COMMON: Final = {
    "fa": frozenset("و در به از كه اين را با است برايي ان يك".split()),
    "ar": frozenset("في من علي الي ان عن مع التي الذي هذا".split()),
    "en": frozenset("the of and to in a is that for on with as was by".split()),
    "fr": frozenset("le la les de des du et en un une que est dans pour au l d".split()),
    "tr": frozenset("ve bir bu icin ile da de olarak olan dedi gore".split()),
}


def guess_language(text: str) -> str:
    """``ar``, ``fa``, ``ru``, ``tr``, ``en``, ``fr``, or ``und`` where the text does not tell."""
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script == "cyrillic":
        return "ru"
    if script == "arabic":
        return _arabic_or_persian(sample)
    if script == "latin":
        return _latin(sample)
    return UNDETERMINED


def _script(text: str) -> str | None:
    scripts = Counter({name: sum(map(len, letters.findall(text))) for name, letters in _SCRIPTS.items()})
    name, letters = scripts.most_common(1)[0]
    return name if letters else None


def _arabic_or_persian(text: str) -> str:
    persian, arabic = _count(text, _ONLY_PERSIAN), _count(text, _ONLY_ARABIC)
    # A Persian text may have been typed on an Arabic keyboard: then its commonest words still tell.
    common = _common_words(text, ("ar", "fa"))
    return "fa" if persian + 3 * common["fa"] > arabic + 3 * common["ar"] else "ar"


def _latin(text: str) -> str:
    common = _common_words(text, ("en", "fr", "tr"))
    common["tr"] += _count(text, _ONLY_TURKISH)
    language, score = common.most_common(1)[0]
    return language if score else UNDETERMINED


def _count(text: str, characters: str) -> int:
    return sum(map(text.count, characters))


def _common_words(text: str, languages: tuple[str, ...]) -> Counter[str]:
    words = [_fold(word) for word in _WORD.findall(text) if len(word) <= _LONGEST]
    return Counter({language: sum(word in _COMMON[language] for word in words) for language in languages})
