"""Where a match belongs: a story it opens or joins, or nowhere, because it came before."""

from collections.abc import Callable
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from tocsin.alerting.ids import opened_by
from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Kept, Story
from tocsin.alerting.timers import end_of
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Article, Change, Match, Withdrawn
from tocsin.story.model import Filed, Placement, filed
from tocsin.story.sketch import Sketch

MOST_EARLIER: Final = 8
Joining = Literal["new", "revision", "copy", "report"]


class Reading(msgspec.Struct, frozen=True):
    """How articles are read: what is kept of one, and what a revision changed."""

    sketch_of: Callable[[Article], Sketch]
    change_between: Callable[[Filed, Article, Sketch], Change]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a match is to which story: ``story`` is ``None`` for one that it opens, ``kept`` the article's new record.

    ``counted``: the story has it already, only the record was lost. ``revived``: it had been withdrawn.
    """

    relation: Joining
    name: str
    story: Story | None
    kept: Kept
    why: tuple[str, ...] = ()
    change: Change | None = None
    counted: bool = False
    revived: bool = False


def placed(turn: Turn, match: Match, reading: Reading) -> Standing | None:
    """The standing of ``match``; ``None``: this version of its article, or a later one, came before."""
    kept = turn.kept(match.article.id)
    story = turn.story(kept.story) if kept is not None else None
    if kept is None or story is None:
        return _new_here(turn, match, reading)
    if kept.number > story.number:
        return _lost_by_its_story(kept, story)
    if _came_before(kept, match):
        return None
    return _revision(turn, match, kept, story, reading)


def concerned(turn: Turn, event: Match | Withdrawn, reading: Reading) -> set[str]:
    """The stories that must be up to date before ``event`` is handled: its article's, or one that it may join."""
    article = event.article
    kept = turn.kept(article.id)
    if kept is not None or isinstance(event, Withdrawn):
        return {kept.story} if kept is not None else set()
    placement = turn.shelf.book.place(article, reading.sketch_of(article), turn.at, _terms(event))
    return {opened_by(turn.watchlist, article), *((placement.story,) if placement.story else ())}


def version_of(article: Article, *, withdrawn: bool = False) -> bytes:
    """Stands for this version of an article, as a report or as one that is withdrawn."""
    return sign_of(article.id, article.content, "withdrawn" if withdrawn else "")


def earlier_with(kept: Kept) -> tuple[bytes, ...]:
    """The versions before the next one."""
    return (*kept.earlier, _short(kept.content))[-MOST_EARLIER:]


def is_earlier(kept: Kept, article: Article) -> bool:
    """Whether ``article`` is a version before the one that is known: it came late, or once more."""
    return _short(article.content) in kept.earlier and article.revises != kept.content


def _came_before(kept: Kept, match: Match) -> bool:
    if match.article.content == kept.content:
        return not kept.withdrawn
    return is_earlier(kept, match.article)


def _new_here(turn: Turn, match: Match, reading: Reading) -> Standing:
    article = match.article
    own = opened_by(turn.watchlist, article)
    sketch = reading.sketch_of(article)
    if (opened := turn.story(own)) is not None:
        filing = _kept(turn, match, sketch, Placement(relation="new"), own)
        return Standing(relation="new", name=own, story=opened, kept=filing, counted=True)
    placement = turn.shelf.book.place(article, sketch, turn.at, _terms(match))
    story = turn.story(placement.story) if placement.story else None
    if story is None or not _takes(turn, story, match):
        filing = _kept(turn, match, sketch, Placement(relation="new"), own)
        return Standing(relation="new", name=own, story=None, kept=filing, why=placement.why)
    return Standing(
        relation="copy" if placement.relation == "copy" else "report",
        name=placement.story or own,
        story=story,
        kept=_kept(turn, match, sketch, placement, placement.story or own),
        why=placement.why,
        counted=story.latest == version_of(article),
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
    filing = replace(_kept(turn, match, sketch, stood, kept.story), earlier=earlier_with(kept))
    return Standing(
        relation="revision",
        name=kept.story,
        story=story,
        kept=filing,
        change=Change(article=article.id)
        if before is None
        else reading.change_between(before, article, sketch),
        counted=story.latest == version_of(article),
        revived=kept.withdrawn,
    )


def _kept(turn: Turn, match: Match, sketch: Sketch, placement: Placement, name: str) -> Kept:
    article = match.article
    record = filed(article, sketch, placement, name, turn.at, _terms(match))
    return Kept(number=0, story=name, content=article.content, filed=record)


def _terms(match: Match) -> tuple[str, ...]:
    return tuple(dict.fromkeys(evidence.term for evidence in match.evidence))


def _short(content: str) -> bytes:
    return sign_of(content)[:6]
