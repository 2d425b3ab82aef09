"""A form as the analyst wrote it, as sequences of words to look for."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import msgspec

from tocsin.text.languages import Rule
from tocsin.text.tokens import GLUED, LIGHT, Token, tokens
from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.model import Term

Mode = Literal["exact", "inflected", "fuzzy"]

ANY_WORD: Final = "*"
_JOINER: Final = "\u200c"
_AND: Final = "و"
_ELIDING: Final = frozenset({"fr", "it", "ca"})
_WRITTEN_TOGETHER: Final = frozenset({"fa", "tr"})
"""Languages that write the words of a compound as one about as often as apart (آتش بس, ateş kes)."""


class Word(NamedTuple):
    """One word of a form: folded, in the form's language, and how it may vary."""

    folded: str
    language: str
    mode: Mode


Slots = tuple[Word | None, ...]
"""Words in order; ``None`` is any one word."""


class Spelling(NamedTuple):
    """One way to part a form into words: as written, two of its words joined, or one split."""

    slots: Slots
    rule: Rule


class Pattern(msgspec.Struct, frozen=True):
    """One form of one term, or (``context``) of its ``except``."""

    watchlist: str
    term: str
    language: str
    form: str
    gap: int
    context: bool
    spellings: tuple[Spelling, ...]


def patterns(loaded: LoadedWatchlist) -> Iterator[Pattern]:
    """Every form of every term; one that folds to nothing is left to the loader to report.

    A context has no gap: what a wide one takes away, nobody sees.
    """
    for term in loaded.watchlist.terms:
        yield from _patterns(loaded.watchlist.id, term, term.forms, context=False)
        yield from _patterns(loaded.watchlist.id, term, term.except_, context=True)


def _patterns(
    watchlist: str, term: Term, by_language: Mapping[str, Sequence[str]], *, context: bool
) -> Iterator[Pattern]:
    gap = 0 if context else term.gap
    for language, forms in by_language.items():
        for form in forms:
            found = tuple(spellings(form, language, term.match))
            if found:
                yield Pattern(watchlist, term.id, language, form, gap, context, found)


def spellings(form: str, language: str, mode: Mode) -> Iterator[Spelling]:
    """``form`` as written, then joined and split; nothing where no word is left of it. No two have the same slots."""
    written = _written(form, language, mode)
    seen: set[Slots] = set()
    for spelling in (Spelling(written, "exact"), *_joined(written, form), *_split(form, language, mode)):
        if any(spelling.slots) and spelling.slots not in seen:
            seen.add(spelling.slots)
            yield spelling


def _written(form: str, language: str, mode: Mode) -> Slots:
    slots: list[Word | None] = []
    for part in form.split():
        if part == ANY_WORD:
            slots.append(None)
        else:
            slots.extend(Word(token.folded, language, mode) for token in _spoken(part, language))
    return tuple(slots)


def _spoken(part: str, language: str) -> list[Token]:
    """The words of one part, without an elided small word: the text may have another one, or none (d'Astana)."""
    found = tokens(part)
    elided = {
        at
        for at, (one, following) in enumerate(pairwise(found))
        if language in _ELIDING and one.flags & LIGHT and not one.flags & GLUED and following.flags & GLUED
    }
    return [token for at, token in enumerate(found) if at not in elided]


def _joined(written: Slots, form: str) -> Iterator[Spelling]:
    """Two neighbours as one word: where the form is just those two, has a hyphen, or its language often joins.

    And three, where Persian has "and" between the halves of one word (گفت و گو).
    """
    for at, (one, following) in enumerate(pairwise(written)):
        if one is None or following is None:
            continue
        if len(written) == 2 or "-" in form or one.language in _WRITTEN_TOGETHER:
            whole = Word(one.folded + following.folded, one.language, _steady(one.mode))
            yield Spelling((*written[:at], whole, *written[at + 2 :]), "joined")
    for at, slots in enumerate(zip(written, written[1:], written[2:], strict=False)):
        words = [word for word in slots if word is not None]
        if len(words) == 3 and words[1][:2] == (_AND, "fa"):
            whole = Word("".join(word.folded for word in words), "fa", _steady(words[0].mode))
            yield Spelling((*written[:at], whole, *written[at + 3 :]), "joined")


def _split(form: str, language: str, mode: Mode) -> Iterator[Spelling]:
    """The form with a blank for its joiners, for all of them and for each: many texts have lost them (آتش بس)."""
    places = [at for at, character in enumerate(form) if character == _JOINER]
    if language == "fa":
        yield from _around_and(form, _steady(mode))
    for chosen in [places, *([at] for at in places if len(places) > 1)]:
        if chosen:
            parted = "".join(" " if at in chosen else character for at, character in enumerate(form))
            yield Spelling(_written(parted, language, _steady(mode)), "split")


def _around_and(form: str, mode: Mode) -> Iterator[Spelling]:
    """Persian compounds with "and" between the halves, apart (گفت‌وگو is گفت و گو), and so in the genitive (گفت و گوی).

    The second half is too short for the rules to take an ending off it.
    """
    apart = form.replace(_JOINER + _AND, f" {_AND} ")
    if f" {_AND} " in apart:
        yield Spelling(_written(apart, "fa", mode), "split")
        if apart.endswith(_AND) and mode == "inflected":
            yield Spelling(_written(f"{apart}ی", "fa", mode), "suffix")


def _steady(mode: Mode) -> Mode:
    """Part of a word, or two at once, are not looked for misspelt."""
    return "inflected" if mode == "fuzzy" else mode
