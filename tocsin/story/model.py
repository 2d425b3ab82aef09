"""What is remembered of an article in a story, and where a new one was put."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tocsin.contract.events import Article, Relation
from tocsin.story.prints import Sketch

MOST_REPORTS: Final = 32
MOST_STORIES: Final = 5_000
LONGEST_TITLE: Final = 120
"""Characters kept of a title."""


class StorySettings(msgspec.Struct, frozen=True, kw_only=True):
    """How long stories stay open, and how much of them is kept.

    ``quiet``: a story that nothing was added to for so long is over; ``longest``: no story is open longer.
    ``most_reports`` are kept of a story, ``most_stories`` of a watchlist.
    """

    quiet: timedelta = timedelta(hours=48)
    longest: timedelta = timedelta(days=14)
    most_reports: int = MOST_REPORTS
    most_stories: int = MOST_STORIES


class Filed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article in its story, as kept. Make it with `filed`.

    ``at`` is when it was placed, ``time`` when it was published (`published_at`), ``origin`` the id of the article
    whose text it carries: its own, but for a copy.
    ``terms`` are the watch-terms that fired.
    """

    article: str
    story: str
    content: str
    outlet: str
    title: str
    language: str
    at: datetime
    time: datetime
    sketch: Sketch
    origin: str
    relation: Relation
    terms: tuple[str, ...] = ()


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Where an article belongs.

    ``story`` is ``None`` where it opens one. ``of`` is the article it repeats, revises, copies or reports on after,
    ``origin`` the article whose text it carries (``None``: its own). ``score`` says from 0 to 1 how alike the two are;
    ``why`` in plain words what joined them, or what kept it apart from the story nearest to it.
    """

    relation: Relation
    story: str | None = None
    of: str | None = None
    origin: str | None = None
    score: float = 0.0
    why: tuple[str, ...] = ()


def filed(
    article: Article,
    sketch: Sketch,
    placement: Placement,
    story: str,
    at: datetime,
    terms: tuple[str, ...] = (),
    before: Filed | None = None,
) -> Filed:
    """The record of ``article`` in ``story``, as `Book.file` takes it.

    ``terms`` are the ids of those that fired; ``before`` is the record of the version that ``article`` revises: it
    stays what it was to its story.
    """
    return Filed(
        article=article.id,
        story=story,
        content=article.content,
        outlet=outlet_of(article),
        title=article.title[:LONGEST_TITLE],
        language=article.language,
        at=at,
        time=published_at(article),
        sketch=sketch,
        origin=placement.origin or article.id,
        relation=before.relation if before is not None else placement.relation,
        terms=terms,
    )


def published_at(article: Article) -> datetime:
    """When it was published; when it was fetched, where that is not told or cannot be.

    Neither hangs on when it was matched: a worker that was down for a while makes no other stories.
    """
    published = article.published
    return article.fetched if published is None or published > article.fetched else published


def outlet_of(article: Article) -> str:
    """Who published it."""
    return article.source or article.feed
