"""Where one article belongs among the open stories."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from tocsin.contract.events import Article
from tocsin.story.candidates import Candidates
from tocsin.story.compared import Arrival, Compared
from tocsin.story.comparing import compare, with_its_story
from tocsin.story.likeness import likeness
from tocsin.story.model import Filed, Placement, outlet_of
from tocsin.story.prints import Sketch
from tocsin.story.rarity import Rarity
from tocsin.story.revision import is_another
from tocsin.story.view import view_of
from tocsin.story.why import quoted, why_again, why_joined, why_new, why_repeated

LEAST_TOLD: Final = 3
"""Words that tell something, without which two articles are the same by chance."""
A_FLASH: Final = 30
"""Words, with fewer of which an outlet may say the same again of something new: sirens sound every day."""
SAME_FLASH: Final = timedelta(hours=2)
"""How long it is still the same."""


def placed_again(known: Filed, article: Article, sketch: Sketch) -> Placement:
    """The place of an article that is filed already: where it was."""
    same = known.content == article.content
    found = likeness(view_of(sketch), view_of(known.sketch), Rarity())
    return Placement(
        relation="repeat" if same else "revision",
        story=known.story,
        of=known.article,
        origin=known.origin,
        score=1.0 if same else round(max(found.copied, found.told), 3),
        why=why_again(known, article, another=is_another(known, article, sketch)),
    )


def placed_anew(arrival: Arrival, candidates: Candidates, open_: Callable[[Filed], bool]) -> Placement:
    """The place of an article that is not filed, among the candidates whose story is ``open_``."""
    if len(arrival.view.told) >= LEAST_TOLD:
        same = [record for record in candidates.same_content(arrival.article.content) if open_(record)]
        if any(_still_that(arrival, record) for record in same):
            return _same_content(arrival, [record for record in same if _still_that(arrival, record)])
        if same:
            return Placement(relation="new", why=why_repeated(arrival, same[-1]))
    found = [compare(arrival, record, candidates) for record in candidates.near(arrival, open_)]
    found.sort(key=_nearest_first)
    best, others = _first_that_fits(arrival, found, candidates)
    if best is None:
        return Placement(
            relation="new", score=others[0].verdict.score if others else 0.0, why=why_new(arrival, others)
        )
    copy = best.verdict.bond == "copy"
    return Placement(
        relation="copy" if copy else "report",
        story=best.record.story,
        of=best.record.article,
        origin=best.record.origin if copy else None,
        score=round(best.verdict.score, 3),
        why=why_joined(arrival, [best, *others]),
    )


def _first_that_fits(
    arrival: Arrival, found: Sequence[Compared], candidates: Candidates
) -> tuple[Compared | None, list[Compared]]:
    """The first of ``found`` that is not apart, nor its story; and the others, as they were judged."""
    before: list[Compared] = []
    for at, one in enumerate(found):
        judged = with_its_story(arrival, one, found, candidates)
        if judged.verdict.bond != "apart":
            return judged, [*before, *found[at + 1 :]]
        before.append(judged)
    return None, before


def _nearest_first(one: Compared) -> tuple[bool, float, str, str]:
    """Copies before reports, then what is most beyond what was wanted; among equals by story and article."""
    return one.verdict.bond != "copy", -one.verdict.margin, one.record.story, one.record.article


def _still_that(arrival: Arrival, record: Filed) -> bool:
    gap = abs(arrival.time - record.time)
    return arrival.view.words >= A_FLASH or gap <= SAME_FLASH


def _same_content(arrival: Arrival, same: Sequence[Filed]) -> Placement:
    own = [record for record in same if record.outlet == outlet_of(arrival.article)]
    known = min(own or same, key=lambda record: (record.time, record.article))
    return Placement(
        relation="repeat" if own else "copy",
        story=known.story,
        of=known.article,
        origin=known.origin,
        score=1.0,
        why=(f"word for word what {known.outlet} has: {quoted(known.title)}",),
    )
