"""Which letters a language is written in, and which a form is."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

# Languages that are also written in another script (sr, ku, kk, uz, az) or in several at once (ja) are left out.
_LANGUAGES: Final[Mapping[str, str]] = {
    "Arabic": "ar fa ur ps ckb sd ug",
    "Cyrillic": "ru uk be bg mk",
    "Latin": "en fr tr de es it pt nl pl cs sk sl hr ro hu sv da no nb fi et lv lt sq id ms vi sw so",
    "Hebrew": "he yi",
    "Greek": "el",
    "Armenian": "hy",
    "Georgian": "ka",
}
SCRIPT_OF: Final[Mapping[str, str]] = {
    language: script for script, languages in _LANGUAGES.items() for language in languages.split()
}
_EXAMPLES: Final[Mapping[str, str]] = {"Arabic": "ar or fa", "Cyrillic": "ru", "Latin": "en, fr or tr"}
_LOOK_ALIKE: Final = frozenset({"Latin", "Cyrillic", "Greek"})


def misplaced(form: str, language: str) -> str | None:
    """Why ``form`` can't be of ``language``: none of its letters are that language's."""
    wanted, found = SCRIPT_OF.get(language), scripts(form)
    if wanted is None or not found or wanted in found:
        return None
    script = min(found)
    languages = _EXAMPLES.get(script, _LANGUAGES.get(script, "").replace(" ", " or "))
    hint = f"; put it under {languages}: forms are found in articles of every language" if languages else ""
    return f"{form!r} is written in {script} letters, {language} in {wanted} ones{hint}"


def mixed(word: str) -> str | None:
    """Why ``word`` is a slip of the keyboard: its letters only look alike."""
    found = scripts(word) & _LOOK_ALIKE
    if len(found) < 2:
        return None
    return f"{word!r} mixes {' and '.join(sorted(found))} letters in one word; write it in one script"


def scripts(text: str) -> frozenset[str]:
    """The scripts of its letters, by Unicode's names: Arabic, Cyrillic, Latin."""
    return frozenset(_script(character) for character in text if character.isalpha())


def has_capitals(text: str) -> bool:
    """Whether any of its letters could be a capital."""
    return any(character.lower() != character.upper() for character in text)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "unknown").split()[0].capitalize()
