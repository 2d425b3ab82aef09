"""The way from the address asked to the one that answers, a redirect at a time."""

from typing import Final

import msgspec
from yarl import URL

from connectors.sources.web.credentials import bare
from connectors.sources.web.exchange import Failed
from tocsin.feeds.address import shown

MOST: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
_LONGEST: Final = 4096


class Way(msgspec.Struct, frozen=True):
    """``url`` is asked next, without a user or password; ``been`` was. ``moved`` is as ``Fetched.moved``."""

    url: URL
    been: tuple[URL, ...] = ()
    moved: str = ""
    temporary: bool = False


def refused(way: Way, why: str) -> Failed:
    """An address that is not gone to; where a redirect led there, it is named."""
    detail = f"redirected to {shown(str(way.url))}: {why}" if way.been else why
    return Failed(reason="forbidden", detail=detail)


def onward(way: Way, status: int, location: str, *, twice: bool) -> Way | Failed:
    """Where a redirect leads. ``twice``: the same address may answer otherwise the second time (cookies)."""
    target = _target(way.url, location)
    if target is None:
        return Failed(reason="http_error", detail=f"a redirect ({status}) to no address", status=status)
    been = (*way.been, way.url)
    if target in been and not twice:
        return Failed(reason="http_error", detail="redirects in a circle", status=status)
    if len(been) > MOST:
        return Failed(reason="http_error", detail=f"more than {MOST} redirects", status=status)
    temporary = way.temporary or status not in _PERMANENT
    return Way(target, been, way.moved if temporary else str(target), temporary)


def not_followed(way: Way) -> Failed:
    """The answer to a question that is not to follow redirects, when one leads this ``way``."""
    return Failed(reason="http_error", detail="a redirect that is not followed", onward=str(way.url))


def _target(url: URL, location: str) -> URL | None:
    """The address ``location`` means on a page at ``url``; a user or password in it is not ours to send."""
    location = location.strip()
    if not location or len(location) > _LONGEST or not location.isprintable():
        return None
    try:
        return bare(url.join(URL(location)))
    except ValueError:
        return None
