"""Ids and names for feeds and groups that came without: the same for the same address, in every file and order."""

import re
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from tocsin.text.tokens import fold

LONGEST: Final = 64
_HASH: Final = 6
_SAYS_NOTHING: Final = re.compile(r"^(?:www\d?|feeds?|rss\d?|m)\.")
_ENDING: Final = re.compile(r"\.(?:xml|rss|rdf|atom|json|php|aspx?|html?)$")


def feed_id(url: str) -> str:
    """An id out of an address: ``https://www.wire.example/rss/world.xml`` becomes ``wire-example-rss-world``.

    Where letters are lost by that, six hexadecimal digits of the whole address tell it from others.
    """
    parts = urlsplit(url)
    host = _SAYS_NOTHING.sub("", (parts.hostname or "").casefold())
    path = _ENDING.sub("", parts.path.casefold().rstrip("/"))
    return _told(slug(f"{host} {path} {parts.query}"), url)


def group_name(folders: tuple[str, ...]) -> str:
    """The name of a group out of the folders it lies in, the outermost first: ``News/World`` is ``news-world``."""
    return _told(slug(path := "/".join(folders)) or "folder", path)


def _told(name: str, whole: str) -> str:
    return name if len(name) <= LONGEST and fold(whole).isascii() else hashed(name, whole)


def hashed(name: str, whole: str) -> str:
    """``name``, cut where it must be, told from others by what it stands for."""
    digest = blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=_HASH // 2).hexdigest()
    return f"{name[: LONGEST - _HASH - 1].strip('-')}-{digest}".lstrip("-")


def slug(text: str) -> str:
    """Latin letters and digits of ``text``, all else written ``-``; empty where there are none."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
