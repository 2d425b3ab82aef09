"""An explanation of whether a watchlist fires on an article, as values to be shown."""

from typing import Literal

import msgspec

from tocsin.contract.events import ArticleNote, DateSource, Downgrade, Evidence, FieldName
from tocsin.matching.counting import DroppedReason
from tocsin.matching.nearmiss import NearMiss
from tocsin.text.languages import Rule

Outcome = Literal["fires", "silent", "filtered"]


class Meaning(msgspec.Struct, frozen=True):
    """A watch-term's word that a word of the text stands for, in the languages of its forms, and by which rule."""

    word: str
    languages: tuple[str, ...]
    rule: Rule


class ReadWord(msgspec.Struct, frozen=True):
    """A word of the text, where it first stands, how often it comes, and what it stands for, if anything."""

    field: FieldName
    start: int
    end: int
    surface: str
    folded: str
    times: int
    meanings: tuple[Meaning, ...]


class Ignored(msgspec.Struct, frozen=True):
    """A place that was found and does not count; ``by`` is what stands in its way, as the text has it."""

    evidence: Evidence
    reason: DroppedReason
    form: str = ""
    by: str = ""


class ExplainedTerm(msgspec.Struct, frozen=True):
    """A term of the watchlist. ``closest`` is told where no place counts and none was ignored."""

    id: str
    match: str
    weight: float
    fields: tuple[str, ...]
    hits: tuple[Evidence, ...]
    ignored: tuple[Ignored, ...]
    closest: NearMiss | None


class Node(msgspec.Struct, frozen=True):
    """A node of the condition: see ``Verdict``."""

    node: str
    true: bool
    says: str
    parts: "tuple[Node, ...]"


class ExplainedFilter(msgspec.Struct, frozen=True):
    """One of the filters: what it allows, what the article has."""

    name: str
    allows: str
    has: str
    passes: bool


class Explained(msgspec.Struct, frozen=True):
    """Everything. ``own`` is the condition over the article's own words, where boilerplate holds hits too.

    ``date_source`` and ``notes`` are the article's: where its text and date come from.
    """

    watchlist: str
    title: str
    version: str
    status: str
    severity: str
    language: str
    outcome: Outcome
    downgraded: Downgrade | None
    count: int
    words: tuple[ReadWord, ...]
    boilerplate: tuple[tuple[int, int], ...]
    terms: tuple[ExplainedTerm, ...]
    filters: tuple[ExplainedFilter, ...]
    condition: Node
    own: Node | None
    date_source: DateSource
    notes: tuple[ArticleNote, ...]
