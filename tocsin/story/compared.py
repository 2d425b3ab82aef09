"""A new article, and the records it was held against."""

from datetime import datetime, timedelta
from typing import NamedTuple

from tocsin.contract.events import Article
from tocsin.story.judge import Verdict
from tocsin.story.likeness import Likeness, View
from tocsin.story.model import Filed


class Compared(NamedTuple):
    """The new article beside a record: which language they share, if any, how alike they are, how far apart in time."""

    record: Filed
    likeness: Likeness
    verdict: Verdict
    gap: timedelta


class Arrival(NamedTuple):
    """An article about to be placed. ``time`` is when it was published, as far as that can be."""

    article: Article
    view: View
    time: datetime
    terms: frozenset[str]
