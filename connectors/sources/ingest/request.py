"""What somebody pushes to us: one article, a list of them, or a line of JSON each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from connectors.sources.lines import Lines
from tocsin.contract.events import Article

_MOST_TOLD: Final = 1000

_list: Final = msgspec.json.Decoder(list[msgspec.Raw])


class Fault(msgspec.Struct, frozen=True):
    """What is wrong in a line; in a list, ``line`` counts its items, from 1."""

    line: int
    fault: str


def articles_in(
    body: bytes, media_type: str, lines: Lines, now: datetime
) -> tuple[Article, ...] | tuple[Fault, ...]:
    """The articles of a request, or everything that is wrong with it; never neither. For off the event loop."""
    found: list[Article] = []
    faults: list[Fault] = []
    for number, line in _items(body, media_type):
        article = lines.article(line, now)
        if isinstance(article, str):
            faults.append(Fault(number, article))
        else:
            found.append(article)
    if not found and not faults:
        return (Fault(1, "there is no article"),)
    return tuple(faults[:_MOST_TOLD]) or tuple(found)


def _items(body: bytes, media_type: str) -> Sequence[tuple[int, bytes]]:
    if body.lstrip()[:1] == b"[":
        return _listed(body)
    if media_type == "application/json":
        return [(1, body)]
    return [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]


def _listed(body: bytes) -> Sequence[tuple[int, bytes]]:
    try:
        items: list[Any] = _list.decode(body)
    except (ValueError, RecursionError):
        return [(1, body)]  # what is wrong with it is told as with any line
    return [(number, bytes(item)) for number, item in enumerate(items, 1)]
