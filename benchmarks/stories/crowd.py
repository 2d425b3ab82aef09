"""What it costs to place one article where so many stories are open in the book of its watchlist."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import count, islice
from typing import Final

from benchmarks.stories.clerk import clock
from benchmarks.stories.corpora import Document
from benchmarks.stories.costs import Crowd
from benchmarks.stories.load import Texts, Wire
from benchmarks.stories.ours import NOON, as_article
from benchmarks.stories.speed import warm_up
from tocsin.contract.events import Article
from tocsin.story.book import Book
from tocsin.story.model import Placement, StorySettings, filed
from tocsin.story.sketch import sketch_of

OPEN: Final = (100, 1000, 5000)
ASKED: Final = 500
"""Articles that are placed, and not filed."""
MADE_UP, REAL = "made up, as in the loads", "news-ar, each its own story"
_MINUTE: Final = timedelta(minutes=1)

Told = tuple[Article, str]
"""An article and the id of the one that opened its story."""


def crowds(documents: Sequence[Document], real: Sequence[Document], sizes: Sequence[int]) -> list[Crowd]:
    """For each of ``sizes`` what a place costs: of made-up articles, and of real ones as far as there are enough."""
    texts = Texts(documents)
    warm_up(texts)
    found = [_crowd(MADE_UP, size, _made_up(texts)) for size in sizes]
    return [
        *found,
        *(_crowd(REAL, size, _real(real)) for size in sizes if size + ASKED // 2 <= len(real)),
    ]


def _crowd(what: str, stories: int, articles: Iterator[Told]) -> Crowd:
    book = Book(
        StorySettings(most_stories=stories + 1, quiet=timedelta(days=400), longest=timedelta(days=400))
    )
    numbers = count()
    while len(book) < stories:
        article, opener = next(articles)
        placement = Placement(relation="new" if opener == article.id else "report")
        book.file(filed(article, sketch_of(article), placement, opener, article.fetched), next(numbers))
    seconds = sorted(_placed(book, (article for article, _ in islice(articles, ASKED))))
    return Crowd(
        what=what,
        stories=stories,
        asked=len(seconds),
        mean=sum(seconds) / len(seconds),
        median=seconds[len(seconds) // 2],
        slow=seconds[int(0.99 * len(seconds))],
        slowest=seconds[-1],
    )


def _placed(book: Book, articles: Iterable[Article]) -> Iterator[float]:
    for article in articles:
        sketch = sketch_of(article)
        began = clock()
        book.place(article, sketch, article.fetched)
        yield clock() - began


def _made_up(texts: Texts) -> Iterator[Told]:
    opened: dict[int, str] = {}
    for made in Wire(texts).articles(10**6):
        yield made.article, opened.setdefault(made.story, made.article.id)


def _real(documents: Sequence[Document]) -> Iterator[Told]:
    for number, document in enumerate(documents):
        article = as_article(document, f"outlet-{number % 20}", NOON + number * _MINUTE)
        yield article, article.id
