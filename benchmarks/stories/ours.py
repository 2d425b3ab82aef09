"""Our own joins: a book of one article, and where it puts the second."""

from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks.stories.corpora import Document
from tocsin.contract.events import Article
from tocsin.identity.article import article_id, content_digest
from tocsin.story.book import Book
from tocsin.story.model import Placement, StorySettings, filed
from tocsin.story.sketch import Sketch, sketch_of

NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
APART: Final = timedelta(hours=1)
_SETTINGS: Final = StorySettings()
_NEW: Final = Placement(relation="new")


def as_article(document: Document, outlet: str, at: datetime, published: datetime | None = None) -> Article:
    """``document`` as ``outlet`` published it; fetched ``at``."""
    url = f"https://{outlet}.example/{document.name}"
    return Article(
        id=article_id(url, "", outlet, document.title),
        feed=outlet,
        source=outlet,
        url=url,
        title=document.title,
        body=document.body,
        language=document.language,
        published=published or at,
        fetched=at,
        content=content_digest(document.title, document.body),
    )


class Books:
    """Places every second document an hour after the first, from another outlet, with nothing else in the book.

    ``own_dates``: each on the day it was published instead. Books and sketches are kept by the document's name.
    """

    threshold = 0.5

    def __init__(self, *, own_dates: bool = False) -> None:
        self._own_dates = own_dates
        self._books: dict[str, Book] = {}
        self._seconds: dict[str, tuple[Article, Sketch]] = {}

    def placed(self, first: Document, second: Document) -> Placement:
        """Where ``second`` goes when ``first`` is all there is."""
        article, sketch = self._second(second)
        return self._book(first).place(article, sketch, article.fetched)

    def likeness(self, first: Document, second: Document) -> float:
        """1 where the second joins the story of the first, 0 where it does not."""
        return float(self.placed(first, second).story is not None)

    def _book(self, document: Document) -> Book:
        book = self._books.get(document.name)
        if book is None:
            book = self._books[document.name] = Book(_SETTINGS)
            article = as_article(document, "first", self._at(document, NOON))
            book.file(filed(article, sketch_of(article), _NEW, article.id, article.fetched), 1)
        return book

    def _second(self, document: Document) -> tuple[Article, Sketch]:
        known = self._seconds.get(document.name)
        if known is None:
            article = as_article(document, "second", self._at(document, NOON + APART))
            known = self._seconds[document.name] = article, sketch_of(article)
        return known

    def _at(self, document: Document, otherwise: datetime) -> datetime:
        return (document.published if self._own_dates else None) or otherwise
