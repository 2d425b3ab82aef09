"""The open stories of one watchlist, and which of them a new article belongs to."""

from collections.abc import Collection
from datetime import datetime

from tocsin.contract.events import Article
from tocsin.story.model import Filed, Placement, StorySettings
from tocsin.story.sketch import Sketch


class Book:
    """Derived from ``Filed`` records, in whatever order they come: the same records give the same answers."""

    def __init__(self, settings: StorySettings) -> None:
        self.settings = settings

    def place(self, article: Article, sketch: Sketch, at: datetime, terms: Collection[str] = ()) -> Placement:
        """Which story ``article`` belongs to. Changes nothing."""
        raise NotImplementedError

    def file(self, filed: Filed) -> tuple[str, ...]:
        """Take in a record, or its newer version. Returns the articles that are no longer kept for it."""
        raise NotImplementedError

    def expired(self, at: datetime) -> tuple[str, ...]:
        """The stories that are over at ``at``: quiet for too long, or open for too long."""
        raise NotImplementedError

    def drop(self, story: str) -> tuple[str, ...]:
        """Forget a story; returns the ids of its articles."""
        raise NotImplementedError

    def filed(self, article: str) -> Filed | None:
        """The record of an article, while it is kept."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError
