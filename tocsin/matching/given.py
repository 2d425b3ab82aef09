"""One article out of a line of JSON, as other programs write it."""

import codecs
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Final, get_args
from urllib.parse import urlsplit

import msgspec

from tocsin.config.feeds import Kind, Trust
from tocsin.config.words import listed
from tocsin.contract.events import Article, ArticleNote, DateSource
from tocsin.text.language import UNDETERMINED, guess_language

_SHOWN: Final = 40
_TAG: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}")
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
_CLOSED: Final[Mapping[str, tuple[str, ...]]] = {"kind": get_args(Kind), "trust": get_args(Trust)}
# Stand in for a value that is told already.
_UNSAID: Final[Mapping[str, str | int]] = {"id": 0, "title": "", "body": ""}
_decoder = msgspec.json.Decoder(_Line)


def read_line(line: bytes, now: datetime) -> Given | str:
    """The article in a line of JSON, or all that is wrong with it. Never raises.

    ``now`` is when it counts as fetched where it names neither ``fetched`` nor ``published``. Times without a zone
    are in UTC. A language that is not given is ``und``. Keys that are not ours are passed over.
    """
    line = line.removeprefix(codecs.BOM_UTF8).rstrip()
    try:
        found = _read(line)
        faults = [*_faults(found)]
        return "; ".join(faults) if faults else Given(found.id, _article(found, now))
    except UnicodeDecodeError as fault:
        return f"byte {fault.object[fault.start]:#04x} at column {fault.start + 1} is not UTF-8"
    except json.JSONDecodeError as fault:
        return f"no JSON: {fault.msg} at column {fault.colno}"
    except msgspec.ValidationError as fault:
        return _told(line, _in_words(str(fault)))
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


def _told(line: bytes, first: str) -> str:
    """Every fault of a line; the ``first`` alone where the whole of it can't be read."""
    try:
        return "; ".join(_all_faults(line)) or first
    except (ValueError, RecursionError):
        return first


def _all_faults(line: bytes) -> Iterator[str]:
    """What is wrong with each key by itself, then with the others: one bad key hides none."""
    data = json.loads(line.decode("utf-8", "surrogatepass"))
    if not isinstance(data, dict):
        return
    sound: dict[str, Any] = {}
    for key in _Line.__struct_fields__:
        try:
            sound[key] = getattr(msgspec.convert({"id": 0, **_only(data, key)}, _Line), key)
        except msgspec.ValidationError as fault:
            yield _allowed(key, data[key]) or _in_words(str(fault))
            sound[key] = _UNSAID.get(key)
    if "id" not in data:
        yield "id: missing; a text or a number"
    yield from _faults(_Line(**sound))


def _only(data: dict[str, Any], key: str) -> dict[str, Any]:
    return {key: data[key]} if key in data else {}


def _allowed(key: str, value: Any) -> str:
    """What a key of a closed list may be."""
    if key not in _CLOSED:
        return ""
    shown = repr(value[:_SHOWN]) if isinstance(value, str) else type(value).__name__
    return f"{key}: must be {listed(_CLOSED[key])}, not {shown}"


def _faults(found: _Line) -> Iterator[str]:
    """What is wrong with values of the right type."""
    if found.id == "":
        yield "id: must not be empty"
    if found.title is None and found.body is None:
        yield "there is neither a title nor a body"
    if found.country and not _COUNTRY.fullmatch(found.country):
        yield f"country: must be two letters (ISO 3166-1) such as ir, ru or tr, not {found.country[:_SHOWN]!r}"
    reads: tuple[Callable[[], object], ...] = (
        partial(_language, found.language),
        partial(_time, "published", found.published),
        partial(_time, "fetched", found.fetched),
    )
    for read in reads:
        try:
            read()
        except ValueError as fault:
            yield str(fault)


def _article(found: _Line, now: datetime) -> Article:
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
