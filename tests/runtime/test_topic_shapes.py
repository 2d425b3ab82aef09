"""What a topic shall look like, and which differences are safe to mend."""

from datetime import timedelta

import msgspec
import pytest

from runtime.kafka import Connection
from runtime.topic_shapes import EMBEDDED_BYTES, Difference, Shape, differences, wanted_shape
from tocsin.config.model import Kafka, TopicOverride
from tocsin.contract.topics import ARTICLES, SEEN, TOPICS

SHAPE = Shape("t", 4, 1, {"cleanup.policy": "delete", "retention.ms": "1000", "max.message.bytes": "10"})


def found(**changes: object) -> Shape:
    return msgspec.structs.replace(SHAPE, **changes)


def only(shape: Shape, *, embedded: bool = False) -> Difference:
    (difference,) = differences(SHAPE, shape, embedded=embedded)
    return difference


def with_setting(name: str, value: str) -> Shape:
    return found(settings={**SHAPE.settings, name: value})


def test_the_same_shape_and_settings_of_others_are_no_difference() -> None:
    assert not list(differences(SHAPE, with_setting("min.insync.replicas", "2"), embedded=False))


@pytest.mark.parametrize(("partitions", "safe"), [(3, True), (5, False)])
def test_partitions_may_only_grow(partitions: int, safe: bool) -> None:
    assert only(found(partitions=partitions)).safe is safe


def test_replicas_are_not_ours_to_move() -> None:
    assert not only(found(replication=3)).safe


@pytest.mark.parametrize(
    ("current", "embedded", "safe"),
    [
        ("999", False, True),
        ("1001", False, False),
        ("-1", False, False),
        ("1001", True, True),
        ("-1", True, True),
    ],
)
def test_retention_grows_and_shrinks_on_the_embedded_broker_only(
    current: str, embedded: bool, safe: bool
) -> None:
    assert only(with_setting("retention.ms", current), embedded=embedded).safe is safe


def test_for_ever_is_longer_than_any_retention() -> None:
    for_ever = msgspec.structs.replace(SHAPE, settings={"retention.ms": "-1"})
    (difference,) = differences(for_ever, SHAPE, embedded=False)
    assert difference.safe


def test_the_policy_is_left_alone_and_the_command_named() -> None:
    difference = only(with_setting("cleanup.policy", "compact"))
    assert not difference.safe
    assert (
        "kafka-configs --alter --entity-type topics --entity-name t --add-config cleanup.policy=delete"
        in str(difference)
    )


def test_all_logs_of_the_embedded_broker_stay_within_its_bytes() -> None:
    connection = Connection(("h:1",), Kafka())
    shapes = [wanted_shape(topic, connection, embedded=True) for topic in TOPICS if not topic.compacted]
    assert (
        sum(int(shape.settings["retention.bytes"]) * shape.partitions for shape in shapes) <= EMBEDDED_BYTES
    )
    assert all(int(shape.settings["segment.bytes"]) * 3 < EMBEDDED_BYTES / 21 for shape in shapes)


def test_overrides_reach_the_shape() -> None:
    override = TopicOverride(name="news", partitions=8, retention=timedelta(days=1))
    kafka = Kafka(replication_factor=3, topics={"articles": override})
    shape = wanted_shape(ARTICLES, Connection(("h:1",), kafka), embedded=False)
    assert (shape.name, shape.partitions, shape.replication) == ("news", 8, 3)
    assert shape.settings["retention.ms"] == str(24 * 3600 * 1000)
    assert "retention.bytes" not in shape.settings


def test_memories_are_compacted_and_unbounded() -> None:
    shape = wanted_shape(SEEN, Connection(("h:1",), Kafka()), embedded=True)
    assert shape.settings["cleanup.policy"] == "compact"
    assert not {"retention.ms", "retention.bytes"} & set(shape.settings)
