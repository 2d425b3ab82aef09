"""What becomes of the five seeds in the books of the shipped watchlists."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from benchmarks.stories.corpora import Document
from benchmarks.stories.findings import Seed
from benchmarks.stories.ours import APART, NOON, as_article
from runtime.lexicon import open_lexicon
from tests.shipped import shipped
from tocsin.contract.events import Article
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.story.book import Book
from tocsin.story.model import StorySettings, filed
from tocsin.story.sketch import sketch_of


class Watch:
    """The shipped watchlists, and which of their terms fire."""

    def __init__(self) -> None:
        self._matcher = WatchlistMatcher(shipped(), open_lexicon(), many=True)

    def fired(self, article: Article) -> Mapping[str, tuple[str, ...]]:
        """The terms that fired, by watchlist."""
        return {
            match.watchlist: tuple(sorted({evidence.term for evidence in match.evidence}))
            for match in self._matcher.match(article, article.fetched)
        }


def seed_rows(documents: Sequence[Document], watch: Watch, *, own_dates: bool) -> tuple[Seed, ...]:
    """Each seed in the book of each watchlist that it fires; by watchlist.

    They come in their order, an hour apart as if they were of one day, or each at its own date in the order of those.
    """
    dated = [
        (_at(document, number, own_dates=own_dates), document) for number, document in enumerate(documents)
    ]
    dated.sort(key=lambda each: each[0])
    articles = [
        (document.name, as_article(document, f"outlet-{document.name}", at)) for at, document in dated
    ]
    fired = {name: watch.fired(article) for name, article in articles}
    watchlists = sorted({watchlist for each in fired.values() for watchlist in each})
    return tuple(
        row
        for watchlist in watchlists
        for row in _book(
            watchlist,
            [
                (name, article, fired[name][watchlist])
                for name, article in articles
                if watchlist in fired[name]
            ],
        )
    )


def _at(document: Document, number: int, *, own_dates: bool) -> datetime:
    if own_dates and document.published is not None:
        return document.published
    return NOON + number * APART


def _book(watchlist: str, articles: Sequence[tuple[str, Article, tuple[str, ...]]]) -> Iterator[Seed]:
    book, names = Book(StorySettings()), {article.id: name for name, article, _ in articles}
    titles = {f"«{article.title}»": name for name, article, _ in articles}
    for number, (_, article, terms) in enumerate(articles):
        for story in book.expired(article.fetched):
            book.drop(story)
        sketch = sketch_of(article)
        placed = book.place(article, sketch, article.fetched, terms)
        why = tuple(_named(line, titles) for line in placed.why)
        of = names[placed.of] if placed.of else ""
        yield Seed(watchlist, names[article.id], placed.relation, of, placed.score, why)
        record = filed(article, sketch, placed, placed.story or article.id, article.fetched, terms)
        book.file(record, number)


def _named(line: str, titles: Mapping[str, str]) -> str:
    """With numbers for titles: what is written here is committed, and the texts are not ours."""
    for title, name in titles.items():
        line = line.replace(title, name)
    return line
