"""What a match is to a story, once it is placed."""

from typing import Literal

import msgspec

from tocsin.alerting.records import Kept, Story
from tocsin.contract.events import Change, Match

Joining = Literal["new", "revision", "copy", "report"]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a match is to which story: ``story`` is ``None`` for one that it opens, ``kept`` the article's new record.

    A ``revision`` that opens one is of a report whose story is over. ``counted``: the story has it already, only the
    record was lost. ``revived``: it had been withdrawn. ``another``: a revision that tells of something else than the
    version before.
    """

    relation: Joining
    name: str
    story: Story | None
    kept: Kept
    why: tuple[str, ...] = ()
    change: Change | None = None
    counted: bool = False
    revived: bool = False
    another: bool = False


def revises_what_is_over(match: Match, standing: Standing) -> bool:
    """Whether the report is nothing new to a story of revisions: it is one too, of that story or of one over."""
    return standing.relation == "revision" or match.fired_before
