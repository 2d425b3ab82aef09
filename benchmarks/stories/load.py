"""Articles in any number, made anew from the sentences of others, with stories that are known."""

import hashlib
import random
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from benchmarks.stories.corpora import Document
from benchmarks.stories.edits import KINDS, edited, sentences
from benchmarks.stories.ours import NOON
from tocsin.contract.events import Article

NEW: Final = 0.4
"""The part of articles that open a story."""
COPIES: Final = 0.5
"""The part of the others that are light edits of what opened their story; the rest keeps half of its sentences."""
REPLACED: Final = 0.3
"""The part of words that give way to another word of their language."""
OPEN: Final = 500
"""A report is of one of so many stories opened last."""
SHORTEST: Final = 10
"""Words of a body."""
OUTLETS: Final = 200
SPAN: Final = timedelta(hours=40)
"""All articles come within that, so that no story ends."""


class Made(msgspec.Struct, frozen=True):
    """An article, and the number of the story it tells: that of the article that opened it."""

    article: Article
    number: int
    story: int


class _Language:
    """Sentences, words and lengths of one language."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.titles = [document.title.split() for document in documents]
        self.sentences = [
            words for document in documents for piece in sentences(document.body) if (words := piece.split())
        ]
        self.words = [word for words in self.sentences for word in words]
        self.lengths = [max(SHORTEST, len(document.body.split())) for document in documents]


class Wire:
    """The same articles for the same documents and seed. No sentence comes twice but in reports of one story."""

    def __init__(self, documents: Sequence[Document], seed: int = 1) -> None:
        self._chance = random.Random(seed)
        by_language: defaultdict[str, list[Document]] = defaultdict(list)
        for document in documents:
            by_language[document.language].append(document)
        self._names = [document.language for document in documents]
        self._languages = {name: _Language(some) for name, some in by_language.items()}

    def articles(self, count: int) -> Iterator[Made]:
        """``count`` articles in the order they come."""
        opened = deque[tuple[int, Document]](maxlen=OPEN)
        for number in range(count):
            at = NOON + SPAN * (number / count)
            outlet = f"outlet-{self._chance.randrange(OUTLETS)}"
            if not opened or self._chance.random() < NEW:
                story, document = number, self._new(number)
                opened.append((number, document))
            else:
                story, base = self._chance.choice(opened)
                document = self._report(number, base)
            yield Made(_article(document, outlet, at), number, story)

    def _new(self, number: int) -> Document:
        name = self._chance.choice(self._names)
        language, body = self._languages[name], list[str]()
        left = self._chance.choice(language.lengths)
        while left > 0:
            body.append(self._sentence(language, language.sentences))
            left -= body[-1].count(" ") + 1
        title = self._sentence(language, language.titles)
        return Document(f"a{number}", name, title, "\n".join(body))

    def _report(self, number: int, base: Document) -> Document:
        if self._chance.random() < COPIES:
            body = edited(base.body, self._chance.choice(KINDS), self._chance)
            return Document(f"a{number}", base.language, base.title, body)
        language = self._languages[base.language]
        lines = [
            line if self._chance.random() < 0.5 else self._sentence(language, language.sentences)
            for line in base.body.splitlines()
        ]
        return Document(f"a{number}", base.language, base.title, "\n".join(lines))

    def _sentence(self, language: _Language, whole: Sequence[Sequence[str]]) -> str:
        """The first half of one, the second half of another, some words replaced."""
        chance, words = self._chance.random, language.words
        first, second = self._chance.choice(whole), self._chance.choice(whole)
        joined = (*first[: (len(first) + 1) // 2], *second[len(second) // 2 :])
        return " ".join(words[int(chance() * len(words))] if chance() < REPLACED else word for word in joined)


def _article(document: Document, outlet: str, at: datetime) -> Article:
    """As `as_article` makes it, but for ids and digests, which are of the same length and quickly made."""
    return Article(
        id=f"a{hashlib.md5(document.name.encode(), usedforsecurity=False).hexdigest()}",
        feed=outlet,
        source=outlet,
        url=f"https://{outlet}.example/{document.name}",
        title=document.title,
        body=document.body,
        language=document.language,
        published=at,
        fetched=at,
        content=hashlib.md5(document.body.encode(), usedforsecurity=False).hexdigest(),
    )
