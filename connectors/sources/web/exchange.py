"""One question to a web server, and what may come of it. The seam: whoever asks takes a ``Fetch``."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec

from tocsin.feeds.feed import Access
from tocsin.polling.outcome import FetchFailure
from tocsin.polling.state import Validators


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """GET ``url`` unless it is still the ``known`` version; at most ``max_bytes`` after decompression.

    The secrets of ``access`` (and a user and password in ``home``) go to the host of ``home`` alone: the address
    the operator gave them for, wherever ``url`` points by now. Empty: ``url`` itself is it.

    The networks in ``rss.allow`` are open to that host and port; and where ``home`` is an address within them, to the
    others there that it leads to. ``linked``: a stranger wrote ``url``; then to that host alone, and to none where
    ``home`` is empty. ``follow``: redirects are followed; else the first comes back as ``Failed``, with where it leads.
    """

    url: str
    home: str = ""
    linked: bool = False
    known: Validators = Validators()
    access: Access = Access()
    timeout: timedelta = timedelta(seconds=30)
    max_bytes: int = 10 * 1024 * 1024
    accept: str = "*/*"
    follow: bool = True


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """A document.

    ``url`` is where it was found in the end; ``moved`` where permanent redirects (301, 308) led before any
    temporary one, empty where there were none. ``charset`` and ``media_type`` are what the header says, ``whole``
    whether all of it came, ``fresh_for`` how long the server says it holds (Cache-Control, Expires), ``links``
    the Link header's targets by relation (``hub``, ``self``).
    """

    body: bytes
    url: str
    charset: str = ""
    media_type: str = ""
    validators: Validators = Validators()
    whole: bool = True
    moved: str = ""
    fresh_for: timedelta | None = None
    links: tuple[tuple[str, str], ...] = ()


class NotModified(msgspec.Struct, frozen=True, kw_only=True):
    """The server says we have it."""

    moved: str = ""
    fresh_for: timedelta | None = None


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """There is no document, and why. ``retry_after`` is how long the server asked us to wait.

    ``url`` is the site that answered so, where redirects led: an address without path, which may hold secrets.
    Empty where nobody answered, or it does not matter who. ``onward`` is where a redirect leads that was not to be
    followed.
    """

    reason: FetchFailure
    detail: str
    status: int | None = None
    retry_after: timedelta | None = None
    url: str = ""
    onward: str = ""


Answer = Fetched | NotModified | Failed
Fetch = Callable[[Question], Awaitable[Answer]]
"""Never raises for what a server does; may be cancelled."""
