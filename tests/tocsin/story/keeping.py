"""A book, and what a caller does with it."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count

from tocsin.contract.events import Article
from tocsin.story.book import Book
from tocsin.story.model import Filed, Placement, StorySettings, filed
from tocsin.story.sketch import sketch_of

HOUR = timedelta(hours=1)
USUAL = StorySettings()
_numbers = count()
OPENS = Placement(relation="new")


def book_of(records: Iterable[Filed] = (), settings: StorySettings = USUAL) -> Book:
    """A book with those records, the latest last."""
    book = Book(settings)
    for record in records:
        book.file(record, next(_numbers))
    return book


def place(book: Book, article: Article, terms: tuple[str, ...] = ()) -> Placement:
    """Where the article goes at the time it was fetched."""
    return book.place(article, sketch_of(article), article.fetched, terms)


def take(book: Book, article: Article, terms: tuple[str, ...] = ()) -> Placement:
    """Place it and file it there; a story is named after the article that opens it."""
    placement = place(book, article, terms)
    book.file(record_of(article, placement, book.filed(article.id), terms), next(_numbers))
    return placement


def record_of(
    article: Article,
    placement: Placement = OPENS,
    before: Filed | None = None,
    terms: tuple[str, ...] = (),
) -> Filed:
    """The record of an article placed so."""
    story = placement.story or article.id
    return filed(article, sketch_of(article), placement, story, article.fetched, terms, before)
