"""Our own joins: a book of one article, and where it puts the second."""

from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks.stories.corpora import Document
from tocsin.contract.events import Article
from tocsin.identity.article import article_id, content_digest
from tocsin.story.book import Book
from tocsin.story.model import Filed, Placement, StorySettings, filed
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

    ``own_dates``: each on the day it was published instead. Sketches are kept by the document's name.
    """

    def __init__(self, *, own_dates: bool = False) -> None:
        self._own_dates = own_dates
        self._firsts: dict[str, Filed] = {}
        self._seconds: dict[str, tuple[Article, Sketch]] = {}

    def placed(self, first: Document, second: Document, terms: tuple[str, ...] = ()) -> Placement:
        """Where ``second`` goes when ``first`` is all there is; ``terms`` fired on both."""
        book = Book(_SETTINGS)
        known = self._first(first, terms)
        book.file(known)
        article, sketch = self._second(second)
        return book.place(article, sketch, article.fetched, terms)

    def joined(self, first: Document, second: Document) -> bool:
        return self.placed(first, second).story is not None

    def _first(self, document: Document, terms: tuple[str, ...]) -> Filed:
        known = self._firsts.get(document.name)
        if known is None or known.terms != terms:
            article = as_article(document, "first", self._at(document, NOON))
            known = filed(article, sketch_of(article), _NEW, article.id, article.fetched, terms)
            self._firsts[document.name] = known
        return known

    def _second(self, document: Document) -> tuple[Article, Sketch]:
        known = self._seconds.get(document.name)
        if known is None:
            article = as_article(document, "second", self._at(document, NOON + APART))
            known = self._seconds[document.name] = article, sketch_of(article)
        return known

    def _at(self, document: Document, otherwise: datetime) -> datetime:
        return (document.published if self._own_dates else None) or otherwise
