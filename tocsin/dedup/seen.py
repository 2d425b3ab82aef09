"""What is remembered of an article: the texts that were told, and what each of its feeds says."""

from datetime import datetime
from hashlib import blake2b
from typing import Annotated, Final

import msgspec
from msgspec import Meta

SIGN_BYTES: Final = 8
CONTENTS_KEPT: Final = 32
FEEDS_KEPT: Final = 16


class Stand(msgspec.Struct, frozen=True, array_like=True):
    """The ``sign`` of what ``feed`` says, and since when.

    ``waits``: it has gone back to this text and was not believed yet. ``twins``: it had two texts of the article in
    one document, so its going to and fro says nothing.
    """

    feed: str
    text: bytes
    since: Annotated[datetime, Meta(tz=True)]
    waits: bool = False
    twins: bool = False


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is remembered of an article: the content digest told last, and when the article was last met.

    Several texts, because two feeds may carry one URL with two summaries: neither is news to the other twice.
    ``told`` are the signs of what was told, the newest last, ``worn`` of those that have returned once, ``stands``
    what each feed says, the latest to change last, ``revised`` when it was revised (the latest times, in seconds).
    Where there is no more to say than ``contents``, ``last`` and the ``feed`` that brought it, nothing else is
    written; records of before have up to eight ``contents`` and some of them in ``spent``.
    """

    contents: Annotated[tuple[str, ...], Meta(min_length=1)]
    last: Annotated[datetime, Meta(tz=True)]
    feed: str = ""
    spent: tuple[str, ...] = ()
    told: bytes = b""
    worn: bytes = b""
    stands: tuple[Stand, ...] = ()
    revised: tuple[int, ...] = ()


def sign(content: str) -> bytes:
    """``content`` in eight bytes: enough to tell the texts of one article apart."""
    return blake2b(content.encode(), digest_size=SIGN_BYTES).digest()


def signs(packed: bytes) -> tuple[bytes, ...]:
    """The signs that were joined to ``packed``, in their order."""
    return tuple(packed[at : at + SIGN_BYTES] for at in range(0, len(packed), SIGN_BYTES))


def in_full(seen: Seen) -> Seen:
    """``seen`` with all it says in ``told``, ``worn`` and ``stands``."""
    if seen.told:
        return seen
    newest = sign(seen.contents[-1])
    return Seen(
        seen.contents[-1:],
        seen.last,
        told=b"".join(map(sign, seen.contents)),
        worn=b"".join(map(sign, seen.spent)),
        stands=(Stand(seen.feed, newest, seen.last),) if seen.feed else (),
        revised=seen.revised,
    )
