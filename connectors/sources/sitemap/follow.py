"""Sitemaps that only name other sitemaps: the newest of those are fetched, and come back as one."""

import asyncio
from collections.abc import Sequence
from typing import Final
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from msgspec.structs import replace

from connectors.sources.rss.encoding import decode
from connectors.sources.sitemap.document import Sitemap, read_pages
from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, Question
from runtime.apart import apart
from tocsin.polling.state import Validators

_MOST: Final = 5
_HEAD: Final = 4096
_WORDS: Final = ("loc", "lastmod", "title", "name", "language", "publication_date")


def following(fetch: Fetch) -> Fetch:
    """A ``Fetch`` for news sitemaps: an index is answered with one sitemap of all pages that its newest parts hold.

    Of the parts those with news in their address are taken, all where none has it; of these the five changed last.
    They are asked one after the other, within the question's time; ``whole`` is False where one is missing.
    """

    async def ask(question: Question) -> Answer:
        answer = await fetch(question)
        if not isinstance(answer, Fetched) or b"sitemapindex" not in answer.body[:_HEAD]:
            return answer
        parts = await _read(answer)
        return await _joined(fetch, question, answer, _newest(parts, answer.url))

    return ask


async def _joined(fetch: Fetch, question: Question, index: Fetched, addresses: Sequence[str]) -> Answer:
    answers: list[Answer] = []
    try:
        async with asyncio.timeout(question.timeout.total_seconds()):
            for address in addresses:
                home = question.home or question.url
                answers.append(await fetch(replace(question, url=address, home=home, known=Validators())))
    except TimeoutError:
        answers.append(Failed(reason="timeout", detail="not all sitemaps of the index came in time"))
    found = [answer for answer in answers if isinstance(answer, Fetched)]
    failures = [answer for answer in answers if isinstance(answer, Failed)]
    if failures and not found:
        return failures[0]
    sitemaps = [await _read(part) for part in found]
    whole = not failures and all(part.whole for part in found)
    # The index's version says nothing of its parts': they are always asked.
    return replace(
        index, body=_urlset(sitemaps), charset="utf-8", validators=Validators(), fresh_for=None, whole=whole
    )


async def _read(answer: Fetched) -> Sitemap:
    """Off the event loop: there may be 50,000 pages."""
    reading = apart(lambda: read_pages(decode(answer.body, answer.charset).text), "read sitemap")
    return await asyncio.wrap_future(reading)


def _newest(index: Sitemap, url: str) -> list[str]:
    parts = [(part.text("lastmod"), part.text("loc")) for part in index.pages if part.text("loc")]
    news = [part for part in parts if "news" in part[1].lower()]
    dated = sorted(news or parts, key=lambda part: part[0], reverse=True)
    return [urljoin(url, loc) for _, loc in dated[:_MOST]]


def _urlset(sitemaps: Sequence[Sitemap]) -> bytes:
    pages = (
        "".join(f"<{word}>{escape(page.text(word))}</{word}>" for word in _WORDS if page.text(word))
        for sitemap in sitemaps
        for page in sitemap.pages
    )
    return f"<urlset>{''.join(f'<url>{page}</url>' for page in pages)}</urlset>".encode()
