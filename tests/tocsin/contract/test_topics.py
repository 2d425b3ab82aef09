"""The declarations hold together."""

import pytest

from tocsin.contract.topics import (
    ACTIONS,
    ARTICLES,
    DEADLETTERS,
    DESKS,
    FILED,
    FIRED,
    MATCHES,
    SEEN,
    STORIES,
    TOPICS,
    UNIQUE,
    WAKES,
    Topic,
    kafka_config,
)


def test_names_are_unique() -> None:
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_what_one_agent_holds_together_has_as_many_partitions() -> None:
    together = (MATCHES, ACTIONS, WAKES, FILED, STORIES, DESKS)
    assert len({topic.partitions for topic in together}) == 1
    assert SEEN.partitions == ARTICLES.partitions
    assert FIRED.partitions == UNIQUE.partitions


def test_a_dead_letter_can_hold_any_other_record() -> None:
    largest = max(topic.max_bytes for topic in TOPICS if topic is not DEADLETTERS)
    assert DEADLETTERS.max_bytes >= largest * 4 / 3 + 100_000


def test_memories_are_compacted_and_kept() -> None:
    assert kafka_config(SEEN) == {"cleanup.policy": "compact", "max.message.bytes": str(SEEN.max_bytes)}


@pytest.mark.parametrize("memory", [FIRED, FILED, STORIES, DESKS], ids=lambda topic: topic.name)
def test_little_of_a_memory_that_marks_are_written_to_is_left_uncompacted(memory: Topic) -> None:
    config = kafka_config(memory)
    assert memory.max_bytes < int(config["segment.bytes"]) <= 32 * 1024 * 1024
    assert int(config["segment.ms"]) <= 3_600_000


def test_the_embedded_broker_keeps_little() -> None:
    assert kafka_config(ARTICLES, retention_bytes=1000)["retention.bytes"] == "1000"
    assert "retention.bytes" not in kafka_config(SEEN, retention_bytes=1000)
