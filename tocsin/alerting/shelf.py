"""What is derived from the records of one watchlist: its book of stories, its timers, which articles are whose."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final, Protocol

from tocsin.alerting.alarms import Alarms
from tocsin.alerting.records import Gathered, Kept, Over, Story
from tocsin.alerting.timers import end_of, gathered_due, waits_until
from tocsin.alerting.times import plus
from tocsin.alerting.ways import Ways
from tocsin.contract.events import Article
from tocsin.story.model import Filed, Placement
from tocsin.story.sketch import Sketch

MOST_KNOWN: Final = 2_000
"""Articles of a story that are still known when its book no longer keeps them: what comes twice counts once."""
OVER_LATE: Final = timedelta(days=7)
"""What is left of stories that are over waits so long for an event to forget it; then it is due by itself."""
DIGEST_SIGN: Final = "~"
"""Before the name of a route: the timer of its digest. It sorts behind every alert id."""


class StoryBook(Protocol):
    """`tocsin.story.book.Book`, as far as it is used here."""

    def place(self, article: Article, sketch: Sketch, at: datetime, terms: Collection[str] = ()) -> Placement:
        """Where an article belongs."""

    def file(self, filed: Filed, number: int) -> tuple[str, ...]:
        """Take in a record, the ``number``-th of its story; returns the articles that are no longer kept for it."""

    def drop(self, story: str) -> tuple[str, ...]:
        """Forget a story."""

    def filed(self, article: str) -> Filed | None:
        """The record of an article, while it is kept."""


class Shelf:
    """Follows the records, in whatever order they are told; the same records give the same answers.

    ``dues`` has a timer for each story and each digest, by ``ways``; ``lasts`` the number of each story's last report,
    ``over`` when what is left of each story that is over may go; ``lively`` are the stories of which something is to be
    decided before they end; ``crowded`` the articles that are kept in full, or known, and should be no more, with their
    stories.
    """

    def __init__(self, book: StoryBook, ways: Ways) -> None:
        self.book, self.ways = book, ways
        self.dues, self.lasts, self.over = Alarms[datetime](), Alarms[int](), Alarms[datetime]()
        self.lively: set[str] = set()
        self.crowded: dict[str, str] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._known: dict[str, Alarms[int]] = {}
        self._homes: dict[str, str] = {}

    def members(self, story: str) -> tuple[str, ...]:
        """The articles of a story that are kept or known."""
        return tuple(self._members.get(story, ()))

    def due(self) -> datetime | None:
        """When the first of all that is here is due; ``None``: nothing ever is."""
        first, over = self.dues.first(), self.over.first()
        times = (*(first[:1] if first else ()), *((plus(over[0], OVER_LATE),) if over else ()))
        return min(times, default=None)

    def story_is(self, name: str, story: Story | Over) -> None:
        """A story is as given, or nothing else is left of it."""
        if isinstance(story, Over):
            self.story_ends(name)
            self.over.set(name, story.until)
            return
        waits, end = sooner(story, self.ways), end_of(story, self.ways.rules.stories)
        self.lively.discard(name)
        if waits is not None:
            self.lively.add(name)
        self.dues.set(name, end if waits is None else min(end, waits))
        self.lasts.set(name, story.newest)
        self.over.unset(name)

    def story_ends(self, name: str) -> None:
        """A story is no more."""
        self.lively.discard(name)
        self.dues.unset(name)
        self.lasts.unset(name)
        self.over.unset(name)
        self._members.pop(name, None)
        for article in self._known.pop(name, ()):
            del self._homes[article]
        self.book.drop(name)

    def digest_is(self, route: str, gathered: Gathered) -> None:
        """The digest of a route is gathered so far."""
        due = gathered_due(gathered)
        if due is None:
            self.dues.unset(DIGEST_SIGN + route)
        else:
            self.dues.set(DIGEST_SIGN + route, due)

    def kept_is(self, article: str, kept: Kept) -> None:
        """An article is kept as given."""
        if kept.story not in self.lasts:
            self.crowded[article] = kept.story
            return
        self._leave(article)
        self._members.setdefault(kept.story, {})[article] = None
        if kept.filed is None:
            self.crowded.pop(article, None)
            self._know(article, kept)
        elif not kept.withdrawn:
            self.crowded.update(dict.fromkeys(self.book.file(kept.filed, kept.number), kept.story))

    def kept_no_more(self, article: str) -> None:
        """An article is no longer known, while its story goes on."""
        self._members.get(self.crowded.pop(article, ""), {}).pop(article, None)

    def _know(self, article: str, kept: Kept) -> None:
        """By their numbers, which the records hold: who reads these anew is to forget the same articles."""
        known = self._known.setdefault(kept.story, Alarms[int]())
        known.set(article, kept.number)
        self._homes[article] = kept.story
        first = known.first() if len(known) > MOST_KNOWN else None
        if first is not None:
            known.unset(first[1])
            del self._homes[first[1]]
            self.crowded[first[1]] = kept.story

    def _leave(self, article: str) -> None:
        """It is no longer among those that its story only knows: it may have gone over to another."""
        home = self._homes.pop(article, None)
        if home is not None:
            self._known[home].unset(article)
            self._members[home].pop(article, None)

    def refile(self, story: str, records: Iterable[tuple[Filed, int]]) -> None:
        """Others may join a story by ``records``, which have their numbers, and by no others."""
        self.book.drop(story)
        for filed, number in records:
            self.book.file(filed, number)


def sooner(story: Story, ways: Ways) -> datetime | None:
    """When something of the story is to be decided before it ends; ``None``: nothing."""
    times = (due for way in story.ways for due in waits_until(story, way, ways.called(way.route)))
    return min(times, default=None)
