"""One event's turn: what the records say, as changed so far, and what is sent. Nothing outside is changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.ledger import Ledger, RecordKind, Write, key_of
from tocsin.alerting.outcome import Counted, Outcome
from tocsin.alerting.packing import pack, pack_kept, size_of, unpack, unpack_kept
from tocsin.alerting.records import Desk, Gathered, Kept, Spent, Story
from tocsin.alerting.settling import settled
from tocsin.alerting.shelf import Shelf
from tocsin.alerting.ways import Ways
from tocsin.contract.events import Alert, Digest

MOST_SENT: Final = 100
MOST_FORGOTTEN: Final = 2_000


class Turn:
    """The records of one watchlist during one event. ``at`` is the time of what is being decided, ``now`` a stamp."""

    def __init__(self, watchlist: str, at: datetime, now: datetime, shelf: Shelf, ways: Ways, ledger: Ledger):
        self.watchlist, self.at, self.now = watchlist, at, now
        self.shelf, self.ways, self._ledger = shelf, ways, ledger
        self.desk = unpack(ledger.get("desk", watchlist), Desk) or Desk(at)
        self._desk_before = self.desk
        self._stories: dict[str, Story | None] = {}
        self._read: dict[str, Story | None] = {}
        self._kept: dict[str, Kept | None] = {}
        self._gathered: dict[str, Gathered] = {}
        self._swept: dict[str, tuple[frozenset[bytes], list[bytes]]] = {}
        self._sent: list[Alert | Digest] = []
        self._counted: list[Counted] = []

    @property
    def full(self) -> bool:
        """Whether so much was sent, or forgotten, that what else is due has to wait for another turn."""
        return len(self._sent) >= MOST_SENT or len(self._kept) >= MOST_FORGOTTEN

    def moves_to(self, at: datetime) -> None:
        """It is ``at`` from now on."""
        self.at = at
        if at > self.desk.last:
            self.desk = replace(self.desk, last=at)

    @property
    def named(self) -> tuple[str, ...]:
        """The receivers that the watchlist names."""
        return self.desk.watch.receivers if self.desk.watch else ()

    def story(self, name: str) -> Story | None:
        """The story of an alert, as it is now."""
        if name in self._stories:
            return self._stories[name]
        if name not in self._read:
            self._read[name] = unpack(self._raw("story", name), Story)
        return self._read[name]

    def put_story(self, name: str, story: Story) -> None:
        """The story is as given from now on."""
        self._stories[name] = story

    def end_story(self, name: str) -> None:
        """The story and its articles are to be forgotten."""
        self._stories[name] = None
        for article in self.shelf.members(name):
            self._kept[article] = None

    def kept(self, article: str) -> Kept | None:
        """What is known of an article, as it is now."""
        if article not in self._kept:
            return unpack_kept(article, self._raw("filed", article))
        return self._kept[article]

    def put_kept(self, article: str, kept: Kept | None) -> None:
        """An article is known as given from now on."""
        self._kept[article] = kept

    def gathered(self, route: str) -> Gathered:
        """The digest of a route, as it is now."""
        if route not in self._gathered:
            return unpack(self._raw("desk", route), Gathered) or Gathered()
        return self._gathered[route]

    def put_gathered(self, route: str, gathered: Gathered) -> None:
        """The digest of a route is as given from now on."""
        self._gathered[route] = gathered

    def gathering(self) -> tuple[str, ...]:
        """The routes whose digests were added to, or sent."""
        return tuple(self._gathered)

    def sweeps(self, route: str, sign: bytes) -> bool:
        """Whether the end that ``sign`` stands for is still to be counted in the digest of ``route``; it is now."""
        if route not in self._swept:
            self._swept[route] = frozenset(self.gathered(route).swept), []
        before, now = self._swept[route]
        now.append(sign)
        return sign not in before

    def spend(self, route: str) -> None:
        """One more event has gone out on a route that may have a budget."""
        policy = self.ways.called(route)
        if policy is not None and policy.budget is not None:
            spent = self.desk.budgets.get(route, Spent(self.at)).within(policy.budget.per, self.at)
            budgets = {**self.desk.budgets, route: Spent(spent.since, spent.events + 1)}
            self.desk = replace(self.desk, budgets=budgets)

    def say(self, event: Alert | Digest) -> None:
        """Send ``event``."""
        self._sent.append(event)
        if isinstance(event, Alert):
            self.count(Counted("alert", event.reason))
        else:
            self.count(Counted("digest", "gathered"))

    def count(self, counted: Counted) -> None:
        """For the metrics and the log."""
        self._counted.append(counted)

    def outcome(self) -> Outcome:
        """What is to be sent, kept and counted.

        Stories first, each with all it needs to know an event again; forgetting last, what it rests on behind it.
        """
        writes = [*self._story_writes(), *self._kept_writes(), *self._desk_writes()]
        known = [(write, self._ledger.get(write.kind, write.key)) for write in writes]
        changed = [(write, before) for write, before in known if write.value != before]
        changed.sort(key=lambda one: _order(one[0]))
        return Outcome(
            send=tuple(self._sent),
            remember=tuple(write for write, _ in changed),
            counted=tuple(self._counted),
            grown=_grown(changed),
        )

    def _story_writes(self) -> Iterator[Write]:
        for name, story in self._stories.items():
            value = None if story is None else pack(settled(story, self.ways))
            yield Write("story", key_of(self.watchlist, name), value)

    def _kept_writes(self) -> Iterator[Write]:
        for article, kept in self._kept.items():
            value = None if kept is None else pack_kept(article, kept)
            yield Write("filed", key_of(self.watchlist, article), value)

    def _desk_writes(self) -> Iterator[Write]:
        for route, gathered in self._gathered.items():
            if route in self._swept:
                gathered = replace(gathered, swept=tuple(self._swept[route][1]))
            yield Write("desk", key_of(self.watchlist, route), pack(gathered))
        if self.desk != self._desk_before:
            yield Write("desk", self.watchlist, pack(self.desk))

    def _raw(self, kind: RecordKind, name: str) -> bytes | None:
        return self._ledger.get(kind, key_of(self.watchlist, name))


def _order(write: Write) -> int:
    """Records in the order they come, then what is forgotten: the articles, and the stories they rest on behind."""
    return 0 if write.value is not None else 2 if write.kind == "story" else 1


def _grown(changed: list[tuple[Write, bytes | None]]) -> tuple[int, int, int]:
    stories = reports = size = 0
    for write, before in changed:
        size += size_of(write.key, write.value) - size_of(write.key, before)
        more = (write.value is not None) - (before is not None)
        stories += more * (write.kind == "story")
        reports += more * (write.kind == "filed")
    return stories, reports, size
