"""A new article, and the records it was held against."""

from datetime import datetime, timedelta
from typing import NamedTuple

from tocsin.contract.events import Article
from tocsin.story.abroad import Evidence
from tocsin.story.judge import Verdict
from tocsin.story.likeness import Likeness
from tocsin.story.model import Filed
from tocsin.story.prints import Sketch
from tocsin.story.view import View


class Compared(NamedTuple):
    """The new article beside a record, and how far apart in time they are.

    ``abroad``: what was judged where their languages are two.
    """

    record: Filed
    likeness: Likeness
    verdict: Verdict
    gap: timedelta
    abroad: Evidence | None = None


class Arrival(NamedTuple):
    """An article about to be placed. ``time`` is when it was published, as far as that can be."""

    article: Article
    sketch: Sketch
    view: View
    time: datetime
    terms: frozenset[str]


def time_of(published: datetime | None, at: datetime) -> datetime:
    """When an article was published; when it came, where that is not told or cannot be."""
    return at if published is None or published > at else published
