"""What a feed's elements are called, as feedparser calls them: ``dc_date`` for Dublin Core's date, and so on.

feedparser knows a namespace by its address, and in places by its prefix. A document in which the two do not agree is
not for the fast reader.
"""

import re
from functools import lru_cache
from typing import Final

from feedparser.api import StrictFeedParser
from feedparser.util import FeedParserDict

FOREIGN: Final = "foreign"
"""The name of every element of a namespace that feedparser does not know."""

_KNOWN: Final[dict[str, str]] = {uri.lower(): prefix for uri, prefix in StrictFeedParser.namespaces.items()}
_PREFIXES: Final = frozenset(prefix.lower() for prefix in _KNOWN.values())
_USERLAND: Final = "backend.userland.com/rss"  # whatever follows, feedparser takes it for RSS itself
_ATOM: Final = "http://www.w3.org/2005/atom"
_RSS_1: Final = "http://purl.org/rss/1.0/"
_DECLARED: Final = re.compile(r"""xmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Elements of these names would end up where feedparser keeps what it read from others.
_TAKEN: Final = frozenset(FeedParserDict.keymap) | frozenset(
    "links title_detail summary_detail ttl sy_updateperiod sy_updatefrequency".split()
)
_TAKEN_PREFIXES: Final = frozenset(name.partition("_")[0] for name in _TAKEN if "_" in name)

_REMEMBERED: Final = 4096

# feedparser has a handler for each of these, and none leaves a trace in what we read.
_HARMLESS: Final = frozenset(
    """
    author managingeditor contributor name uri url email homepage dc_creator dc_author dc_contributor itunes_author
    itunes_owner itunes_name itunes_email webmaster dc_publisher
    category keywords dc_subject itunes_category itunes_keywords media_category media_keywords
    enclosure media_content media_group media_thumbnail media_credit media_rating media_restriction media_player
    itunes_image itunes_explicit itunes_block
    generator rights copyright dc_rights subtitle tagline itunes_subtitle cloud expirationdate
    georss_point georss_line georss_polygon georss_box
    """.split()
)


@lru_cache(_REMEMBERED)
def name_of(tag: str) -> str:
    """ElementTree's ``{namespace}local`` as feedparser's name, in lower case."""
    namespace, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    prefix = _prefix(namespace.lower()) if namespace else ""
    if prefix is None:
        return FOREIGN
    return f"{prefix}_{local}".lower() if prefix else local.lower()


@lru_cache(_REMEMBERED)
def is_harmless(name: str) -> bool:
    """Whether an element leaves no trace in what we read of a feed."""
    if name == FOREIGN or name in _HARMLESS:
        return True
    return name not in _TAKEN and not _has_handler(name)


def is_plain(text: str) -> bool:
    """Whether feedparser tells the namespaces that a document declares by their addresses, and by nothing else."""
    declared: dict[str, str] = {}
    for prefix, double, single in set(_DECLARED.findall(text)):
        namespace = (double or single).lower()
        if declared.setdefault(prefix, namespace) != namespace or not _is_plain(prefix.lower(), namespace):
            return False
    # Which of the two it saw first decides whether feedparser guesses at HTML in titles.
    return not {_ATOM, _RSS_1} <= set(declared.values())


def _is_plain(prefix: str, namespace: str) -> bool:
    known = _prefix(namespace)
    if known is None:
        return bool(prefix) and prefix not in _PREFIXES | _TAKEN_PREFIXES
    return prefix not in _PREFIXES or prefix == known.lower()


def _prefix(namespace: str) -> str | None:
    return "" if _USERLAND in namespace else _KNOWN.get(namespace)


def _has_handler(name: str) -> bool:
    return hasattr(StrictFeedParser, f"_start_{name}") or hasattr(StrictFeedParser, f"_end_{name}")
