"""Where an article's text and date come from, in words, wherever that is not plainly the feed."""

from collections.abc import Collection, Iterator
from typing import Final

from tocsin.contract.events import ArticleNote, DateSource

_TEXT: Final[dict[ArticleNote, str]] = {
    "full_text": "from the linked page",
    "full_text_both": "the feed's, then that of the linked page, which may be no article",
    "full_text_failed": "the feed's; the linked page could not be had or is not the article",
    "full_text_forbidden": "the feed's; the linked page may not be read",
}
_DATE: Final[dict[DateSource, str]] = {
    "updated": "when it was changed",
    "page": "from the linked page",
    "jalali": "read as Jalali (Persian calendar)",
    "hijri": "read as Hijri (Islamic calendar)",
    "words": "written out in words",
    "future": "not believed, still to come",
    "unreadable": "not readable",
}
_ZONE: Final = "no time zone, read as UTC"


def provenance(date_source: DateSource, notes: Collection[ArticleNote]) -> Iterator[str]:
    """What to know of an article's text and date; nothing where both are plainly the feed's."""
    yield from (f"text: {says}" for note, says in _TEXT.items() if note in notes)
    said = [_DATE[date_source]] if date_source in _DATE else []
    if dated := [*said, *([_ZONE] if "no_zone" in notes else [])]:
        yield f"date: {', '.join(dated)}"
