"""What is to be explained: a text, a web page, a file, standard input."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import msgspec

from cli.exits import USAGE, WRONG, Failure
from connectors.sources.fulltext.body import BETWEEN
from connectors.sources.fulltext.extract import Extract, extract
from connectors.sources.page import html_of, page_of
from connectors.sources.web.exchange import Answer, Failed, Fetched, Question
from connectors.sources.web.fetch import fetcher
from tocsin.config.model import Rss
from tocsin.contract.events import Article
from tocsin.feeds.address import public
from tocsin.fulltext.notices import notice_in
from tocsin.matching.given import Given, in_a_language, read_line
from tocsin.text.language import guess_language

_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_FILE_NAME: Final = re.compile(r"\S+\.(?:jsonl?|txt|html?|md)", re.IGNORECASE)
_PAGE: Final = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
_STDIN: Final = "-"
_LARGEST: Final = 64 * 1024 * 1024


class Known(msgspec.Struct, frozen=True):
    """What the command line says of the article; empty where it says nothing."""

    title: str = ""
    language: str = ""
    source: str = ""


def article_of(what: str, known: Known, settings: Rss) -> Article:
    """The article that ``what`` means: an http address, a file that is there, ``-``, or the text itself.

    A file holds text, a web page, or an article in JSON as `tocsin match` reads it.

    Raises:
        Failure: the page can't be fetched, the file can't be read or is no article, or there is no text in it.
    """
    article = _meant(what, known, settings)
    if not f"{article.title}{article.body}".strip():
        raise Failure(f"no text: there is nothing to read in {what.strip() or 'what is given'}", WRONG)
    return article


def _meant(what: str, known: Known, settings: Rss) -> Article:
    if _ADDRESS.fullmatch(what):
        return _fetched(what, known, settings)
    if what == _STDIN:
        return _of_bytes(sys.stdin.buffer.read(_LARGEST), "standard input", known)
    path = _path(what)
    if path is not None:
        return _of_bytes(_content(path), str(path), known)
    if _FILE_NAME.fullmatch(what):
        raise Failure(f"there is no file {what}", USAGE)
    return _article("", what, known)


def _path(what: str) -> Path | None:
    try:
        return Path(what) if Path(what).is_file() else None
    except (OSError, ValueError):  # a text may be too long for a name, or hold a NUL
        return None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError as fault:
        raise Failure(f"{path}: can't be read: {fault.strerror}", WRONG) from fault


def _of_bytes(raw: bytes, label: str, known: Known) -> Article:
    if raw.lstrip().startswith(b"{"):
        return _of_json(raw, label, known)
    if _PAGE.match(raw):
        return _of_page(raw, "", known)
    try:
        return _article("", raw.decode("utf-8-sig"), known)
    except UnicodeDecodeError as fault:
        raise Failure(
            f"{label}: byte {fault.start + 1} is not UTF-8; save the file as UTF-8", WRONG
        ) from fault


def _of_json(raw: bytes, label: str, known: Known) -> Article:
    given = read_line(raw, datetime.now(UTC))
    if not isinstance(given, Given):
        raise Failure(f"{label}: {given}; it must hold one article, as `tocsin match` reads them", WRONG)
    article = in_a_language(given.article)
    return msgspec.structs.replace(
        article,
        title=known.title or article.title,
        language=known.language or article.language,
        source=known.source or article.source,
    )


def _fetched(url: str, known: Known, settings: Rss) -> Article:
    answer = asyncio.run(_fetch(url, settings))
    if not isinstance(answer, Fetched):
        detail = answer.detail if isinstance(answer, Failed) else "it says it has not changed"
        raise Failure(f"{public(url)} can't be read: {detail}", WRONG)
    return _of_page(answer.body, answer.charset, known, url=answer.url)


async def _fetch(url: str, settings: Rss) -> Answer:
    question = Question(url=url, timeout=settings.timeout, max_bytes=settings.max_bytes)
    async with fetcher(settings) as fetch:
        return await fetch(question)


def _of_page(raw: bytes, charset: str, known: Known, *, url: str = "") -> Article:
    """The article on a page, its menus and links behind it; where there is none to be found, all of the page."""
    found = extract(raw, charset)
    if found is None:
        page = page_of(html_of(raw, charset))
        return _article(page.title, page.body, known, language=page.language, url=url)
    _warn_of_notice(found)
    body = BETWEEN.join(filter(None, (found.own, "\n".join(found.rest))))
    article = _article(found.title, body, known, language=found.language, url=url)
    return msgspec.structs.replace(
        article,
        own=len(found.own),
        published=found.published,
        date_source="page" if found.published else "missing",
        notes=("full_text",) if url else (),
    )


def _warn_of_notice(page: Extract) -> None:
    kind = notice_in(page.title, page.own)
    if kind:
        says = {
            "missing": "says that it is not there",
            "login": "asks to log in",
            "paywall": "asks to subscribe",
            "check": "asks for a browser",
        }
        what = says.get(kind, "asks to accept cookies")
        click.echo(f"the page {what}: a source would keep the feed's text instead", err=True)


def _article(title: str, body: str, known: Known, *, language: str = "", url: str = "") -> Article:
    title = known.title or title
    return Article(
        id="explained",
        feed=known.source or "file",
        source=known.source,
        url=url,
        title=title,
        body=body,
        language=known.language or language or guess_language(f"{title}\n{body}"),
        published=None,
        fetched=datetime.now(UTC),
        content="unread",
    )
