"""One text in every dialect and encoding comes out as one text: our own sentences, and the corpora where they are."""

import json
import re
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path

import pytest

from connectors.sources.rss.clean import clean
from connectors.sources.rss.markup import plain
from connectors.sources.rss.read import read
from tests.connectors.sources.rss.test_read import ARABIC, FRENCH, NOW, PERSIAN, RUSSIAN, TURKISH, URL

CORPORA = Path(__file__).parents[5] / "shared" / "corpora"
ENCODINGS = ("utf-8", "windows-1256", "windows-1251", "iso-8859-9")
OWN = [
    ("Arabic", ARABIC),
    ("Persian", PERSIAN),
    ("Русский", RUSSIAN),
    ("Türkçe", TURKISH),
    ("Français", FRENCH),
]
Text = tuple[str, str]


def in_rss(texts: list[Text], declared: str) -> str:
    items = "".join(
        f"<item><title>{escape(escape(title))}</title><description>{escape(escape(body))}</description></item>"
        for title, body in texts
    )
    return f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel>{items}</channel></rss>'


def in_atom(texts: list[Text], declared: str) -> str:
    entries = "".join(
        f"<entry><id>{at}</id><title>{escape(title)}</title>"
        f'<content type="html">{escape(escape(body))}</content></entry>'
        for at, (title, body) in enumerate(texts)
    )
    start = f'<?xml version="1.0" encoding="{declared}"?><feed xmlns="http://www.w3.org/2005/Atom">'
    return f"{start}{entries}</feed>"


def in_json(texts: list[Text]) -> str:
    items = [{"id": str(at), "title": title, "content_text": body} for at, (title, body) in enumerate(texts)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}, ensure_ascii=False)


def came_out(raw: bytes, charset: str = "") -> list[Text]:
    entries = [clean(entry, NOW) for entry in read(raw, charset, "", URL).entries]
    return [(entry.title, entry.body) for entry in entries]


def wanted(texts: list[Text]) -> list[Text]:
    return [(plain(title).replace("\n", " "), plain(body)) for title, body in texts]


def check(texts: list[Text], natural: str) -> None:
    """In every encoding, with references for what it lacks, rightly declared; in its own, wrongly too.

    JSON in UTF-8 and its own only: RFC 8259 knows UTF-8 alone, and no declaration of another.
    """
    texts = [(title, body.replace("\n", " ")) for title, body in texts]
    expected = wanted(texts)
    for encoding in ENCODINGS:
        for write in (in_rss, in_atom):
            assert came_out(write(texts, encoding).encode(encoding, "xmlcharrefreplace")) == expected
            by_header = write(texts, "").replace(' encoding=""', "").encode(encoding, "xmlcharrefreplace")
            assert came_out(by_header, encoding) == expected
    for write in (in_rss, in_atom):
        for declared in ("utf-8", "iso-8859-1", "no-such-encoding"):
            assert came_out(write(texts, declared).encode(natural, "xmlcharrefreplace")) == expected
        for declared in ("iso-8859-1", natural):
            assert came_out(write(texts, declared).encode()) == expected
    assert came_out(in_json(texts).encode()) == expected
    assert came_out(in_json(texts).encode(), natural) == expected
    escaped = in_json(texts).encode(natural, "backslashreplace").replace(b"\\x", b"\\u00")
    assert came_out(escaped) == expected
    assert came_out(escaped, natural) == expected


@pytest.mark.parametrize(
    ("text", "natural"),
    list(zip(OWN, ("windows-1256", "windows-1256", "windows-1251", "iso-8859-9", "iso-8859-9"), strict=True)),
    ids=[title for title, _ in OWN],
)
def test_our_own_sentences(text: Text, natural: str) -> None:
    check([text, (text[0], f"{text[1]} & <5>"), (text[0], text[1] * 20)], natural)


def news() -> Iterator[list[Text]]:
    """Every sixth article; all of them come out the same too, and take two minutes."""
    paths = iter(sorted((CORPORA / "news-ar").rglob("*.txt"))[::6])
    while batch := list(islice(paths, 30)):
        yield [article(path.read_text(encoding="utf-8")) for path in batch]


def article(document: str) -> Text:
    title, text = (re.search(f"<{tag}>(.*?)</{tag}>", document, re.DOTALL) for tag in ("TITLE", "TEXT"))
    return (title[1] if title else "", text[1] if text else "")


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside this checkout")
def test_the_seeds() -> None:
    seeds = [path.read_text(encoding="utf-8") for path in sorted((CORPORA / "seeds").glob("*.txt"))]
    assert len(seeds) == 5
    check([(head, body) for head, _, body in (seed.partition("\n") for seed in seeds)], "windows-1256")


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside this checkout")
def test_arabic_news() -> None:
    batches = list(news())
    assert sum(map(len, batches)) > 290
    for batch in batches:
        check(batch, "windows-1256")
