"""The events that cross Kafka, as frozen values.

All times are timezone-aware and in UTC. All offsets count code points of the field they point into,
start inclusive, end exclusive, so that ``field[start:end]`` is the surface, always.

A field that older readers may overlook comes with a default and leaves the version as it is; one that they must
not overlook makes a new version.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tocsin.polling.trouble import TroubleKind

type_tag = "type"

Identifier = Annotated[str, Meta(min_length=1, max_length=255)]
HexDigest = Annotated[str, Meta(min_length=1, max_length=64)]
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
AlertReason = Literal[
    # initial
    "first_report",  # the first report of a story
    # update
    "new_reports",  # other outlets, or the same one again, reported more
    "revised",  # a report that was told of has new words
    "severity_raised",  # more origins, a trusted source or stronger words: it weighs more than was told
    "reminder",  # nobody has acknowledged it within `repeat_interval`
    # retraction
    "withdrawn",  # its only report was changed, and no longer fires
    # escalation
    "unacknowledged",  # nobody has acknowledged it in time
]
HeldReason = Literal[
    "group_wait",  # a moment, so that reports that come together are told together
    "group_interval",  # the story was told of a moment ago
    "quiet_hours",  # the route sleeps
    "budget",  # the route has had what it is to have in this time
    "silenced",  # somebody silenced it, until a time
    "snoozed",  # somebody snoozed the story, until a time
    "inhibited",  # another watchlist rang for the same article
    "closed",  # somebody closed the story
    "archive",  # one of many that came at once and are old, or do not say how old
    "copy",  # it says, for the most part, what was told; it goes with the next update
]
"""Why a report of a story is not told at once. Held reports are told later, or counted in a digest."""
Relation = Literal[
    "new",  # opens a story
    "repeat",  # the same article again, unchanged
    "revision",  # the same article with other words
    "copy",  # another outlet's article in, for the most part, the same words
    "report",  # another article about the same event
]
Verb = Literal["ack", "assign", "note", "close", "snooze", "silence", "expire"]
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
    content: HexDigest
    revises: HexDigest | None = None
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


class Corroborate(msgspec.Struct, frozen=True, kw_only=True):
    """So many distinct origins within so long raise a story's severity by one step."""

    origins: Annotated[int, Meta(ge=2)]
    within: timedelta


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Another watchlist, live, that the same article fired."""

    watchlist: Identifier
    severity: Severity
    status: Status = "actual"


class Match(Event, frozen=True, kw_only=True, tag="match"):
    """One watchlist hit by one article, with its evidence, which is never empty.

    ``shadow``: its watchlist is on trial, so it must never ring. ``downgraded``: ``severity`` is ``low``, whatever
    the watchlist says, because the article's own words alone would not have fired it. ``beside``: the other live
    watchlists that the article fired. ``corroborate``: so many distinct origins within that time raise the severity.
    ``fired_before``: the version that the article revises had fired this version of the watchlist.
    """

    version: int = 2  # 1 knew no shadow
    watchlist: Identifier
    watchlist_title: str
    watchlist_version: HexDigest
    severity: Severity
    status: Status
    receivers: tuple[Identifier, ...]
    article: Article
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]
    matched: datetime
    shadow: bool = False
    downgraded: Downgrade | None = None
    beside: tuple[Beside, ...] = ()
    corroborate: Corroborate | None = None
    fired_before: bool = False


class Withdrawn(Event, frozen=True, kw_only=True, tag="withdrawn"):
    """A revised article no longer fires a watchlist that its version before had fired. Stands among the matches."""

    watchlist: Identifier
    article: Article
    withdrawn: datetime


class Wake(Event, frozen=True, kw_only=True, tag="wake"):
    """It is ``at``: what was held back for a watchlist until then is due. The alert agent sends it to itself."""

    watchlist: Identifier
    at: datetime


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
    relation: Relation = "new"
    published: datetime | None = None
    why: tuple[str, ...] = ()


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A story so far, in numbers.

    ``origins`` counts independent texts, ``carriers`` the outlets that carried any of them: agency copy is one
    origin with many carriers. ``since`` counts the reports that this event tells of for the first time,
    ``held`` those among them that were held back, by why: all of them, but for one that is told as it comes.
    """

    reports: int = 1
    origins: int = 1
    carriers: int = 1
    languages: tuple[Language, ...] = ()
    since: int = 1
    held: tuple[tuple[HeldReason, int], ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a revision changed: the title before, where that changed; sentences that are new; how many are gone."""

    article: Identifier
    title_before: str = ""
    added: tuple[str, ...] = ()
    removed: int = 0


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """What people did about an alert so far: who acknowledged it, whose it is, what they noted, newest last."""

    acked_by: str = ""
    assignee: str = ""
    notes: tuple[str, ...] = ()


class Clocks(msgspec.Struct, frozen=True, kw_only=True):
    """The three clocks of an alert: when the outlet says, when we had it, when we rang.

    ``opened`` is when its first report rang, or a revision of what is over; ``None`` in the event that is this ring.
    """

    published: datetime | None
    fetched: datetime
    alerted: datetime
    opened: datetime | None = None


class Alert(Event, frozen=True, kw_only=True, tag="alert"):
    """One event in the life of an alert.

    ``id`` is the same for every event of one alert and for every replay of its cause, and serves unchanged as
    PagerDuty ``dedup_key``; ``sequence`` counts the events of one alert from 1. ``references`` lists
    the ids of the events this one updates or retracts; ``downgraded`` tells why ``severity`` is lower than
    the watchlist's, ``severity_why`` what else made it. ``report`` is what opened the story, or for an update the
    latest; ``reports`` are the later ones it tells of, newest first, at most 20 of ``tally.since``. ``evidence`` is
    that of ``report``.
    """

    id: Identifier
    sequence: int
    kind: AlertKind
    status: Status
    severity: Severity
    reason: AlertReason
    watchlist: Identifier
    watchlist_title: str
    watchlist_version: HexDigest
    receivers: tuple[Identifier, ...]
    report: Report
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]
    clocks: Clocks
    references: tuple[Identifier, ...] = ()
    downgraded: Downgrade | None = None
    reports: tuple[Report, ...] = ()
    tally: Tally = Tally()
    change: Change | None = None
    severity_why: str = ""
    handling: Handling = Handling()
    route: str = ""

    @property
    def event_id(self) -> str:
        """What a receiver drops repeats by: alert id and sequence."""
        return f"{self.id}.{self.sequence}"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a digest: the alert it belongs to, what it is about, and how many of its reports were held."""

    alert: Identifier
    title: str
    url: str
    source: str
    language: Language
    severity: Severity
    reports: int
    carriers: int = 1


class Digest(Event, frozen=True, kw_only=True, tag="digest"):
    """What a route held back between ``since`` and ``until``, counted: nothing of it is told otherwise.

    ``reports`` is all of it, ``held`` the same by why, ``stories`` how many stories they belong to; ``entries`` are
    those with the most reports, at most 50. ``id`` is the same for every replay of its cause.
    """

    id: Identifier
    watchlist: Identifier
    watchlist_title: str
    severity: Severity
    status: Status = "actual"
    receivers: tuple[Identifier, ...]
    route: str
    since: datetime
    until: datetime
    at: datetime
    reports: int
    stories: int
    held: tuple[tuple[HeldReason, int], ...]
    entries: tuple[Held, ...]

    @property
    def event_id(self) -> str:
        """What a receiver drops repeats by."""
        return self.id


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


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Which reports of a watchlist a silence covers: all that is given must hold; nothing given covers all.

    First reports of new stories go out all the same, unless ``first_reports`` says that they too are silenced.
    """

    terms: tuple[Identifier, ...] = ()
    feeds: tuple[Identifier, ...] = ()
    languages: tuple[Language, ...] = ()
    countries: tuple[str, ...] = ()
    first_reports: bool = False


class Action(Event, frozen=True, kw_only=True, tag="action"):
    """What a person did to an alert, or to all of a watchlist's.

    ``alert`` is empty for ``silence`` and ``expire``, which concern the watchlist; ``text`` is the note, the comment,
    for ``assign`` the assignee, for ``expire`` the id of the action that silenced. ``until`` ends a ``snooze`` or a
    ``silence``.
    """

    id: Identifier
    alert: str = ""
    watchlist: Identifier
    verb: Verb
    by: Identifier
    at: datetime
    text: str = ""
    until: datetime | None = None
    scope: Scope = Scope()


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
