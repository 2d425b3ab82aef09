"""The batch door to stories: articles in, what each is to those before it out."""

import hashlib
from datetime import datetime
from typing import Final

import msgspec

from tocsin.contract.events import Article, Relation
from tocsin.identity.article import content_digest, page_id
from tocsin.matching.given import Given, in_a_language
from tocsin.story.book import Book
from tocsin.story.model import Placement, StorySettings, filed
from tocsin.story.sketch import sketch_of

_SPARE: Final = 1.1
"""How many times as many stories as are kept there may be before those that are over are looked for."""


class Line(msgspec.Struct, frozen=True):
    """What an article is to those before it; ``id`` and ``of`` are ids as they were written."""

    id: str | int
    story: str
    relation: Relation
    of: str | int | None
    score: float
    why: tuple[str, ...]


class _Known(msgspec.Struct, frozen=True, gc=False):
    """What is kept of an article besides its sketch: its id as it was written, and the page it stood on."""

    name: str | int
    page: str | None
    content: str


class Filing:
    """One book for all articles, whatever they are about. It holds what is open, within the book's bounds."""

    def __init__(self, settings: StorySettings) -> None:
        self._book = Book(settings)
        self._known: dict[str, _Known] = {}
        self._most = settings.most_stories * _SPARE
        self._taken = 0

    def take(self, given: Given) -> Line:
        """Place the article, at the time it was fetched, and file it.

        An article is the same again where its id is, or where its text is alike and its page is the same.
        """
        article = _with_content(in_a_language(given.article))
        at = article.fetched
        self._taken += 1
        self._close(at)
        sketch = sketch_of(article)
        placement = self._placed(article, self._book.place(article, sketch, at))
        story = placement.story or story_id(article.id)
        known = self._known.get(placement.of or "")
        if placement.story is None:
            self._forget(self._book.drop(story))  # what the article opened long ago, where it comes once more
        if placement.relation != "repeat":
            before = self._book.filed(article.id) if placement.relation == "revision" else None
            record = filed(article, sketch, placement, story, at, before=before)
            self._known[article.id] = _Known(given.name, page_id(article.url), article.content)
            self._forget(self._book.file(record, self._taken))
        return Line(
            id=given.name,
            story=story,
            relation=placement.relation,
            of=known.name if known else placement.of,
            score=round(placement.score, 4),
            why=placement.why,
        )

    def _placed(self, article: Article, placement: Placement) -> Placement:
        """A copy on the page of what it copies is no other article: that page was revised, or read again."""
        before = self._known.get(placement.of or "")
        page = page_id(article.url)
        if before is None or placement.relation not in ("copy", "report") or page is None:
            return placement
        if page != before.page:
            return placement
        same = article.content == before.content
        return msgspec.structs.replace(
            placement,
            relation="repeat" if same else "revision",
            why=("the same page", *placement.why),
        )

    def _close(self, at: datetime) -> None:
        # Not as soon as they are over: in a file that is in no order of time, the clock comes back to them.
        if len(self._book) > self._most:
            for story in self._book.expired(at):
                self._forget(self._book.drop(story))

    def _forget(self, articles: tuple[str, ...]) -> None:
        for article in articles:
            self._known.pop(article, None)


def story_id(article: str) -> str:
    """The id of the story that ``article`` opens; ``s`` and 32 hexadecimal digits, the same in every run."""
    digest = hashlib.blake2b(article.encode("utf-8", "surrogatepass"), digest_size=16)
    return f"s{digest.hexdigest()}"


def _with_content(article: Article) -> Article:
    return msgspec.structs.replace(article, content=content_digest(article.title, article.body))
