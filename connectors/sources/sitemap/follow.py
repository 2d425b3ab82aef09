"""Sitemaps that only name other sitemaps: the newest of those are fetched, and come back as one."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import chain, zip_longest
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import msgspec
from msgspec.structs import replace

from connectors.sources.rss.encoding import decode
from connectors.sources.rss.poll import Follow
from connectors.sources.sitemap.document import NOTE, Sitemap, read_pages
from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, Question
from runtime.apart import done_apart
from runtime.logs import get
from tocsin.feeds.address import joined, shown
from tocsin.polling.state import Validators

_MOST: Final = 5
# Their host may be busy with others, and wants to be left alone in between.
_PATIENCE: Final = timedelta(minutes=2)
_HEAD: Final = 4096
_WORDS: Final = ("loc", "lastmod", "title", "name", "language", "publication_date")
# Of the threads in which sitemaps are read: there may be 50,000 pages.
_NAME: Final = "read sitemap"

log = get(__name__)


class _Parts(msgspec.Struct, frozen=True):
    """The ``addresses`` to read of the ``named`` sitemaps of an index; ``suited`` could be meant as much as they."""

    addresses: tuple[str, ...]
    suited: int
    named: int

    def note(self) -> str:
        if len(self.addresses) == self.named:
            return ""
        return f"{len(self.addresses)} of the {self.named} sitemaps that it names are read"


def follower(fetch: Fetch, patience: timedelta = _PATIENCE) -> Follow:
    """For news sitemaps: makes of an index one sitemap of all pages that its newest parts hold.

    Of the parts those with news in their address are taken, all where none has it; of these the five changed last,
    and where that is not said those from both ends of the list. What is left out is logged, and stands in the
    sitemap. ``fetch`` is asked for one after the other, and should wait for its turn at their hosts; together they
    get ``patience``. ``whole`` is False where one is missing.
    """
    told: set[str] = set()

    async def follow(question: Question, answer: Answer) -> Answer:
        if not isinstance(answer, Fetched) or b"sitemapindex" not in answer.body[:_HEAD]:
            return answer
        parts = await done_apart(partial(_newest, answer), _NAME)
        home = question.home or question.url
        if parts.suited > len(parts.addresses) and home not in told:
            told.add(home)
            log.warning("a sitemap index is not read in full", url=shown(home), detail=parts.note())
        return await _joined(answer, await _asked(fetch, question, parts.addresses, patience), parts.note())

    return follow


def following(fetch: Fetch) -> Fetch:
    """``fetch`` and ``follower`` in one, for a single look at a site."""
    follow = follower(fetch)

    async def ask(question: Question) -> Answer:
        return await follow(question, await fetch(question))

    return ask


async def _asked(
    fetch: Fetch, question: Question, addresses: Sequence[str], patience: timedelta
) -> list[Answer]:
    answers: list[Answer] = []
    home = question.home or question.url
    try:
        async with asyncio.timeout(patience.total_seconds()):
            for address in addresses:
                part = replace(question, url=address, home=home, known=Validators())
                answers.append(await fetch(part))
    except TimeoutError:
        answers.append(Failed(reason="timeout", detail="not all sitemaps of the index came in time"))
    return answers


async def _joined(index: Fetched, answers: Sequence[Answer], note: str) -> Answer:
    found = [answer for answer in answers if isinstance(answer, Fetched)]
    failures = [answer for answer in answers if isinstance(answer, Failed)]
    if failures and not found:
        return failures[0]
    body = await done_apart(lambda: _urlset([_read(part) for part in found], note), _NAME)
    whole = not failures and all(part.whole for part in found)
    # The index's version says nothing of its parts': they are always asked.
    return replace(index, body=body, charset="utf-8", validators=Validators(), fresh_for=None, whole=whole)


def _read(answer: Fetched) -> Sitemap:
    return read_pages(decode(answer.body, answer.charset).text)


def _newest(index: Fetched) -> _Parts:
    listed = [(part.text("lastmod"), part.text("loc")) for part in _read(index).pages]
    parts = [(changed, address) for changed, loc in listed if loc and (address := joined(index.url, loc))]
    news = [part for part in parts if "news" in part[1].lower()]
    suited = news or parts
    dated = sorted((part for part in suited if part[0]), key=lambda part: part[0], reverse=True)
    undated = _from_both_ends([address for changed, address in suited if not changed])
    taken = [*(address for _, address in dated), *undated][:_MOST]
    return _Parts(tuple(taken), len(suited), len(parts))


def _from_both_ends(addresses: Sequence[str]) -> list[str]:
    """The last, the first, the one before the last and so on: most sites list the newest at one end."""
    half = len(addresses) // 2
    pairs = zip_longest(reversed(addresses[half:]), addresses[:half])
    return [address for address in chain.from_iterable(pairs) if address is not None]


def _urlset(sitemaps: Sequence[Sitemap], note: str) -> bytes:
    pages = (
        "".join(f"<{word}>{escape(page.text(word))}</{word}>" for word in _WORDS if page.text(word))
        for sitemap in sitemaps
        for page in sitemap.pages
    )
    head = f" {NOTE}={quoteattr(note)}" if note else ""
    return f"<urlset{head}>{''.join(f'<url>{page}</url>' for page in pages)}</urlset>".encode()
