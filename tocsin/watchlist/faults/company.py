"""Forms that would be found everywhere, and the company that lets them stand."""

from collections.abc import Sequence
from typing import Final

from tocsin.config.document import Document
from tocsin.text.languages import rules_for
from tocsin.text.tokens import tokens
from tocsin.watchlist.faults.nodes import named_in, nodes
from tocsin.watchlist.faults.scripts import has_capitals
from tocsin.watchlist.faults.written import WrittenForm, WrittenTerm

SHORT: Final = 2
_IN_CAPITALS: Final = "write it in capitals and say match: exact and case: same"
_AS_WRITTEN: Final = "say match: exact"


def accompanied(document: Document, terms: Sequence[WrittenTerm]) -> frozenset[str]:
    """Every term that `when` names in company alone: in a `near` with a term that is not found everywhere itself."""
    specific = {
        term.id for term in terms if term.id and not any(everywhere(form, term) for form in term.forms)
    }
    in_company: set[str] = set()
    alone: set[str] = set()
    for node in nodes(document):
        names = {name for _, name in named_in(document, node)}
        for name in names:
            company = node.kind == "near" and specific & (names - {name})
            (in_company if company else alone).add(name)
    return frozenset(in_company - alone)


def everywhere(form: WrittenForm, term: WrittenTerm) -> str | None:
    """What to say of a form of common or short words alone."""
    words, common = [word for word in form.words if word], rules_for(form.language).common
    if not words or _meant(form, term):
        return None
    as_meant = _IN_CAPITALS if has_capitals(form.text) else _AS_WRITTEN
    remedy = f"add a word, or name the term in `when` only in near with another, or {as_meant}"
    if common.issuperset(words) and not _name(form):
        alone = "is one of" if len(words) == 1 else "is made of nothing but"
        return f"{form.text!r} {alone} the commonest words of {form.language}; {remedy}"
    if len(form.words) == 1 and len(words[0]) <= SHORT:
        return f"{form.text!r} is too short a word to watch for; {remedy}"
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
