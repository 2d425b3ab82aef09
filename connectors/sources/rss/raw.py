"""What a feed document says, before anybody cleans it: cheap to read, cheap to compare with what is known."""

from datetime import timedelta
from hashlib import blake2b
from typing import Final

import msgspec

from tocsin.feeds.outcome import Reader
from tocsin.polling.outcome import DocumentFault

_DIGEST_BYTES: Final = 8


class Markup(msgspec.Struct, frozen=True, array_like=True):
    """Text as the feed gives it; ``html``: it holds tags and references still."""

    text: str = ""
    html: bool = False


class RawEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. What is missing is empty; ``url`` is absolute; dates are as written."""

    url: str = ""
    guid: str = ""
    title: Markup = Markup()
    summary: Markup = Markup()
    content: Markup = Markup()
    language: str = ""
    published: str = ""
    updated: str = ""


class RawDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A feed document. ``faults`` says what is wrong with it, ``detail`` in words; there may be entries even so.

    ``hub`` and ``topic`` are its WebSub links, ``rest`` how long it asks not to be polled (RSS ``ttl``,
    syndication module), ``reader`` what read it: none, where there was nothing to read.
    """

    title: Markup = Markup()
    language: str = ""
    entries: tuple[RawEntry, ...] = ()
    faults: tuple[DocumentFault, ...] = ()
    detail: str = ""
    hub: str = ""
    topic: str = ""
    rest: timedelta | None = None
    reader: Reader | None = None


_encoder: Final = msgspec.msgpack.Encoder()


def digest(entry: RawEntry) -> bytes:
    """8 bytes that change when anything in ``entry`` does."""
    return blake2b(_encoder.encode(entry), digest_size=_DIGEST_BYTES).digest()
