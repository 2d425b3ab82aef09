"""The events that cross Kafka, as frozen values.

All times are timezone-aware and in UTC. All offsets count code points of the field they point into,
start inclusive, end exclusive, so that ``field[start:end]`` is the surface, always.

A field that older readers may overlook comes with a default and leaves the version as it is; one that they must
not overlook makes a new version.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tocsin.polling.trouble import TroubleKind

type_tag = "type"

Identifier = Annotated[str, Meta(min_length=1, max_length=255)]
Digest = Annotated[str, Meta(min_length=1, max_length=64)]
Language = Annotated[str, Meta(min_length=2, max_length=35)]
Severity = Literal["low", "medium", "high", "critical"]
FieldName = Literal["title", "body"]
Zone = Literal[
    "text",  # the article's own words
    "boilerplate",  # related links, menus, sentences that its host repeats
]
Downgrade = Literal["boilerplate"]
Status = Literal["actual", "exercise", "test"]
AlertKind = Literal["initial", "update", "retraction", "escalation"]
AlertReason = Literal["first_report"]
Verb = Literal["ack", "assign", "note", "close", "silence"]
Stage = Literal["source", "dedup", "match", "alert", "sink"]
DeadReason = Literal[
    "undecodable",  # the bytes are no event of ours
    "too_large",  # the record is larger than its topic takes
    "unparseable",  # a feed document holds an entry we cannot turn into an article
    "failed",  # our own code raised on it
    "rejected",  # the receiver will never take it
    "retries_exhausted",  # the receiver might take it, but not within the time allowed
]


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field=type_tag):
    """What every event carries: the version of its own shape."""

    version: int = 1


DateSource = Literal[
    "published",  # the entry's own date of publication
    "updated",  # it names none, but when it was changed
    "page",  # read on the linked page
    "jalali",  # written in the Persian calendar
    "hijri",  # written in the Islamic calendar
    "words",  # written out in a language, without a standard form
    "future",  # further ahead than clocks differ: the date was not believed, `published` is None
    "unreadable",  # there is one, but nothing could be made of it
    "missing",  # there is none
]
ArticleNote = Literal[
    "full_text",  # the body is the linked page's
    "full_text_both",  # the body is the feed's text, then the page's: nothing tells whether that is the article
    "full_text_failed",  # it was asked for, and could not be had: the body is the feed's
    "full_text_forbidden",  # robots.txt or our own rules forbid the page: the body is the feed's
    "no_zone",  # its date names no time zone: it was read as UTC
]


class Article(Event, frozen=True, kw_only=True, tag="article"):
    """One entry of a feed, as published.

    ``id`` stays the same for all revisions; ``content`` is the digest of the folded title and body, so two
    articles with one id and different contents are two revisions. ``revises`` is set by the dedup agent:
    the content digest of the version it knew before, or ``None`` at first sight. ``date_source`` says how
    ``published`` was read, ``own`` how many code points of ``body`` are the article's own words (what follows are
    links and menus; ``None``: nobody told them apart). ``country``, ``kind``, ``trust`` and ``tags`` are those of
    its feed; ``notes`` is what became of asking for more than the feed's own text, and what else to know of it.
    """

    id: Identifier
    feed: Identifier
    source: str
    url: str
    title: str
    body: str
    language: Language
    published: datetime | None
    fetched: datetime
    content: Digest
    revises: Digest | None = None
    date_source: DateSource = "published"
    own: int | None = None
    country: str = ""
    kind: str = ""
    trust: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[ArticleNote, ...] = ()


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Why one term fired, at one place: ``field[start:end] == surface``.

    ``sentence`` is the text around it as written and ``sentence_start`` its offset in the same field;
    ``rule`` names what linked the form to the surface; ``variant`` is the surface folded, and ``score`` 0 to
    100, the ``rapidfuzz.fuzz.ratio`` of it and the folded form.
    """

    term: Identifier
    language: Language
    form: str
    field: FieldName
    start: int
    end: int
    surface: str
    rule: str
    score: float
    sentence: str
    sentence_start: int
    variant: str = ""
    zone: Zone = "text"


class Match(Event, frozen=True, kw_only=True, tag="match"):
    """One watchlist hit by one article, with its evidence, which is never empty.

    ``shadow``: its watchlist is on trial, so it must never ring. ``downgraded``: ``severity`` is ``low``, whatever
    the watchlist says, because the article's own words alone would not have fired it.
    """

    version: int = 2  # 1 knew no shadow
    watchlist: Identifier
    watchlist_title: str
    watchlist_version: Digest
    severity: Severity
    status: Status
    receivers: tuple[Identifier, ...]
    article: Article
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]
    matched: datetime
    shadow: bool = False
    downgraded: Downgrade | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The article an alert speaks of, without its body; ``date_source`` and ``notes`` are the article's."""

    article: Identifier
    feed: Identifier
    source: str
    url: str
    title: str
    language: Language
    date_source: DateSource = "published"
    notes: tuple[ArticleNote, ...] = ()


class Clocks(msgspec.Struct, frozen=True, kw_only=True):
    """The three clocks of an alert: when the outlet says, when we had it, when we rang."""

    published: datetime | None
    fetched: datetime
    alerted: datetime


class Alert(Event, frozen=True, kw_only=True, tag="alert"):
    """One event in the life of an alert.

    ``id`` is the same for every event of one alert and for every replay of its cause, and serves unchanged as
    PagerDuty ``dedup_key``; ``sequence`` counts the events of one alert from 1. ``references`` lists
    the ids of the alerts this event updates or retracts; ``downgraded`` tells why ``severity`` is lower than
    the watchlist's.
    """

    id: Identifier
    sequence: int
    kind: AlertKind
    status: Status
    severity: Severity
    reason: AlertReason
    watchlist: Identifier
    watchlist_title: str
    watchlist_version: Digest
    receivers: tuple[Identifier, ...]
    report: Report
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]
    clocks: Clocks
    references: tuple[Identifier, ...] = ()
    downgraded: Downgrade | None = None

    @property
    def event_id(self) -> str:
        """What a receiver drops repeats by: alert id and sequence."""
        return f"{self.id}.{self.sequence}"


class FeedAlert(Event, frozen=True, kw_only=True, tag="feedalert"):
    """A feed is in trouble, or no longer.

    ``id`` is the same for the raising and the clearing of one trouble, and serves as ``dedup_key``; ``since`` is
    when it began, ``at`` when the poll that found it so. ``url`` holds no credentials.
    """

    id: Identifier
    kind: Literal["raised", "cleared"]
    trouble: TroubleKind
    severity: Severity
    status: Status = "actual"
    feed: Identifier
    source: str
    url: str
    since: datetime
    at: datetime
    detail: str
    receivers: tuple[Identifier, ...]

    @property
    def event_id(self) -> str:
        """What a receiver drops repeats by."""
        return f"{self.id}.{self.kind}"


class Action(Event, frozen=True, kw_only=True, tag="action"):
    """What a person did to an alert."""

    id: Identifier
    alert: Identifier
    watchlist: Identifier
    verb: Verb
    by: Identifier
    at: datetime
    text: str = ""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a dead letter's bytes came from.

    A Kafka record has topic, partition and offset; a feed document has ``feed:<id>`` for a topic and -1 twice.
    """

    topic: str
    partition: int
    offset: int


class DeadLetter(Event, frozen=True, kw_only=True, tag="deadletter"):
    """Poison, kept with its original bytes so that it can be replayed.

    ``payload`` and ``key`` are the bytes as they were; ``receiver`` is set when a sink gave up.
    """

    stage: Stage
    reason: DeadReason
    detail: str
    origin: Origin
    key: bytes | None
    payload: bytes
    headers: tuple[tuple[str, bytes], ...] = ()
    receiver: str | None = None
    at: datetime

    @property
    def id(self) -> str:
        """The same poison gives the same id, however often it comes again."""
        where = f"{self.origin.topic}/{self.origin.partition}/{self.origin.offset}"
        return f"{where}/{self.receiver}" if self.receiver else where
