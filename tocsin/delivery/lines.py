"""What a block is made of: lines of spans, text and meaning, no colours and no escape codes."""

from datetime import datetime
from typing import Final, Literal

import msgspec

Role = Literal[
    "plain", "severity", "status", "cleared", "watchlist", "headline", "quote", "hit", "label", "url"
]

LONGEST_TEXT: Final = 400


class Span(msgspec.Struct, frozen=True):
    """A stretch of a line, and what it is."""

    text: str
    role: Role = "plain"


Line = tuple[Span, ...]
Block = tuple[Line, ...]


def plain(block: Block) -> str:
    """The block as text, hits marked as »term«; ends with a line break."""
    marked = (
        "".join(f"»{span.text}«" if span.role == "hit" else span.text for span in line) for line in block
    )
    return "\n".join(marked) + "\n"


def labelled(label: str, *spans: Span) -> Line:
    """A line of a block: what it is, then what it says."""
    return (Span(f"  {label:<8}", "label"), *spans)


def under(text: str) -> Line:
    """A line that goes on with what the line above it began."""
    return (Span(f"          {text}"),)


def at(time: datetime) -> str:
    """The moment, to the second."""
    return time.isoformat(sep=" ", timespec="seconds").replace("+00:00", " UTC")


def short(text: str) -> str:
    """As much of ``text`` as a line takes."""
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def counted(number: int, one: str, many: str = "") -> str:
    """``1 report``, ``3 reports``, ``2 stories``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: tuple[str, ...]) -> str:
    """``ar``, ``ar and en``, ``ar, en and fa``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
