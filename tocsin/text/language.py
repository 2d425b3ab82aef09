"""The language of a text, by script, by letters only one language has, and by its commonest words."""

from collections import Counter
from typing import Final

from tocsin.text.tokens import tokens

UNDETERMINED: Final = "und"
_SAMPLE: Final = 2000

_ONLY_PERSIAN: Final = frozenset("پچژگکی")
_ONLY_ARABIC: Final = frozenset("ةيكىأإؤ")
_ONLY_TURKISH: Final = frozenset("ğĞşŞıİ")
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
    scripts: Counter[str] = Counter()
    for character in text:
        if "\u0600" <= character <= "\u06ff" or "\ufb50" <= character <= "\ufefc":
            scripts["arabic"] += 1
        elif "\u0400" <= character <= "\u04ff":
            scripts["cyrillic"] += 1
        elif character.isalpha() and character < "\u0250":
            scripts["latin"] += 1
    return scripts.most_common(1)[0][0] if scripts else None


def _arabic_or_persian(text: str) -> str:
    persian = sum(character in _ONLY_PERSIAN for character in text)
    arabic = sum(character in _ONLY_ARABIC for character in text)
    # A Persian text may have been typed on an Arabic keyboard: then its commonest words still tell.
    common = _common_words(text, ("ar", "fa"))
    return "fa" if persian + 3 * common["fa"] > arabic + 3 * common["ar"] else "ar"


def _latin(text: str) -> str:
    common = _common_words(text, ("en", "fr", "tr"))
    common["tr"] += sum(character in _ONLY_TURKISH for character in text)
    language, score = common.most_common(1)[0]
    return language if score else UNDETERMINED


def _common_words(text: str, languages: tuple[str, ...]) -> Counter[str]:
    words = [token.folded for token in tokens(text)]
    return Counter({language: sum(word in _COMMON[language] for word in words) for language in languages})
