"""Hits as a person is shown them: the surface in its sentence, and what linked it to which form."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from tocsin.contract.events import Evidence
from tocsin.matching.counting import Page
from tocsin.matching.hits import TermHit
from tocsin.text.sentences import sentence_around
from tocsin.text.tokens import fold

# A text that repeats a term ten thousand times is no better explained by the ten thousandth place.
MOST_EVIDENCE: Final = 100

_folded = lru_cache(maxsize=10_000)(fold)


def shown(hits: Sequence[TermHit]) -> list[TermHit]:
    """Those to show, in reading order: all, or the first ``MOST_EVIDENCE`` with one of each term and zone at least."""
    if len(hits) <= MOST_EVIDENCE:
        return list(hits)
    firsts = {(hit.term, hit.zone): at for at, hit in reversed(list(enumerate(hits)))}
    chosen = dict.fromkeys((*sorted(firsts.values()), *range(len(hits))))
    return [hits[at] for at in sorted(list(chosen)[:MOST_EVIDENCE])]


def evidence(page: Page, hits: Iterable[TermHit]) -> tuple[Evidence, ...]:
    """The hits, each with its surface, sentence and score."""
    return tuple(_evidence(page, hit) for hit in hits)


def _evidence(page: Page, hit: TermHit) -> Evidence:
    text = page.text(hit.field)
    surface = text[hit.start : hit.end]
    variant = fold(surface)
    first, last = sentence_around(text, hit.start, hit.end)
    return Evidence(
        term=hit.term,
        language=hit.pattern.language,
        form=hit.pattern.form,
        field=hit.field,
        start=hit.start,
        end=hit.end,
        surface=surface,
        rule=hit.rule,
        score=round(fuzz.ratio(_folded(hit.pattern.form), variant), 1),
        sentence=text[first:last],
        sentence_start=first,
        variant=variant,
        zone=hit.zone,
    )
