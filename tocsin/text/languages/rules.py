"""What one language's rules are, and the names of everything that may join a written word to a watch-term's word."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from tocsin.text.lexicon import Lexicon

Rule = Literal["exact", "form", "clitic", "suffix", "plural", "joined", "split", "fuzzy"]

RULE_TEXT: Final[Mapping[Rule, str]] = {
    "exact": "the same word, whatever its accents, vowel marks, letter shapes and capitals",
    "form": "another form of the word, from the language's dictionary",
    "clitic": "the word with or without the article, or with a small word written onto its front",
    "suffix": "the word with an ending",
    "plural": "the word's plural or possessive",
    "joined": "the words written as one",
    "split": "the word written as two",
    "fuzzy": "the word misspelt, or its sound in other letters",
}

ARABIC: Final = ("\u0600", "\u06ff")
CYRILLIC: Final = ("\u0400", "\u04ff")
LATIN: Final = ("a", "\u024f")
NAMES_IN_S: Final = frozenset(
    "abbas adams andrews daniels edwards hamas laos michaels peters richards roberts stevens williams".split()
)
"""Folded names in news that end like the plural of another name (Hama), and that no dictionary has."""


class Variant(NamedTuple):
    """A folded word that stands for a term's word. ``strong``: what is left of a longer token may link to it too."""

    word: str
    rule: Rule
    strong: bool


class Stem(NamedTuple):
    """What a folded token may be once something is taken off it.

    ``unless``: it holds only where this word is not an ordinary one (``lexicon.known``) of the rules' language; empty
    where it holds anyway. Ask only once the stem has met a term's word: كتابه ("writing") is no كتاب ("book") + "his".
    """

    word: str
    rule: Rule
    unless: str = ""


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """How one language writes a word. Chosen by the language of the watch-term's form, never by the article's.

    ``variants(word, lexicon)`` is asked once per term word: every folded word that stands for the folded ``word``,
    itself first as ``exact``; no word twice.
    ``stems(token)`` is asked once per different token of the texts: what the folded ``token`` may be besides itself;
    never empty words, no word twice. A stem stands for a term only where it equals one of its strong variants.
    ``letters`` are the first and the last of its script: a token with none of them at either end has no stems.
    ``common`` holds the folded words too frequent to watch for; ``detached`` the folded endings that may stand apart.
    """

    language: str
    variants: Callable[[str, Lexicon], Iterator[Variant]]
    stems: Callable[[str], Iterator[Stem]]
    common: frozenset[str] = frozenset()
    detached: frozenset[str] = frozenset()
    letters: tuple[str, str] = ("", "\U0010ffff")
