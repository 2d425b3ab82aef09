"""The records of one watchlist as an event has changed them so far. Nothing outside is changed."""

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from tocsin.alerting.ledger import Ledger, RecordKind, Write, key_of
from tocsin.alerting.packing import pack, pack_kept, size_of, unpack, unpack_kept, unpack_story
from tocsin.alerting.records import Desk, Gathered, Kept, Over, Story
from tocsin.alerting.settling import settled
from tocsin.alerting.shelf import Shelf
from tocsin.alerting.ways import Ways


class Draft:
    """What the ledger holds of a watchlist, with what an event has put in its place. ``desk`` is put by setting it."""

    def __init__(self, watchlist: str, desk: Desk, shelf: Shelf, ways: Ways, ledger: Ledger) -> None:
        self.watchlist, self.shelf, self.ways, self._ledger = watchlist, shelf, ways, ledger
        self.desk = unpack(ledger.get("desk", watchlist), Desk) or desk
        self._desk_before = self.desk
        self._stories: dict[str, Story | Over | None] = {}
        self._read: dict[str, Story | Over | None] = {}
        self._kept: dict[str, Kept | None] = {}
        self._gathered: dict[str, Gathered] = {}
        self._swept: dict[str, tuple[frozenset[bytes], list[bytes]]] = {}

    def story(self, name: str) -> Story | None:
        """The open story of an alert, as it is now."""
        found = self._story_or_over(name)
        return found if isinstance(found, Story) else None

    def over(self, name: str) -> Over | None:
        """What is left of the story of an alert that is over."""
        found = self._story_or_over(name)
        return found if isinstance(found, Over) else None

    def put_story(self, name: str, story: Story) -> None:
        """The story is as given from now on."""
        self._stories[name] = story

    def put_over(self, name: str, until: datetime) -> None:
        """The story is over, and its articles are to be forgotten; its id is no other's before ``until``."""
        story = self.story(name)
        self._stories[name] = Over(until, story.messages if story is not None else b"")
        for article in self.shelf.members(name):
            kept = self.kept(article)
            if kept is None or kept.story == name:  # else it has gone over to another
                self._kept[article] = None

    def forget_over(self, name: str) -> None:
        """Nothing is left of a story that is over."""
        if self.over(name) is not None:
            self._stories[name] = None

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

    def changes(self) -> tuple[tuple[Write, ...], tuple[int, int, int]]:
        """What is to be written, and by how much stories, reports and bytes grow by it.

        Stories first, each with all it needs to know an event again; then what ends, what it rests on behind it.
        """
        writes = [*self._story_writes(), *self._kept_writes(), *self._desk_writes()]
        known = ((order, write, self._ledger.get(write.kind, write.key)) for order, write in writes)
        changed = [(order, write, before) for order, write, before in known if write.value != before]
        changed.sort(key=lambda one: one[0])
        grown = _grown([(write, before) for _, write, before in changed])
        return tuple(write for _, write, _ in changed), grown

    def _story_or_over(self, name: str) -> Story | Over | None:
        if name in self._stories:
            return self._stories[name]
        if name not in self._read:
            self._read[name] = unpack_story(self._raw("story", name))
        return self._read[name]

    def _story_writes(self) -> Iterator[tuple[int, Write]]:
        for name, story in self._stories.items():
            key = key_of(self.watchlist, name)
            if isinstance(story, Story):
                yield 0, Write("story", key, pack(settled(story, self.ways)))
            else:
                yield 2, Write("story", key, None if story is None else pack(story))

    def _kept_writes(self) -> Iterator[tuple[int, Write]]:
        for article, kept in self._kept.items():
            value = None if kept is None else pack_kept(article, kept)
            yield int(kept is None), Write("filed", key_of(self.watchlist, article), value)

    def _desk_writes(self) -> Iterator[tuple[int, Write]]:
        for route, gathered in self._gathered.items():
            if route in self._swept:
                gathered = replace(gathered, swept=tuple(self._swept[route][1]))
            yield 0, Write("desk", key_of(self.watchlist, route), pack(gathered))
        if self.desk != self._desk_before:
            yield 0, Write("desk", self.watchlist, pack(self.desk))

    def _raw(self, kind: RecordKind, name: str) -> bytes | None:
        return self._ledger.get(kind, key_of(self.watchlist, name))


def _grown(changed: list[tuple[Write, bytes | None]]) -> tuple[int, int, int]:
    stories = reports = size = 0
    for write, before in changed:
        size += size_of(write.key, write.value) - size_of(write.key, before)
        if write.kind == "story":
            stories += _is_story(write.value) - _is_story(before)
        elif write.kind == "filed":
            reports += (write.value is not None) - (before is not None)
    return stories, reports, size


def _is_story(value: bytes | None) -> bool:
    return value is not None and unpack(value, Over) is None
