"""What is remembered of stories and watchlists between events. Arrays on the wire: a field's place is its name."""

from datetime import datetime, timedelta

import msgspec

from tocsin.alerting.excerpts import Excerpt
from tocsin.alerting.waiting import Waiting
from tocsin.contract.events import Corroborate, Downgrade, Held, HeldReason, Status
from tocsin.routing.silence import Silence
from tocsin.story.model import Filed


class Lot(msgspec.Struct, frozen=True, array_like=True):
    """Reports of a story held on a route for one reason: how many, since when, the newest by number.

    ``until`` is when they are due; ``None``: a timer of the route says, or they go with the next event.
    """

    reason: HeldReason
    count: int
    since: datetime
    numbers: tuple[int, ...]
    until: datetime | None = None


class Way(msgspec.Struct, frozen=True, array_like=True):
    """A story on one route: when it was last told of there, by which event, how grave; what is held.

    ``severity`` is a rank as in `severity.RANKS`, 0 while nothing was told. No reminder goes before ``hush``.
    """

    route: str
    told: datetime | None = None
    sequence: int = 0
    severity: int = 0
    lots: tuple[Lot, ...] = ()
    escalated: bool = False
    hush: datetime | None = None


class Handled(msgspec.Struct, frozen=True, array_like=True):
    """What people did about a story. ``known`` are digests of the actions that are in it, newest last."""

    acked_by: str = ""
    assignee: str = ""
    notes: tuple[str, ...] = ()
    closed_by: str = ""
    snoozed: datetime | None = None
    known: tuple[bytes, ...] = ()


class Story(msgspec.Struct, frozen=True, array_like=True):
    """One story of one watchlist, and the alert of it.

    ``strong`` and ``trusted`` are the gravest ranks that its reports had by themselves, without and with a look at
    who said so; ``outlets`` are 4 bytes for each that carried it, ``own`` those with texts of their own and when last.
    ``number`` counts versions of articles, ``latest`` is a digest of the last: with it, half a write is completed.
    ``rung`` is when its first event was told (``sequence`` 0: not yet), ``shown`` the last that was told of;
    ``messages`` has 8 bytes for each message of the article that opened it, newest last. ``revising``: all that was
    told is revisions of reports whose own stories are over; then ``rung`` is when the first other was told.
    ``newest`` is the number of its last report among its watchlist's.
    """

    opened: datetime
    last: datetime
    number: int = 0
    latest: bytes = b""
    sequence: int = 0
    severity: int = 0
    strong: int = 0
    trusted: int = 0
    status: Status = "actual"
    downgraded: Downgrade | None = None
    reports: int = 0
    origins: int = 0
    outlets: bytes = b""
    own: tuple[tuple[int, datetime], ...] = ()
    languages: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    receivers: tuple[str, ...] = ()
    rung: datetime | None = None
    excerpts: tuple[Excerpt, ...] = ()
    shown: Waiting | None = None
    waiting: tuple[Waiting, ...] = ()
    handled: Handled | None = None
    retracted: bool = False
    messages: bytes = b""
    revising: bool = False
    newest: int = 0


class Over(msgspec.Struct, frozen=True, array_like=True, tag=0):
    """What is left of a story that is over: until ``until`` its id is no other's.

    ``messages`` are those of the article that opened it: they alone open none again.
    """

    until: datetime
    messages: bytes = b""


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """An article in its story. ``filed`` is ``None`` once its story's book no longer keeps it: then it is known only.

    ``number`` is its story's when it came, ``earlier`` digests of versions before; ``withdrawn``: it fires no more.
    ``digest`` is ``content`` on the wire, ``alert`` is ``story``. ``fetched`` is when this version was.
    """

    number: int
    story: str
    content: str
    filed: Filed | None = None
    earlier: tuple[bytes, ...] = ()
    withdrawn: bool = False
    digest: bytes = b""
    alert: bytes = b""
    fetched: datetime | None = None


class Watch(msgspec.Struct, frozen=True, array_like=True):
    """What a watchlist's last match said of it."""

    title: str
    version: str
    receivers: tuple[str, ...] = ()
    corroborate: Corroborate | None = None


class Spent(msgspec.Struct, frozen=True, array_like=True):
    """So many events since ``since``, against a limit per time."""

    since: datetime
    events: int = 0

    def within(self, per: timedelta, at: datetime) -> "Spent":
        """The same while its time lasts, else nothing yet, since ``at``."""
        return self if timedelta(0) <= at - self.since < per else Spent(at)


class Archive(msgspec.Struct, frozen=True, array_like=True):
    """Articles that are old, or came without a date; ``sign`` stands for which, ``rang`` of them rang."""

    sign: bytes
    rang: int


class Desk(msgspec.Struct, frozen=True, array_like=True):
    """What concerns all of a watchlist. ``last`` is the time of the last event, ``reports`` counts those placed.

    ``archives`` are those that were met last, ``archiving`` is since when what is held of them is counted together.
    """

    last: datetime
    watch: Watch | None = None
    silences: tuple[Silence, ...] = ()
    budgets: dict[str, Spent] = {}
    archives: tuple[Archive, ...] = ()
    archiving: datetime | None = None
    reports: int = 0


class Gathered(msgspec.Struct, frozen=True, array_like=True):
    """A digest of a route being gathered since ``since``, which is due at ``due``; ``None``: nothing is.

    ``number`` counts those that were sent. ``swept`` stands for the stories whose end was counted last: with it, half
    a write is completed without counting twice.
    """

    number: int = 0
    swept: tuple[bytes, ...] = ()
    since: datetime | None = None
    due: datetime | None = None
    severity: int = 0
    status: Status = "actual"
    reports: int = 0
    stories: int = 0
    held: tuple[tuple[HeldReason, int], ...] = ()
    entries: tuple[Held, ...] = ()
