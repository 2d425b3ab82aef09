"""One article out of a line of JSON, as other programs write it."""

import codecs
import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final, get_args
from urllib.parse import urlsplit

import msgspec

from tocsin.config.feeds import Kind, Trust
from tocsin.contract.events import Article, ArticleNote, DateSource
from tocsin.text.language import UNDETERMINED, guess_language

_SHOWN: Final = 40
_TAG: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_WHERE: Final = re.compile(r"(?P<what>.*) - at `\$\.(?P<field>.*)`")


class Given(msgspec.Struct, frozen=True):
    """An article out of a line; ``name`` is its id as it was written, a number or a text."""

    name: str | int
    article: Article


class _Line(msgspec.Struct):
    id: str | int
    title: str | None = None
    body: str | None = None
    language: str | None = None
    url: str | None = None
    feed: str | None = None
    source: str | None = None
    published: str | float | None = None
    fetched: str | float | None = None
    country: str | None = None
    kind: Kind | None = None
    trust: Trust | None = None
    tags: tuple[str, ...] | None = None
    own: Annotated[int, msgspec.Meta(ge=0)] | None = None
    # Ours where an article of ours is given; other programs may mean other things by them.
    date_source: Any = None
    notes: Any = None


_DATE_SOURCES: Final[tuple[DateSource, ...]] = get_args(DateSource)
_NOTES: Final[tuple[ArticleNote, ...]] = get_args(ArticleNote)
_decoder = msgspec.json.Decoder(_Line)


def read_line(line: bytes, now: datetime) -> Given | str:
    """The article in a line of JSON, or what is wrong with it. Never raises.

    ``now`` is when it counts as fetched where it names neither ``fetched`` nor ``published``. Times without a zone
    are in UTC. A language that is not given is ``und``. Keys that are not ours are passed over.
    """
    try:
        found = _read(line.removeprefix(codecs.BOM_UTF8).rstrip())
        return Given(found.id, _article(found, now))
    except UnicodeDecodeError as fault:
        return f"byte {fault.object[fault.start]:#04x} at column {fault.start + 1} is not UTF-8"
    except json.JSONDecodeError as fault:
        return f"no JSON: {fault.msg} at column {fault.colno}"
    except msgspec.ValidationError as fault:
        return _in_words(str(fault))
    except RecursionError:
        return "nested too deeply"
    except ValueError as fault:
        return str(fault)


def in_a_language(article: Article) -> Article:
    """The article, its language guessed where it is ``und``."""
    if article.language != UNDETERMINED:
        return article
    language = guess_language(f"{article.title}\n{article.body}")
    return msgspec.structs.replace(article, language=language)


def _read(line: bytes) -> _Line:
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError:
        raise
    except ValueError:  # half a surrogate pair, say, which JSON may hold and msgspec does not take
        return msgspec.convert(json.loads(line.decode("utf-8", "surrogatepass")), _Line)


def _article(found: _Line, now: datetime) -> Article:
    if found.id == "":
        raise ValueError("id: must not be empty")
    if found.title is None and found.body is None:
        raise ValueError("there is neither a title nor a body")
    title, body, url = found.title or "", found.body or "", found.url or ""
    published = _time("published", found.published)
    return Article(
        id=str(found.id),
        feed=found.feed or found.source or "file",
        source=found.source or _host(url),
        url=url,
        title=title,
        body=body,
        language=_language(found.language) or UNDETERMINED,
        published=published,
        fetched=_time("fetched", found.fetched) or published or now,
        content="unread",  # a digest nobody asks for here
        own=found.own,
        country=(found.country or "").lower(),
        kind=found.kind or "",
        trust=found.trust or "",
        tags=found.tags or (),
        date_source=found.date_source if found.date_source in _DATE_SOURCES else "published",
        notes=tuple(note for note in _NOTES if isinstance(found.notes, list) and note in found.notes),
    )


def _language(tag: str | None) -> str | None:
    if not tag or tag == UNDETERMINED:
        return None
    found = _TAG.fullmatch(tag)
    if found is None:
        raise ValueError(f"language: {tag[:_SHOWN]!r} is no language tag such as ar or fa-IR")
    return found[1].lower()


def _time(field: str, value: str | float | None) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str):
            return datetime.fromtimestamp(value, UTC)
        time = datetime.fromisoformat(value)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        shown = value[:_SHOWN] if isinstance(value, str) else value
        message = f"{field}: {shown!r} is no time such as 2026-03-01T12:00:00Z, and no seconds since 1970"
        raise ValueError(message) from None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _in_words(fault: str) -> str:
    found = _WHERE.fullmatch(fault)
    where, what = (found["field"], found["what"]) if found else ("no article", fault)
    return f"{where}: {what[:1].lower()}{what[1:]}".replace("`", "'")
