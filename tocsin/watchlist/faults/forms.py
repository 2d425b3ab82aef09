"""Forms that can never be found, or would be found everywhere."""

from collections.abc import Iterator
from typing import Final

from tocsin.config.validate import Fault
from tocsin.text.languages import rules_for
from tocsin.text.tokens import tokens
from tocsin.watchlist.faults.habits import habit
from tocsin.watchlist.faults.scripts import has_capitals, misplaced, mixed
from tocsin.watchlist.faults.written import WrittenForm, WrittenTerm

SHORT: Final = 2
SHORTEST_FUZZY: Final = 5
_IN_CAPITALS: Final = "write it in capitals and say match: exact and case: same"
_AS_WRITTEN: Final = "say match: exact"


def form_faults(term: WrittenTerm) -> Iterator[Fault]:
    """What is wrong with each form of the term by itself; at most one fault of each."""
    for context in term.contexts:
        message = _unreadable(context) or _unwritable(context)
        if message:
            yield Fault(context.path, message)
    for form in term.forms:
        message = _unreadable(form) or _open_ended(form) or _unwritable(form) or _everywhere(form, term)
        message = message or _too_short_to_misspell(form, term) or _swallowed(form, term)
        if message:
            yield Fault(form.path, message)


def _unreadable(form: WrittenForm) -> str | None:
    told = habit(form.text)
    if told:
        return told
    if not form.words:
        return f"{form.text!r} holds no letter or digit to look for"
    if not any(form.words):
        return "'*' alone is every word; name a word beside it"
    return None


def _open_ended(form: WrittenForm) -> str | None:
    if form.words[0] is None or form.words[-1] is None:
        return "'*' stands between two words, never first or last; leave it out"
    return None


def _unwritable(form: WrittenForm) -> str | None:
    slips = (mixed(form.text[token.start : token.end]) for token in tokens(form.text))
    return misplaced(form.text, form.language) or next((slip for slip in slips if slip), None)


def _everywhere(form: WrittenForm, term: WrittenTerm) -> str | None:
    if _meant(form, term):
        return None
    remedy = _IN_CAPITALS if has_capitals(form.text) else _AS_WRITTEN
    words, common = [word for word in form.words if word], rules_for(form.language).common
    if common.issuperset(words) and not _name(form):
        alone = "is one of" if len(words) == 1 else "is made of nothing but"
        return f"{form.text!r} {alone} the commonest words of {form.language}; give it company, or {remedy}"
    if len(form.words) == 1 and len(words[0]) <= SHORT:
        return f"{form.text!r} is too short a word to watch for; give it company, or {remedy}"
    return None


def _meant(form: WrittenForm, term: WrittenTerm) -> bool:
    """Whether common or short words are to be found only just as they are written (UN, WHO; قم)."""
    settings = term.settings
    if settings.match != "exact":
        return "match" in term.wrong
    return not has_capitals(form.text) or (settings.case == "same" and form.text.isupper())


def _name(form: WrittenForm) -> bool:
    """Whether a capital after the first word says that common words are a name: the Don, AT&T, the US."""
    return any(form.text[token.start].isupper() for token in tokens(form.text)[1:])


def _too_short_to_misspell(form: WrittenForm, term: WrittenTerm) -> str | None:
    longest = max(len(word or "") for word in form.words)
    if term.settings.match != "fuzzy" or longest >= SHORTEST_FUZZY:
        return None
    return (
        f"{form.text!r} has no word of {SHORTEST_FUZZY} letters: misspelt, it could be another word; "
        "move it to a term with match: inflected"
    )


def _swallowed(form: WrittenForm, term: WrittenTerm) -> str | None:
    for context in term.contexts:
        if context.words and _inside(context.words, form.words):
            return f"never counts: the context {context.text!r} under except stands in it"
    return None


def _inside(context: tuple[str | None, ...], form: tuple[str | None, ...]) -> bool:
    return any(
        all(word is None or word == other for word, other in zip(context, form[at:], strict=False))
        for at in range(len(form) - len(context) + 1)
    )
