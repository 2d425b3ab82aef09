"""What a node of a condition comes to, alone and made of its parts."""

from collections.abc import Iterable

import msgspec

from tocsin.matching.hits import TermHit

Hits = tuple[TermHit, ...]


class Verdict(msgspec.Struct, frozen=True):
    """What one node of a condition comes to.

    ``node`` is its key in the watchlist's file, ``says`` a sentence on why it is true or false, ``hits`` those that
    make it true (none where it is false), in reading order, and ``parts`` the verdicts of the nodes inside it.
    """

    node: str
    true: bool
    says: str
    hits: Hits = ()
    parts: "tuple[Verdict, ...]" = ()


def every(node: str, parts: tuple[Verdict, ...]) -> Verdict:
    """True where all its parts are."""
    true = [part for part in parts if part.true]
    says = f"{len(true)} of {many(len(parts), 'part')} true; every one must be"
    return joined(node, len(true) == len(parts), says, parts)


def some(parts: tuple[Verdict, ...]) -> Verdict:
    """True where one of its parts is."""
    true = [part for part in parts if part.true]
    return joined("any", bool(true), f"{len(true)} of {many(len(parts), 'part')} true; one is enough", parts)


def no(parts: tuple[Verdict, ...]) -> Verdict:
    """True where none of its parts is."""
    true = [part for part in parts if part.true]
    says = f"{len(true)} of {many(len(parts), 'part')} true; none may be"
    return Verdict("none", not true, says, (), parts)


def joined(node: str, true: bool, says: str, parts: tuple[Verdict, ...]) -> Verdict:
    """A node that the hits of its true parts make true."""
    hits = in_reading_order(hit for part in parts if part.true for hit in part.hits) if true else ()
    return Verdict(node, true, says, hits, parts)


def in_reading_order(hits: Iterable[TermHit]) -> Hits:
    """Each of the hits once."""
    once = {id(hit): hit for hit in hits}  # one hit may support several parts
    return tuple(sorted(once.values(), key=lambda hit: hit.place))


def many(number: int, what: str) -> str:
    """`1 word`, `2 words`"""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
