"""One raw entry cleaned: plain text, a web address, a time."""

from datetime import datetime, tzinfo

import msgspec

from connectors.sources.rss.markup import plain, text_of
from connectors.sources.rss.raw import Markup, RawEntry
from tocsin.contract.events import DateSource
from tocsin.dates.read import Date, read_date


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as people read it; what is missing is empty, ``url`` http or https.

    ``body`` is the longer of the entry's content and summary; ``date_source`` says how ``published`` was read,
    ``zoned`` is False where it was taken for UTC for want of a time zone.
    """

    url: str = ""
    guid: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    language: str = ""
    published: datetime | None = None
    date_source: DateSource = "missing"
    zoned: bool = True


def clean(entry: RawEntry, now: datetime, zone: tzinfo | None = None) -> Entry:
    """``entry`` for people; ``now`` tells dates that are still to come, ``zone`` is for those without. Never raises."""
    summary, content = _text(entry.summary), _text(entry.content)
    date = _date(entry, now, zone)
    return Entry(
        url=web_address(entry.url),
        guid=plain(entry.guid),
        title=_text(entry.title).replace("\n", " "),
        summary=summary,
        body=max(content, summary, key=len),
        language=entry.language,
        published=date.at,
        date_source=date.source,
        zoned=date.zoned,
    )


def web_address(link: str) -> str:
    """Some entries' links are tags, mail addresses or scripts: nothing an officer should open."""
    address = plain(link)
    return address if address.lower().startswith(("http://", "https://")) else ""


def _text(markup: Markup) -> str:
    return text_of(markup.text) if markup.html else plain(markup.text)


def _date(entry: RawEntry, now: datetime, zone: tzinfo | None) -> Date:
    """When it was published, else changed; of two that can't be used, what is wrong with the first."""
    language = entry.language[:2].lower()
    published = read_date(entry.published, now, language, zone=zone)
    if published.at is not None or not entry.updated:
        return published
    updated = read_date(entry.updated, now, language, standard="updated", zone=zone)
    return updated if updated.at is not None or published.source == "missing" else published
