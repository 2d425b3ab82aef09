"""What our topics shall look like on the brokers, and how far one that exists is from it. No I/O."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from runtime.kafka import Connection
from tocsin.contract.topics import ARTICLES, TOPICS, Topic, kafka_config

# The embedded broker holds all records in memory and writes them anew, as one file four times as large, at every
# change. Half is for the articles: a flood from new feeds waits there for the worker, and what is dropped is lost.
EMBEDDED_BYTES: Final = 64 * 1024 * 1024
# It drops and compacts whole segments, never the last one: with Kafka's 1 GB it would keep everything.
EMBEDDED_SEGMENT_BYTES: Final = 512 * 1024

PARTITIONS: Final = "partitions"
REPLICATION: Final = "replication factor"
_POLICY: Final = "cleanup.policy"
_BOUNDS: Final = ("retention.ms", "retention.bytes")
_NO_BOUND: Final = "-1"


class Shape(msgspec.Struct, frozen=True):
    """A topic's physical name, partitions, replicas of each, and settings in Kafka's own words."""

    name: str
    partitions: int
    replication: int
    settings: Mapping[str, str]


class Difference(msgspec.Struct, frozen=True):
    """One setting that is not as declared. ``safe``: it can be changed without losing records; ``note``: what then."""

    setting: str
    current: str
    wanted: str
    safe: bool = True
    note: str = ""

    def __str__(self) -> str:
        said = f"{self.setting} is {self.current}, should be {self.wanted}"
        return f"{said} ({self.note})" if self.note else said


def wanted_shape(topic: Topic, connection: Connection, *, embedded: bool) -> Shape:
    """The topic as declared, with the configuration's overrides; bounded by size too on the embedded broker."""
    declared = msgspec.structs.replace(topic, retention=connection.retention(topic))
    partitions = connection.partitions(topic)
    settings = dict(kafka_config(declared))
    if embedded:
        settings = dict(kafka_config(declared, retention_bytes=_embedded_bytes(topic) // partitions))
        settings["segment.bytes"] = str(EMBEDDED_SEGMENT_BYTES)
    replication = 1 if embedded else connection.settings.replication_factor
    return Shape(connection.name(topic), partitions, replication, settings)


def differences(wanted: Shape, found: Shape, *, embedded: bool) -> Iterator[Difference]:
    """Where ``found`` is not as ``wanted``. Settings we do not declare are the operator's own affair."""
    if found.partitions != wanted.partitions:
        yield _partitions(wanted, found)
    if found.replication != wanted.replication:
        note = "kafka-reassign-partitions changes it"
        yield Difference(REPLICATION, str(found.replication), str(wanted.replication), safe=False, note=note)
    for setting, value in wanted.settings.items():
        current = found.settings.get(setting, "")
        if current != value:
            yield _setting(wanted.name, Difference(setting, current, value), embedded)


def _embedded_bytes(topic: Topic) -> int:
    if topic is ARTICLES:
        return EMBEDDED_BYTES // 2
    others = [other for other in TOPICS if not other.compacted and other is not ARTICLES]
    return EMBEDDED_BYTES // 2 // len(others)


def _partitions(wanted: Shape, found: Shape) -> Difference:
    if found.partitions > wanted.partitions:
        note = "Kafka can't take partitions away: declare as many as there are, or use a new topic"
    else:
        note = "keys move to other partitions: what an agent remembers of a key stays behind, so repeats may come"
    safe = found.partitions < wanted.partitions
    return Difference(PARTITIONS, str(found.partitions), str(wanted.partitions), safe=safe, note=note)


def _setting(topic: str, found: Difference, embedded: bool) -> Difference:
    by_hand = f"kafka-configs --alter --entity-type topics --entity-name {topic} --add-config"
    if found.setting == _POLICY:
        lost = f"left alone, for it drops records: {by_hand} {found.setting}={found.wanted}"
        return msgspec.structs.replace(found, safe=False, note=lost)
    # The embedded broker falls over without its bounds, and keeps nothing that matters for long.
    if not embedded and found.setting in _BOUNDS and _shortens(found):
        lost = f"left alone, for less drops records: {by_hand} {found.setting}={found.wanted}"
        return msgspec.structs.replace(found, safe=False, note=lost)
    return found


def _shortens(found: Difference) -> bool:
    if found.wanted == _NO_BOUND:
        return False
    return found.current == _NO_BOUND or int(found.wanted) < int(found.current)
