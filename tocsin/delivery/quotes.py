"""What others wrote, with the words that fired: titles and sentences, isolated, their hits marked."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from tocsin.contract.events import Evidence
from tocsin.delivery.foreign import FSI, PDI, neutral
from tocsin.delivery.lines import LONGEST_TEXT, Line, Role, Span, labelled, under

MOST_QUOTES: Final = 3
_MARGIN: Final = 120

Hit = tuple[int, int]


def headline(title: str, evidence: Iterable[Evidence]) -> Line:
    """The title with its hits."""
    hits = [
        (one.start, one.end)
        for one in evidence
        if one.field == "title" and title[one.start : one.end] == one.surface
    ]
    return quoted(title, hits, "headline", "title")


def quotes(evidence: Iterable[Evidence]) -> Iterator[Line]:
    """Each sentence of the body once, with all its hits; the article's own words before related links and menus."""
    body = sorted((one for one in evidence if one.field == "body"), key=_place)
    sentences = [list(found) for _, found in groupby(body, key=_place)]
    for found in sentences[:MOST_QUOTES]:
        hits = [hit for one in found for hit in _hit_in_sentence(one)]
        yield quoted(found[0].sentence, hits, "quote", "text" if found[0].zone == "text" else "related")
    if len(sentences) > MOST_QUOTES:
        yield under(f"and {len(sentences) - MOST_QUOTES} more sentences")


def former(evidence: Iterable[Evidence]) -> Iterator[Line]:
    """Each sentence that fired, of title and body, as it was told: the article no longer has it."""
    was = list(dict.fromkeys((one.sentence, _hit_in_sentence(one)) for one in evidence))
    for sentence, hits in was[:MOST_QUOTES]:
        yield quoted(sentence, hits, "quote", "was")
    if len(was) > MOST_QUOTES:
        yield under(f"and {len(was) - MOST_QUOTES} more sentences")


def _place(one: Evidence) -> tuple[bool, int, str]:
    return one.zone != "text", one.sentence_start, one.sentence


def _hit_in_sentence(one: Evidence) -> tuple[Hit, ...]:
    start, end = one.start - one.sentence_start, one.end - one.sentence_start
    fits = start >= 0 and one.sentence[start:end] == one.surface
    return ((start, end),) if fits else ()


def quoted(text: str, hits: Iterable[Hit], role: Role, label: str) -> Line:
    """What others wrote, isolated, its hits marked; a long one is cut to a stretch around the first hit."""
    merged = _merged(hit for hit in hits if hit[0] < hit[1])
    first, last = _window(text, merged)
    spans: list[Span] = []
    at = first
    for start, end in merged:
        if start < last:
            spans += [Span(neutral(text[at:start]), role), Span(neutral(text[start : min(end, last)]), "hit")]
            at = min(end, last)
    spans.append(Span(neutral(text[at:last]), role))
    opening, closing = FSI + "…" * (first > 0), "…" * (last < len(text)) + PDI
    inside = [span for span in spans if span.text]
    return labelled(label, Span(opening), *inside, Span(closing))


def _merged(hits: Iterable[Hit]) -> list[Hit]:
    merged: list[Hit] = []
    for start, end in sorted(hits):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, hits: list[Hit]) -> Hit:
    """The part of ``text`` to show: all of it, or a stretch around the first hit."""
    if len(text) <= LONGEST_TEXT:
        return 0, len(text)
    first = max(0, hits[0][0] - _MARGIN) if hits else 0
    return first, min(len(text), first + LONGEST_TEXT)
