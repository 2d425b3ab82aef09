"""A new article, and the records it was held against."""

from datetime import datetime, timedelta
from typing import NamedTuple

from tocsin.contract.events import Article
from tocsin.story.abroad import Evidence
from tocsin.story.judge import Verdict
from tocsin.story.likeness import Likeness
from tocsin.story.model import Filed, published_at
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
    """An article about to be placed."""

    article: Article
    sketch: Sketch
    view: View
    terms: frozenset[str]

    @property
    def time(self) -> datetime:
        """When it was published."""
        return published_at(self.article)
