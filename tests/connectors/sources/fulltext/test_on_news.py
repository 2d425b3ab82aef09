"""On real articles, put into pages of four makes: what is extracted is the article, and none is lost."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest

from connectors.sources.fulltext.extract import extract
from tests.connectors.sources.fulltext.pages import STORIES, page

CORPUS = Path(__file__).parents[5] / "shared" / "corpora" / "news-ar"
EVERY = 9
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not beside this checkout")

Layout = Callable[[str, Sequence[str], str], str]


def semantic(title: str, paragraphs: Sequence[str], links: str) -> str:
    story = STORIES["ar"]._replace(title=title, paragraphs=tuple(paragraphs))
    return page(story, language="ar").replace("</main>", f"</main><aside>{links}</aside>")


def breaks(title: str, paragraphs: Sequence[str], links: str) -> str:
    return (
        f"<title>{title} - الموقع</title><div id=top><a href=/>الرئيسية</a></div><div id=main><h2>{title}</h2>"
        f"<div class=news-body>{'<br><br>'.join(paragraphs)}</div></div><div id=side><b>آخر الأخبار</b>{links}</div>"
    )


def blocks(title: str, paragraphs: Sequence[str], links: str) -> str:
    body = "".join(f"<div>{paragraph}</div>" for paragraph in paragraphs)
    return (
        f"<title>{title} - الموقع</title><div class=menu><a href=/>الرئيسية</a></div>"
        f"<div class=post><h1>{title}</h1>{body}</div><div class=sidebar>{links}</div>"
    )


def tables(title: str, paragraphs: Sequence[str], links: str) -> str:
    return (
        f"<title>{title} - الموقع</title><table><tr><td><a href=/>الرئيسية</a></td></tr><tr><td><b>{title}</b><br>"
        f"{'<br>'.join(paragraphs)}</td><td>{links}</td></tr></table>"
    )


@pytest.mark.parametrize("layout", [semantic, breaks, blocks, tables])
def test_the_article_is_found_whole_and_without_its_neighbours(layout: Layout) -> None:
    others = [html.escape(title) for title, _ in islice(news(), 12)]
    links = "".join(f'<div class=item><a href="/{at}">{title}</a></div>' for at, title in enumerate(others))
    bad = []
    for title, paragraphs in islice(news(), 12, None, EVERY):
        escaped = [html.escape(paragraph) for paragraph in paragraphs]
        found = extract(f"<html><body>{layout(html.escape(title), escaped, links)}".encode(), "")
        own = set(found.own.split()) if found else set()
        wanted = set(" ".join(paragraphs).split())
        if len(wanted & own) < 0.95 * len(wanted) or len(own - wanted - set(title.split())) > 3:
            bad.append(title)
    assert len(bad) <= 1, bad


def news() -> Iterator[tuple[str, list[str]]]:
    for file in sorted(CORPUS.glob("*/*")):
        for document in re.findall(r"<DOC>.*?</DOC>", file.read_text("utf-8", "replace"), re.DOTALL):
            text = _part(document, "TEXT") or _part(document, "ABSTRACT")
            paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
            if paragraphs:
                yield _part(document, "TITLE"), paragraphs


def _part(document: str, tag: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", document, re.DOTALL)
    return found[1].strip() if found else ""
