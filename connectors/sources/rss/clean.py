"""One raw entry cleaned: plain text, a web address, a time."""

from datetime import datetime

import msgspec

from connectors.sources.rss.markup import plain, text_of
from connectors.sources.rss.raw import Markup, RawEntry
from tocsin.contract.events import DateSource
from tocsin.dates.read import read_date


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as people read it; what is missing is empty, ``url`` http or https.

    ``body`` is the longer of the entry's content and summary; ``date_source`` says how ``published`` was read.
    """

    url: str = ""
    guid: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    language: str = ""
    published: datetime | None = None
    date_source: DateSource = "missing"


def clean(entry: RawEntry, now: datetime) -> Entry:
    """``entry`` for people; ``now`` tells dates that are still to come. Never raises."""
    summary, content = _text(entry.summary), _text(entry.content)
    published, source = _date(entry, now)
    return Entry(
        url=web_address(entry.url),
        guid=plain(entry.guid),
        title=_text(entry.title).replace("\n", " "),
        summary=summary,
        body=max(content, summary, key=len),
        language=entry.language,
        published=published,
        date_source=source,
    )


def web_address(link: str) -> str:
    """Some entries' links are tags, mail addresses or scripts: nothing an officer should open."""
    address = plain(link)
    return address if address.lower().startswith(("http://", "https://")) else ""


def _text(markup: Markup) -> str:
    return text_of(markup.text) if markup.html else plain(markup.text)


def _date(entry: RawEntry, now: datetime) -> tuple[datetime | None, DateSource]:
    """When it was published, else changed; of two that can't be used, what is wrong with the first."""
    language = entry.language[:2].lower()
    published = read_date(entry.published, now, language)
    if published[0] is not None or not entry.updated:
        return published
    updated = read_date(entry.updated, now, language, standard="updated")
    return updated if updated[0] is not None or published[1] == "missing" else published
