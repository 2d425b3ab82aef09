"""Forms that can never be found, or would be found everywhere."""

from collections.abc import Collection, Iterator
from typing import Final

from tocsin.config.validate import Fault
from tocsin.text.tokens import tokens
from tocsin.watchlist.faults.company import everywhere
from tocsin.watchlist.faults.habits import habit
from tocsin.watchlist.faults.scripts import misplaced, mixed
from tocsin.watchlist.faults.written import WrittenForm, WrittenTerm

SHORTEST_FUZZY: Final = 5


def form_faults(term: WrittenTerm, accompanied: Collection[str]) -> Iterator[Fault]:
    """What is wrong with each form of the term by itself; at most one fault of each.

    ``accompanied`` are the ids of terms whose forms may be found everywhere, as another term stands by.
    """
    alone = term.id not in accompanied
    for context in term.contexts:
        message = _unreadable(context) or _unwritable(context)
        if message:
            yield Fault(context.path, message)
    for form in term.forms:
        message = _unreadable(form) or _open_ended(form) or _unwritable(form)
        message = message or (everywhere(form, term) if alone else None)
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
