"""Real texts to match, packed into articles of 2 to 8 KB from a folder of corpora. None of it is ever stored here."""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

ARTICLE_BYTES: Final = (2000, 8000)
# News beyond this many articles of one language is not matched: it only lends words nobody has seen yet.
MOST_PER_CORPUS: Final = 80
_SEED: Final = 1
_TITLE: Final = 120
_NEWS_AR: Final = re.compile(r"<(?:TITLE|TEXT)>\s*(.*?)\s*</(?:TITLE|TEXT)>", re.DOTALL)
_DOCUMENT_NUMBER: Final = re.compile(r"\d+")


class Text(msgspec.Struct, frozen=True):
    """An article's text: the first passage is its title as well."""

    language: str
    body: str

    @property
    def title(self) -> str:
        return self.body.partition("\n")[0][:_TITLE]


class Corpus(msgspec.Struct, frozen=True):
    """``texts`` are matched; ``held_out`` are passages by language that no text holds."""

    texts: tuple[Text, ...]
    held_out: dict[str, tuple[str, ...]]

    @property
    def digest(self) -> str:
        """Of all texts: the same digest, the same texts."""
        whole = "\0".join(f"{text.language}\0{text.body}" for text in self.texts)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def sizes(self) -> list[int]:
        """Of the texts, in bytes of UTF-8."""
        return [len(text.body.encode()) for text in self.texts]

    @property
    def languages(self) -> Counter[str]:
        return Counter(text.language for text in self.texts)


def read_corpus(folder: Path) -> Corpus:
    """Everything under ``folder`` that is laid out like the team's corpora.

    Every second sentence of the Universal Dependencies files is held out for terms; the news is packed up to
    ``MOST_PER_CORPUS`` articles a corpus and held out beyond.

    Raises:
        FileNotFoundError: there are no such corpora.
    """
    texts: list[Text] = []
    held_out: dict[str, list[str]] = {}
    for path in sorted((folder / "ud").glob("*.conllu")):
        sentences = _sentences(path)
        texts += packed(path.name[:2], sentences[::2])
        held_out.setdefault(path.name[:2], []).extend(sentences[1::2])
    for language, passages in _news(folder):
        articles = packed(language, passages)
        texts += articles[:MOST_PER_CORPUS]
        held_out.setdefault(language, []).extend(article.body for article in articles[MOST_PER_CORPUS:])
    if not texts:
        raise FileNotFoundError(f"there are no corpora in {folder}: it needs ud/*.conllu, news-ar, news-ru")
    return Corpus(tuple(texts), {language: tuple(passages) for language, passages in held_out.items()})


def packed(language: str, passages: Iterable[str], seed: int = _SEED) -> list[Text]:
    """Articles of passages in their order, each as long as a size drawn from ``ARTICLE_BYTES`` asks for.

    A passage is never cut, and the last article may come out shorter; one under the least size is left out.
    """
    chance = random.Random(seed)
    articles, body, wanted = [], "", chance.randint(*ARTICLE_BYTES)
    for passage in passages:
        body = f"{body}\n{passage}" if body else passage
        if len(body.encode()) >= wanted:
            articles.append(Text(language, body))
            body, wanted = "", chance.randint(*ARTICLE_BYTES)
    if len(body.encode()) >= ARTICLE_BYTES[0]:
        articles.append(Text(language, body))
    return articles


def _sentences(conllu: Path) -> list[str]:
    lines = conllu.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]


def _news(folder: Path) -> Iterator[tuple[str, Iterator[str]]]:
    yield "ar", _passages(_NEWS_AR.findall(_read(path)) for path in _documents(folder / "news-ar", "*/*.txt"))
    yield "ru", _passages([_read(path)] for path in _documents(folder / "news-ru", "devset/*.txt"))
    pairs = folder / "story-pairs" / "en_train_pool.tsv"
    if pairs.exists():
        yield "en", _passages(_story_texts(_read(pairs).splitlines()))


def _passages(documents: Iterable[Sequence[str]]) -> Iterator[str]:
    for document in documents:
        for part in document:
            yield from (line.strip() for line in part.splitlines() if line.strip())


def _story_texts(lines: Sequence[str]) -> Iterator[list[str]]:
    columns = lines[0].split("\t")
    wanted = [
        columns.index(f"INPUT:{which}_{part}") for which in ("first", "second") for part in ("title", "text")
    ]
    for line in lines[1:]:
        cells = line.split("\t")
        yield [cells[at] for at in wanted]


def _documents(folder: Path, pattern: str) -> list[Path]:
    """In the order of their numbers, which is the corpus's own."""
    return sorted(folder.glob(pattern), key=lambda path: (path.parent, _number(path), path.name))


def _number(path: Path) -> int:
    number = _DOCUMENT_NUMBER.search(path.stem)
    return int(number[0]) if number else 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
