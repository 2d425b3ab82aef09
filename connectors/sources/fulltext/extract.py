"""The article on a web page, and beside it what else the page says."""

import logging
import re
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from datetime import UTC, datetime
from functools import cache
from typing import Final

import msgspec

from connectors.sources.fulltext.joiners import hidden, shown_again
from connectors.sources.page import Page, html_of, page_of
from connectors.sources.rss.markup import plain
from tocsin.text.tokens import fold

LONGEST: Final = 200_000
"""Code points of an article; beyond, it is cut at a line."""
LONGEST_REST: Final = 4_000
"""The same of what is beside it."""
LEAST_WORDS: Final = 4
"""Words of a line beside it that is kept: shorter ones are buttons and names of sections."""
# An HTML parser needs seconds for more, and no article does.
_MOST_TAGS: Final = 20_000
_MOST_CHARACTERS: Final = 2_000_000
_MOST_ATTRIBUTES: Final = 1_000  # of one tag: its time grows with their square
_LONG_TAG: Final = re.compile(r"<[a-z][^<>]{2000,}", re.IGNORECASE)
# Code points: of what is shorter trafilatura takes the whole page, menus and all; by itself from 250 on, which a
# short report seldom has.
_SHORTEST: Final = 100
_MOST_LINES: Final = 1_000
_DECLARATION: Final = re.compile(r"\s*+<\?xml[^>]*>")
_DATES: Final = (
    re.compile(
        r"""<meta\s[^<>]{0,300}?article:published_time["'][^<>]{0,100}?content\s*=\s*["']([^"'<>]{10,40})["']"""
    ),
    re.compile(
        r"""<meta\s[^<>]{0,100}?content\s*=\s*["']([^"'<>]{10,40})["'][^<>]{0,100}?article:published_time\b"""
    ),
    re.compile(r'"datePublished"\s*:\s*"([^"<>]{10,40})"'),
)


class Extract(msgspec.Struct, frozen=True):
    """The article's own text in lines, and the ``rest``: lines of links and menus, in the page's order.

    ``title`` and ``language`` are the page's (empty where it tells none), ``published`` what it says of itself.
    ``doubtful``: nothing tells whether it is the article of its entry.
    """

    own: str
    rest: tuple[str, ...] = ()
    title: str = ""
    language: str = ""
    published: datetime | None = None
    doubtful: bool = False


def extract(raw: bytes, charset: str) -> Extract | None:
    """Read a page, with that charset in its HTTP header or none; ``None`` where there is no article in it.

    Takes some 10 ms, and seconds at worst: call it off the event loop. The same page gives the same text.
    """
    text = _undeclared(html_of(raw, charset))
    if _is_endless(text):
        return None
    page = page_of(text)
    own = _without_heading(_article(text), page)
    if not own:
        return None
    return Extract(
        own=shortened(own, LONGEST),
        rest=tuple(_rest(page.body.split("\n")[:_MOST_LINES], own, page.title)),
        title=page.title,
        language=page.language,
        published=_published(text),
    )


def lines_of(raw: bytes, charset: str) -> tuple[str, ...]:
    """The lines of a page in which no article is found, within bounds; otherwise as ``extract``."""
    text = _undeclared(html_of(raw, charset))
    if _is_endless(text):
        return ()
    page = page_of(text)
    return tuple(_rest(page.body.split("\n")[:_MOST_LINES], "", page.title))


def _undeclared(text: str) -> str:
    """Without the XML declaration: the text is decoded already."""
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _is_endless(text: str) -> bool:
    if len(text) > _MOST_CHARACTERS or text.count("<") > _MOST_TAGS:
        return True
    return any(len(tag[0].split()) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text))


def _article(text: str) -> str:
    """Method: trafilatura's cascade (Barbaresi, 2021), comments left out."""
    # Only processes that read pages pay for it.
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page it can't read is told by us
    found = bare_extraction(hidden(text), include_comments=False, deduplicate=False, config=_settings())
    return plain(shown_again(getattr(found, "text", None) or ""))


@cache
def _settings() -> ConfigParser:
    from trafilatura.settings import use_config

    settings: ConfigParser = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST))
    return settings


def _without_heading(own: str, page: Page) -> str:
    """The article's title stands in its title field."""
    first, _, others = own.partition("\n")
    said = fold(first)
    return others if others and said and said in fold(page.title) else own


def _rest(lines: Iterable[str], own: str, title: str) -> Iterator[str]:
    """The lines that are no part of ``own``, each once, within bounds."""
    flat, seen, left = " ".join(own.split()), set[str](), LONGEST_REST
    for line in lines:
        said = " ".join(line.split())
        if said in seen or said.count(" ") < LEAST_WORDS - 1 or said in flat or said in title:
            continue
        seen.add(said)
        left -= len(said) + 1
        if left < 0:
            return
        yield said


def shortened(text: str, most: int) -> str:
    """``text`` cut to ``most`` code points, at the end of a line if it has one."""
    return text if len(text) <= most else text[: text.rfind("\n", 0, most) if "\n" in text[:most] else most]


def _published(text: str) -> datetime | None:
    """When the page says it was published: once, and with a time zone."""
    for pattern in _DATES:
        said = set(pattern.findall(text))
        if len(said) == 1:
            try:
                time = datetime.fromisoformat(said.pop())
            except ValueError:
                continue
            if time.tzinfo is not None:
                return time.astimezone(UTC)
    return None
