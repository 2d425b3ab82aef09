"""Records of several kinds, each kind in a table and a topic of its own, written key by key."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial

from faust.types import TP

from streams.mark_keys import is_of_marks
from streams.marks import Written
from streams.sender import Encoded
from streams.shared import Shared, Size
from streams.stores import Store
from streams.tables import raw_table, store_of
from tocsin.contract.topics import Topic


class Records:
    """Bytes by kind and key, each at home in a partition, which whoever writes it names."""

    def __init__(self, shared: Shared, topics: Mapping[str, Topic]) -> None:
        self._app, self._sender, self._topics = shared.app, shared.sender, topics
        self._names = {kind: shared.connection.name(topic) for kind, topic in topics.items()}
        self._tables = {
            kind: raw_table(shared.app, shared.connection, topic) for kind, topic in topics.items()
        }
        for kind in topics:
            shared.sizes[kind] = partial(self.size, kind)

    @property
    def ready(self) -> bool:
        """Whether everything of our partitions is here, and nothing else."""
        return bool(self._app.tables.actives_ready) and not self._app.rebalancing

    def get(self, kind: str, key: str) -> bytes | None:
        """The record, or ``None``."""
        return self._store(kind).read(key.encode())

    def items(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Every record of the kind, of all our partitions. A key that is no text was not written by us."""
        for key, value in self._store(kind).pairs():
            if not is_of_marks(key):
                with suppress(UnicodeDecodeError):
                    yield key.decode(), value

    def size(self, kind: str) -> Size:
        """How many records there are of the kind, and the bytes of their keys and values."""
        lengths = [len(key) + len(value) for key, value in self._store(kind).pairs()]
        return len(lengths), sum(lengths)

    def _check(self, one: Written) -> None:
        """Raises TooLargeError: the record is larger than its topic takes."""
        self._sender.check(self._topics[one.kind], Encoded(one.key.encode(), one.value))

    def _set(self, number: int, one: Written) -> None:
        self._store(one.kind).write(number, one.key.encode(), one.value)

    async def _note(self, number: int, one: Written) -> None:
        """Write it to its topic, and have it only then."""
        offset = await self._sender.note(self._topics[one.kind], number, one.key.encode(), one.value)
        self._set(number, one)
        self._store(one.kind).set_persisted_offset(TP(self._names[one.kind], number), offset)

    def _store(self, kind: str) -> Store:
        return store_of(self._tables[kind])
