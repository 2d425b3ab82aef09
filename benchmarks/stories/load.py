"""Articles in any number, made anew from the sentences of others, with stories that are known."""

import hashlib
import random
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
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
A_DAY: Final = 312
"""Articles of one watchlist, as in the simulated week."""
OPEN: Final = 125
"""A report is of one of so many stories of its watchlist opened last: those of about a day."""
SHORTEST: Final = 10
"""Words of a body."""
OUTLETS: Final = 200
WARMING: Final = 1_000_000
"""A watchlist that is not measured: what comes for it only warms up."""


class Made(msgspec.Struct, frozen=True):
    """An article of a watchlist, and the number of the story it tells: that of the article that opened it."""

    article: Article
    watchlist: int
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


class Texts:
    """What sentences are made of, and in how many texts which language is."""

    def __init__(self, documents: Sequence[Document]) -> None:
        by_language: defaultdict[str, list[Document]] = defaultdict(list)
        for document in documents:
            by_language[document.language].append(document)
        self.names = [document.language for document in documents]
        self.languages = {name: _Language(some) for name, some in by_language.items()}


class Wire:
    """What comes for one watchlist: the same articles for the same texts and number.

    No sentence comes twice but in reports of one story.
    """

    def __init__(self, texts: Texts, watchlist: int = 0) -> None:
        self._chance = random.Random(watchlist)
        self._texts, self._watchlist = texts, watchlist

    def articles(self, count: int) -> Iterator[Made]:
        """``count`` articles in the order they come, ``A_DAY`` a day."""
        opened = deque[tuple[int, Document]](maxlen=OPEN)
        for number in range(count):
            at = NOON + timedelta(days=number / A_DAY)
            outlet = f"outlet-{self._chance.randrange(OUTLETS)}"
            if not opened or self._chance.random() < NEW:
                story, document = number, self._new(self._name(number))
                opened.append((number, document))
            else:
                story, base = self._chance.choice(opened)
                document = self._report(self._name(number), base)
            yield Made(_article(document, outlet, at), self._watchlist, number, story)

    def _name(self, number: int) -> str:
        return f"w{self._watchlist}-{number}"

    def _new(self, name: str) -> Document:
        language, body = self._texts.languages[of := self._chance.choice(self._texts.names)], list[str]()
        left = self._chance.choice(language.lengths)
        while left > 0:
            body.append(self._sentence(language, language.sentences))
            left -= body[-1].count(" ") + 1
        title = self._sentence(language, language.titles)
        return Document(name, of, title, "\n".join(body))

    def _report(self, name: str, base: Document) -> Document:
        if self._chance.random() < COPIES:
            body = edited(base.body, self._chance.choice(KINDS), self._chance)
            return Document(name, base.language, base.title, body)
        language = self._texts.languages[base.language]
        lines = [
            line if self._chance.random() < 0.5 else self._sentence(language, language.sentences)
            for line in base.body.splitlines()
        ]
        return Document(name, base.language, base.title, "\n".join(lines))

    def _sentence(self, language: _Language, whole: Sequence[Sequence[str]]) -> str:
        """The first half of one, the second half of another, some words replaced."""
        chance, words = self._chance.random, language.words
        first, second = self._chance.choice(whole), self._chance.choice(whole)
        joined = (*first[: (len(first) + 1) // 2], *second[len(second) // 2 :])
        return " ".join(words[int(chance() * len(words))] if chance() < REPLACED else word for word in joined)


def interleaved(texts: Texts, watchlists: Iterable[int], each: int) -> Iterator[Made]:
    """``each`` articles of every watchlist, which take turns as if all came in one stream."""
    streams = [Wire(texts, watchlist).articles(each) for watchlist in watchlists]
    for together in zip(*streams, strict=True):
        yield from together


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
