"""The open stories of one watchlist, and which of them a new article belongs to."""

from collections.abc import Collection
from datetime import datetime

from tocsin.contract.events import Article
from tocsin.story.candidates import Candidates
from tocsin.story.compared import Arrival
from tocsin.story.model import Filed, Placement, StorySettings
from tocsin.story.placing import placed_again, placed_anew
from tocsin.story.prints import Sketch
from tocsin.story.story import Story
from tocsin.story.view import view_of


class Book:
    """Derived from ``Filed`` records, one of each article, in whatever order: the same records, the same answers."""

    def __init__(self, settings: StorySettings) -> None:
        self.settings = settings
        self._stories: dict[str, Story] = {}
        self._candidates = Candidates()

    def place(self, article: Article, sketch: Sketch, at: datetime, terms: Collection[str] = ()) -> Placement:
        """Which story ``article`` belongs to. Changes nothing."""
        known = self.filed(article.id)
        if known is not None and not at > self._stories[known.story].ends:
            return placed_again(known, article, sketch)
        arrival = Arrival(article, sketch, view_of(sketch), frozenset(terms))
        return placed_anew(arrival, self._candidates, lambda record: at <= self._stories[record.story].ends)

    def file(self, filed: Filed, number: int) -> tuple[str, ...]:
        """Take in a record, in place of the one of its article. Returns the articles that are no longer kept for it.

        ``number`` is greater than those of its story that came before: of too many the latest are kept. Times do not
        tell: several come in one second, and a worker that was down for a while takes many in the same.
        """
        if self.filed(filed.article) is not None:
            self._forget(filed.article)
        story = self._stories.get(filed.story)
        if story is None:
            story = self._stories[filed.story] = Story(filed, number, self.settings)
        else:
            story.add(filed, number)
        self._candidates.add(filed)
        excess = story.excess(self.settings.most_reports)
        for article in excess:
            self._forget(article)
        return excess

    def expired(self, at: datetime) -> tuple[str, ...]:
        """The stories that are over at ``at``, and those that have been quiet longest where there are too many."""
        over = {name for name, story in self._stories.items() if at > story.ends}
        if len(self._stories) > self.settings.most_stories:
            ranked = sorted(self._stories.values(), key=lambda story: (story.last, story.name), reverse=True)
            over.update(story.name for story in ranked[self.settings.most_stories :])
        return tuple(sorted(over))

    def drop(self, story: str) -> tuple[str, ...]:
        """Forget a story; returns the ids of its articles."""
        known = self._stories.get(story)
        articles = tuple(known.records) if known is not None else ()
        for article in articles:
            self._forget(article)
        return articles

    def filed(self, article: str) -> Filed | None:
        """The record of an article, while it is kept."""
        return self._candidates.record(article)

    def __len__(self) -> int:
        """How many stories are open."""
        return len(self._stories)

    def _forget(self, article: str) -> None:
        story = self._stories[self._candidates.remove(article).story]
        story.remove(article)
        if not story.records:
            del self._stories[story.name]
