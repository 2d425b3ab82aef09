"""A new article beside one record, and beside the rest of that record's story: none must grow into others."""

from collections.abc import Sequence
from typing import Final

from tocsin.story.abroad import evidence, foreign_verdict
from tocsin.story.candidates import Candidates
from tocsin.story.compared import Arrival, Compared
from tocsin.story.figures import figures
from tocsin.story.judge import TOO_LITTLE, verdict
from tocsin.story.model import Filed, outlet_of
from tocsin.story.setting import Setting
from tocsin.story.view import view_of

OF_THE_FIRST: Final = 0.5
"""Of the score wanted of two reports, what the first of a story must reach with one that joins by another alone."""

OF_THE_ORIGIN: Final = 0.25
"""The part of a text that a copy of its copy must have of it: many small changes make another text."""


def compare(arrival: Arrival, record: Filed, candidates: Candidates) -> Compared:
    """The article beside one record."""
    gap = abs(arrival.time - record.time)
    found = candidates.lookup.likeness(arrival, record)
    titles = figures(arrival.article.title, record.title)
    own = verdict(found, Setting(gap, record.outlet == outlet_of(arrival.article), titles))
    if own.bond != "apart" or record.language == arrival.article.language:
        return Compared(record, found, own, gap)
    other, names = view_of(record.sketch), candidates.lookup.names
    common = evidence(arrival.view, other, names, arrival.terms, frozenset(record.terms))
    return Compared(record, found, foreign_verdict(common, gap, titles), gap, common)


def with_its_story(
    arrival: Arrival, one: Compared, found: Sequence[Compared], candidates: Candidates
) -> Compared:
    """``one``, kept apart where the article is not like the rest of its story."""
    kept_out = ""
    if one.verdict.bond == "report":
        kept_out = _unlike_its_story(arrival, one, found, candidates)
    elif one.verdict.bond == "copy" and one.record.relation == "copy":
        kept_out = _unlike_its_origin(arrival, one.record, candidates)
    if not kept_out:
        return one
    return one._replace(verdict=one.verdict._replace(bond="apart", margin=TOO_LITTLE, against=kept_out))


def _unlike_its_story(
    arrival: Arrival, one: Compared, found: Sequence[Compared], candidates: Candidates
) -> str:
    others = [other for other in found if other.record.story == one.record.story and other is not one]
    if any(other.verdict.template for other in others):
        return "one wording with another report of that story, but not the same facts"
    opener = candidates.opener(one.record.story)
    if opener is None or opener is one.record or any(other.verdict.bond != "apart" for other in others):
        return ""
    first = compare(arrival, opener, candidates).verdict
    if first.against or first.score < OF_THE_FIRST * first.wanted:
        return "too unlike the first of that story"
    return ""


def _unlike_its_origin(arrival: Arrival, copy: Filed, candidates: Candidates) -> str:
    origin = candidates.record(copy.origin) or candidates.opener(copy.story)
    if origin is None:
        return ""
    found = compare(arrival, origin, candidates)
    little = found.likeness.copied < OF_THE_ORIGIN and found.verdict.bond == "apart"
    return "too little is left of the text that it is a copy of" if little else ""
