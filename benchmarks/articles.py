"""Articles to measure with, made from the sentences of the bundled sample feeds; the same for the same seed."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from connectors.sources.rss.clean import clean
from connectors.sources.rss.read import read
from connectors.sources.samples.documents import SAMPLES, render
from runtime.lexicon import open_lexicon
from tests.shipped import shipped
from tocsin.contract.events import Article
from tocsin.identity.article import article_id, content_digest
from tocsin.matching.matcher import WatchlistMatcher

BODY_BYTES: Final = (2000, 5000)
MATCHING: Final = 0.2
REPEATS: Final = 0.1
REVISIONS: Final = 0.05
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)


class Texts(msgspec.Struct, frozen=True):
    """One language's paragraphs: those in which a shipped watchlist fires, and the others."""

    firing: tuple[str, ...]
    plain: tuple[str, ...]


def sample_texts() -> dict[str, Texts]:
    """The paragraphs of the sample feeds, by language."""
    matcher = WatchlistMatcher(shipped(), open_lexicon())
    sorted_out: dict[str, dict[bool, list[str]]] = defaultdict(lambda: {True: [], False: []})
    for sample in SAMPLES:
        document = read(render(sample.file, now=_EPOCH, edition="0"), "", "", "https://sample.example/")
        for entry in (clean(raw, _EPOCH) for raw in document.entries):
            for text in (entry.title, *entry.body.splitlines()):
                fires = bool(matcher.match(_article(0, sample.language, "", text, _EPOCH), _EPOCH))
                sorted_out[sample.language][fires].append(text)
    return {name: Texts(tuple(by[True]), tuple(by[False])) for name, by in sorted_out.items()}


def articles(count: int, now: datetime, *, matching: float = MATCHING, seed: int = 1) -> list[Article]:
    """``count`` articles fetched since ``now``: new ones, repeats and revisions. A ``matching`` part of them rings."""
    return list(_articles(count, now, matching, random.Random(seed)))


def fresh(count: int, now: datetime, *, matching: float, seed: int) -> list[Article]:
    """``count`` articles that are all new."""
    chance, texts = random.Random(seed), sample_texts()
    return [_new(number, texts, matching, chance, now) for number in range(count)]


def _articles(count: int, now: datetime, matching: float, chance: random.Random) -> Iterator[Article]:
    texts = sample_texts()
    known: list[Article] = []
    for number in range(count):
        dice = chance.random()
        fetched = now + timedelta(milliseconds=number)
        if known and dice < REPEATS:
            yield msgspec.structs.replace(chance.choice(known), fetched=fetched)
        elif known and dice < REPEATS + REVISIONS:
            yield _revised(chance.choice(known), chance.choice(texts["en"].plain), fetched)
        else:
            known.append(_new(number, texts, matching, chance, fetched))
            yield known[-1]


def _new(
    number: int, texts: dict[str, Texts], matching: float, chance: random.Random, now: datetime
) -> Article:
    language = list(texts)[number % len(texts)]
    body = list(_paragraphs(texts[language], chance))
    if chance.random() < matching:
        body.insert(chance.randrange(len(body) + 1), chance.choice(texts[language].firing))
    title = chance.choice(texts[language].plain)[:120]
    return _article(number, language, title, "\n".join(body), now)


def _paragraphs(texts: Texts, chance: random.Random) -> Iterator[str]:
    wanted = chance.randint(*BODY_BYTES)
    while wanted > 0:
        paragraph = chance.choice(texts.plain)
        wanted -= len(paragraph.encode())
        yield paragraph


def _revised(article: Article, addition: str, fetched: datetime) -> Article:
    body = f"{article.body}\n{addition} {fetched.microsecond}"
    return msgspec.structs.replace(
        article, body=body, fetched=fetched, content=content_digest(article.title, body)
    )


def _article(number: int, language: str, title: str, body: str, now: datetime) -> Article:
    url = f"https://sample.example/{language}/{number}"
    return Article(
        id=article_id(url, "", "bench", title),
        feed="bench",
        source="Benchmark",
        url=url,
        title=title,
        body=body,
        language=language,
        published=now - timedelta(minutes=5),
        fetched=now,
        content=content_digest(title, body),
    )
