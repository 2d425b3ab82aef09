"""Real news, in the order it came, in one book."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from benchmarks.stories.corpora import Document
from benchmarks.stories.findings import Stream
from benchmarks.stories.ours import as_article
from benchmarks.stories.unrelated import near_duplicates
from tocsin.story.book import Book
from tocsin.story.model import StorySettings, filed
from tocsin.story.sketch import sketch_of

OUTLETS: Final = 20


def stream(documents: Sequence[Document]) -> Stream:
    """Every dated one, placed and filed as it comes; the outlets take turns."""
    book, relations = Book(StorySettings()), Counter[str]()
    dated = sorted(
        ((document.published, document) for document in documents if document.published is not None),
        key=lambda each: (each[0], each[1].name),
    )
    stories = []
    for number, (at, document) in enumerate(dated):
        relation, story = _into(book, document, number, at)
        relations[relation] += 1
        stories.append(story)
    close = [
        (high, low)
        for high, low in near_duplicates([document for _, document in dated])
        if dated[high][0] - dated[low][0] <= book.settings.quiet
    ]
    together = sum(stories[high] == stories[low] for high, low in close)
    return Stream(len(dated), dict(relations), len(close), together)


def _into(book: Book, document: Document, number: int, at: datetime) -> tuple[str, str]:
    for story in book.expired(at):
        book.drop(story)
    article = as_article(document, f"outlet-{number % OUTLETS}", at)
    sketch = sketch_of(article)
    placement = book.place(article, sketch, at)
    story = placement.story or article.id
    book.file(filed(article, sketch, placement, story, at), number)
    return placement.relation, story
