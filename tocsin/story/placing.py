"""Where one article belongs among the open stories."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from tocsin.contract.events import Article
from tocsin.story.abroad import evidence, foreign_verdict
from tocsin.story.candidates import Candidates
from tocsin.story.compared import Arrival, Compared
from tocsin.story.figures import figures
from tocsin.story.judge import verdict
from tocsin.story.likeness import likeness, view_of
from tocsin.story.model import Filed, Placement, outlet_of
from tocsin.story.prints import Sketch
from tocsin.story.rarity import Rarity
from tocsin.story.setting import Setting
from tocsin.story.why import quoted, why_again, why_joined, why_new, why_repeated

LEAST_TOLD: Final = 3
"""Words that tell something, without which two articles are the same by chance."""
A_FLASH: Final = 30
"""Words, with fewer of which an outlet may say the same again of something new: sirens sound every day."""
SAME_FLASH: Final = timedelta(hours=2)
"""How long it is still the same."""
OF_THE_FIRST: Final = 0.5
"""Of the score wanted of two reports, what the first of a story must reach with one that joins by another alone."""


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
        why=why_again(known, article),
    )


def placed_anew(arrival: Arrival, candidates: Candidates, open_: Callable[[Filed], bool]) -> Placement:
    """The place of an article that is not filed, among the candidates whose story is ``open_``."""
    if len(arrival.view.told) >= LEAST_TOLD:
        same = [record for record in candidates.same_content(arrival.article.content) if open_(record)]
        if any(_still_that(arrival, record) for record in same):
            return _same_content(arrival, [record for record in same if _still_that(arrival, record)])
        if same:
            return Placement(relation="new", why=why_repeated(arrival, same[-1]))
    found = [
        compare(arrival, record, candidates)
        for record in candidates.near(arrival.view, arrival.article.language, open_)
    ]
    found.sort(key=_nearest_first)
    best = next((one for one in found if _belongs(arrival, one, found, candidates)), None)
    if best is None:
        return Placement(
            relation="new", score=found[0].verdict.score if found else 0.0, why=why_new(arrival, found)
        )
    copy = best.verdict.bond == "copy"
    return Placement(
        relation="copy" if copy else "report",
        story=best.record.story,
        of=best.record.article,
        origin=best.record.origin if copy else None,
        score=round(best.verdict.score, 3),
        why=why_joined(arrival, [best, *(one for one in found if one is not best)]),
    )


def _belongs(arrival: Arrival, one: Compared, found: Sequence[Compared], candidates: Candidates) -> bool:
    """Whether the article may join the story of ``one``: a story must not grow from report to report into others."""
    if one.verdict.bond != "report":
        return one.verdict.bond == "copy"
    others = [other for other in found if other.record.story == one.record.story and other is not one]
    if any(other.verdict.template for other in others):
        return False
    opener = candidates.opener(one.record.story)
    if opener is None or opener is one.record or any(other.verdict.bond != "apart" for other in others):
        return True
    first = compare(arrival, opener, candidates).verdict
    return not first.against and first.score >= OF_THE_FIRST * first.wanted


def compare(arrival: Arrival, record: Filed, candidates: Candidates) -> Compared:
    """The article beside one record."""
    gap = abs(arrival.time - time_of(record.published, record.at))
    other = view_of(record.sketch)
    found = likeness(arrival.view, other, candidates.words)
    titles = figures(arrival.article.title, record.title)
    own = verdict(found, Setting(gap, record.outlet == outlet_of(arrival.article), titles))
    if own.bond != "apart" or record.language == arrival.article.language:
        return Compared(record, found, own, gap)
    common = evidence(arrival.view, other, candidates.names, arrival.terms, frozenset(record.terms))
    return Compared(record, found, foreign_verdict(common, gap, titles), gap, common)


def _nearest_first(one: Compared) -> tuple[bool, float, str, str]:
    """Copies before reports, then what is most beyond what was wanted; among equals by story and article."""
    return one.verdict.bond != "copy", -one.verdict.margin, one.record.story, one.record.article


def _still_that(arrival: Arrival, record: Filed) -> bool:
    gap = abs(arrival.time - time_of(record.published, record.at))
    return arrival.view.words >= A_FLASH or gap <= SAME_FLASH


def _same_content(arrival: Arrival, same: Sequence[Filed]) -> Placement:
    own = [record for record in same if record.outlet == outlet_of(arrival.article)]
    known = min(own or same, key=lambda record: (record.at, record.article))
    return Placement(
        relation="repeat" if own else "copy",
        story=known.story,
        of=known.article,
        origin=known.origin,
        score=1.0,
        why=(f"word for word what {known.outlet} has: {quoted(known.title)}",),
    )


def time_of(published: datetime | None, at: datetime) -> datetime:
    """When an article was published; when it came, where that is not told or cannot be."""
    return at if published is None or published > at else published
