"""Feed documents from files and addresses, read as a source reads them."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import msgspec

from cli.feedasking import polite
from connectors.sources.rss.article import articles_for
from connectors.sources.rss.clean import Entry, clean
from connectors.sources.rss.raw import RawDocument
from connectors.sources.rss.read import read
from connectors.sources.sitemap.read import read_sitemap
from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, NotModified, Question
from tocsin.config.model import Rss
from tocsin.contract.events import Article, DateSource
from tocsin.feeds.address import public
from tocsin.feeds.feed import Feed

STDIN: Final = "-"
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. ``id`` is that of its article in a feed of that name, ``None`` where it says nothing at all;
    ``warnings`` are the document's faults and the entry's own."""

    feed: str
    id: str | None
    url: str
    title: str
    summary: str
    body: str
    published: datetime | None
    date_source: DateSource
    language: str
    warnings: tuple[str, ...]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What there is in one file or at one address. ``failure`` says why there is nothing, else it is empty."""

    feed: str
    reader: str = ""
    warnings: tuple[str, ...] = ()
    detail: str = ""
    entries: tuple[Parsed, ...] = ()
    failure: str = ""


async def parse_each(names: Sequence[str], settings: Rss, *, sitemap: bool) -> AsyncGenerator[Outcome, None]:
    """Each of ``names`` (files, addresses, `-` for standard input) in order; addresses are asked side by side."""
    async with polite(settings) as fetch:
        asked = {
            name: asyncio.create_task(_ask(name, fetch, settings)) for name in names if _is_address(name)
        }
        try:
            for name in names:
                answer = await asked[name] if name in asked else await asyncio.to_thread(_file, name)
                label = public(name) if name in asked else name
                yield await asyncio.to_thread(_outcome, label, answer, sitemap)
        finally:
            for task in asked.values():
                task.cancel()


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


async def _ask(url: str, fetch: Fetch, settings: Rss) -> Answer:
    return await fetch(Question(url=url, timeout=settings.timeout, max_bytes=settings.max_bytes))


def _file(name: str) -> Fetched | str:
    if found := _SCHEME.match(name):
        if found[1].lower() == "file":
            return "a file is named by its path, without file://"
        return f"only http:// and https:// addresses are asked, not {found[1].lower()}://"
    try:
        raw = click.get_binary_stream("stdin").read() if name == STDIN else Path(name).read_bytes()
    except OSError as fault:
        return f"can't be read: {fault.strerror}"
    return Fetched(body=raw, url="")


def _outcome(name: str, answer: Answer | str, sitemap: bool) -> Outcome:
    if isinstance(answer, str):
        return Outcome(feed=name, failure=answer)
    if isinstance(answer, Failed):
        return Outcome(feed=name, failure=f"{answer.reason}: {answer.detail}")
    if isinstance(answer, NotModified):
        return Outcome(feed=name, failure="it says that it has not changed, to a question without conditions")
    reading = read_sitemap if sitemap else read
    document = reading(answer.body, answer.charset, answer.media_type, answer.url)
    warnings = (*document.faults, *(() if answer.whole else ("incomplete",)))
    return Outcome(
        feed=name,
        reader=document.reader or "",
        warnings=warnings,
        detail=document.detail,
        entries=_entries(name, document, warnings),
        failure="" if document.entries or not document.faults else f"{document.faults[0]}: {document.detail}",
    )


def _entries(name: str, document: RawDocument, warnings: tuple[str, ...]) -> tuple[Parsed, ...]:
    now = datetime.now(UTC)
    articles = articles_for(document, range(len(document.entries)), Feed(id=name, url=name), now)
    return tuple(
        _parsed(name, clean(entry, now), articles.get(index), warnings)
        for index, entry in enumerate(document.entries)
    )


def _parsed(name: str, entry: Entry, article: Article | None, warnings: tuple[str, ...]) -> Parsed:
    own = {
        "says_nothing": article is None,
        "no_link": not entry.url,
        "no_title": not entry.title,
        "no_zone": not entry.zoned,
    }
    return Parsed(
        feed=name,
        id=article.id if article else None,
        url=entry.url,
        title=entry.title,
        summary=entry.summary,
        body=entry.body,
        published=entry.published,
        date_source=entry.date_source,
        language=article.language if article else "",
        warnings=(*warnings, *(warning for warning, is_so in own.items() if is_so)),
    )
