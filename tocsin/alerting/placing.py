"""Where a match belongs: a story it opens or joins, or nowhere, because it came before."""

from collections.abc import Callable
from typing import Final

import msgspec

from tocsin.alerting.opening import Own, own_story, was_drill
from tocsin.alerting.records import Kept, Story
from tocsin.alerting.standing import Joining, Standing
from tocsin.alerting.timers import end_of
from tocsin.alerting.turn import Turn
from tocsin.alerting.versions import earlier_with, is_earlier, version_of
from tocsin.contract.events import Article, Change, Match, Withdrawn
from tocsin.story.model import Filed, Placement, filed
from tocsin.story.sketch import Sketch

_OPENING: Final = Placement(relation="new")


class Reading(msgspec.Struct, frozen=True):
    """How articles are read: what is kept of one, what a revision changed, and whether it tells of something else."""

    sketch_of: Callable[[Article], Sketch]
    change_between: Callable[[Filed, Article, Sketch], Change]
    is_another: Callable[[Filed, Article, Sketch], bool]


def placed(turn: Turn, match: Match, reading: Reading) -> Standing | None:
    """The standing of ``match``; ``None``: this version of its article, or a later one, came before."""
    kept = turn.kept(match.article.id)
    story = turn.story(kept.story) if kept is not None else None
    if kept is None or story is None:
        return _new_here(turn, match, reading, ())
    if kept.number > story.number:
        return _lost_by_its_story(kept, story)
    if is_earlier(kept, match.article):
        return None
    if was_drill(story, match):
        return _new_here(turn, match, reading, earlier_with(kept, match.article))
    if match.article.content == kept.content and not kept.withdrawn:
        return None
    return _revision(turn, match, kept, story, reading)


def concerned(turn: Turn, event: Match | Withdrawn, reading: Reading) -> set[str]:
    """The stories that must be up to date before ``event`` is handled: its article's, or one that it may join."""
    article = event.article
    kept = turn.kept(article.id)
    names = {kept.story} if kept is not None else set()
    if isinstance(event, Withdrawn):
        return names
    placement = turn.shelf.book.place(article, reading.sketch_of(article), turn.at, _terms(event))
    return names | {own_story(turn, event).name, *((placement.story,) if placement.story else ())}


def _new_here(turn: Turn, match: Match, reading: Reading, earlier: tuple[bytes, ...]) -> Standing | None:
    """No story that is open has the article, or only an exercise, which had the versions ``earlier``."""
    own = own_story(turn, match)
    if own.again and own.story is None:
        return None
    sketch = reading.sketch_of(match.article)
    if own.story is not None:
        filing = _kept(turn, match, sketch, _OPENING, own.name, earlier)
        return _in_its_own(match, own, own.story, filing)
    placement = turn.shelf.book.place(match.article, sketch, turn.at, _terms(match))
    story = turn.story(placement.story) if placement.story else None
    if placement.story is None or story is None or not _takes(turn, story, match):
        filing = _kept(turn, match, sketch, _OPENING, own.name, earlier)
        if match.fired_before:
            return _of_what_is_over(match, own, filing)
        return Standing(relation="new", name=own.name, story=None, kept=filing, why=placement.why)
    return Standing(
        relation="copy" if placement.relation == "copy" else "report",
        name=placement.story,
        story=story,
        kept=_kept(turn, match, sketch, placement, placement.story, earlier),
        why=placement.why,
        counted=story.latest == version_of(match.article),
    )


def _of_what_is_over(match: Match, own: Own, kept: Kept) -> Standing:
    where = (
        f"it opened {own.before}, which is over" if own.before else "its story is over, or no longer knows it"
    )
    return Standing(
        relation="revision",
        name=own.name,
        story=None,
        kept=kept,
        why=(f"the same article with other words; {where}",),
        change=Change(article=match.article.id),
    )


def _in_its_own(match: Match, own: Own, story: Story, kept: Kept) -> Standing:
    """The article opened the story, which has forgotten it since, or never wrote it down."""
    return Standing(
        relation="new" if own.again else "revision",
        name=own.name,
        story=story,
        kept=kept,
        change=None if own.again else Change(article=match.article.id),
        counted=own.again or story.latest == version_of(match.article),
    )


def _takes(turn: Turn, story: Story, match: Match) -> bool:
    """Whether ``match`` may join: not what is taken back or over, and nothing real what was only an exercise."""
    over = story.retracted or end_of(story, turn.ways.rules.stories) <= turn.at
    return not over and story.status == match.status


def _lost_by_its_story(kept: Kept, story: Story) -> Standing:
    relation = kept.filed.relation if kept.filed else "report"
    joining: Joining = "copy" if relation == "copy" else "report"
    if kept.earlier:
        joining = "revision"
    return Standing(relation=joining, name=kept.story, story=story, kept=kept)


def _revision(turn: Turn, match: Match, kept: Kept, story: Story, reading: Reading) -> Standing:
    article = match.article
    sketch = reading.sketch_of(article)
    before = kept.filed
    stood = (
        Placement(relation="report")
        if before is None
        else Placement(relation=before.relation, origin=before.origin)
    )
    return Standing(
        relation="revision",
        name=kept.story,
        story=story,
        kept=_kept(turn, match, sketch, stood, kept.story, earlier_with(kept, article)),
        change=Change(article=article.id)
        if before is None
        else reading.change_between(before, article, sketch),
        counted=story.latest == version_of(article),
        revived=kept.withdrawn,
        another=before is not None and reading.is_another(before, article, sketch),
    )


def _kept(
    turn: Turn,
    match: Match,
    sketch: Sketch,
    placement: Placement,
    name: str,
    earlier: tuple[bytes, ...] = (),
) -> Kept:
    article = match.article
    record = filed(article, sketch, placement, name, turn.at, _terms(match))
    return Kept(0, name, article.content, record, earlier, fetched=article.fetched)


def _terms(match: Match) -> tuple[str, ...]:
    return tuple(dict.fromkeys(evidence.term for evidence in match.evidence))
