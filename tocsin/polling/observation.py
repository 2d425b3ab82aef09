"""What one poll of a feed saw, for all that is judged of it."""

from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from tocsin.polling.decide import Decision
from tocsin.polling.outcome import FetchOutcome
from tocsin.polling.state import Validators

Came = Literal[
    "document",  # another document than the last one; it may be damaged, or hold no entries
    "same",  # the very bytes of the last one
    "not_modified",  # the server says that there is no other
    "unreadable",  # something nothing can be read from: a web page, half a header
    "nothing",  # no answer, a refusal, or we failed on it
]


_ANSWERS: Final = frozenset({"document", "same", "not_modified"})


class Said(msgspec.Struct, frozen=True):
    """What an answer says about when to ask again.

    ``retry_after`` is a request (HTTP), ``fresh_for`` how long caches may keep it (HTTP), ``rest`` how long the
    document itself asks to be left alone (RSS ``ttl``).
    """

    retry_after: timedelta | None = None
    fresh_for: timedelta | None = None
    rest: timedelta | None = None


class Found(msgspec.Struct, frozen=True):
    """What a document held. ``digest`` is empty where not all of it came: it is read again, whatever it looks like.

    ``partial``: it never was to hold all of the feed's entries (a hub pushed it). ``dead`` counts new entries that no
    article could be made of.
    """

    decision: Decision
    entries: int
    digest: bytes = b""
    partial: bool = False
    dead: int = 0


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One poll. ``found`` is there exactly where a ``document`` came.

    ``asked`` is the address that was asked and ``moved`` where permanent redirects led from there (empty: nowhere);
    ``conditional``: the server was told which version is known. ``validators`` name what came (``document`` or
    ``same``), and are empty where not all of it came: it is asked for again.
    """

    came: Came
    outcome: FetchOutcome
    detail: str = ""
    asked: str
    moved: str = ""
    conditional: bool = True
    validators: Validators = Validators()
    said: Said = Said()
    found: Found | None = None


def answered(seen: Observation) -> bool:
    """Whether the server gave its feed, or said that we have it."""
    return seen.came in _ANSWERS and not (seen.found is not None and seen.found.partial)


def news_in(seen: Observation, now: datetime) -> tuple[datetime, ...]:
    """When each new article was published, or else when it was seen: ``now``, as for one that changed."""
    if seen.found is None:
        return ()
    offers = seen.found.decision.offers
    return tuple(
        (offer.reason == "new" and offer.article.published) or now
        for offer in offers
        if offer.reason != "renewal"
    )
