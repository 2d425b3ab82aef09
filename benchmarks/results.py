"""What stands in Kafka of a contestant's results."""

from collections.abc import Mapping
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from benchmarks.agreement import Sent, name_of
from runtime.kafka import Connection
from tocsin.contract.topics import ALERTS, MATCHES, UNIQUE, Topic

RESULTS: Final = (UNIQUE, MATCHES, ALERTS)

Counts = Mapping[Topic, int]


async def counts_in(observer: AIOKafkaConsumer, kafka: Connection) -> Counts:
    """How many records each of the topics has now."""
    topics = _places(kafka)
    ends = await observer.end_offsets(list(topics))
    counts = dict.fromkeys(RESULTS, 0)
    for place, end in ends.items():
        counts[topics[place]] += end
    return counts


async def sent_to(observer: AIOKafkaConsumer, kafka: Connection) -> list[Sent]:
    """All that they have now, partition by partition."""
    topics = _places(kafka)
    observer.assign(list(topics))
    await observer.seek_to_beginning()
    ends = await observer.end_offsets(list(topics))
    found: list[Sent] = []
    for place, end in ends.items():
        topic = topics[place]
        while await observer.position(place) < end:
            records = (await observer.getmany(place, timeout_ms=200)).get(place, [])
            found += [Sent(topic, name_of(topic, record.headers), record.value) for record in records]
    return found


async def first_to_last(observer: AIOKafkaConsumer, kafka: Connection) -> float:
    """Seconds between the first record and the last, by the time their producer gave them."""
    topics = list(_places(kafka))
    observer.assign(topics)
    ends = await observer.end_offsets(topics)
    times = [
        await _time_of(observer, place, offset)
        for place, end in ends.items()
        if end
        for offset in (0, end - 1)
    ]
    return (max(times) - min(times)) / 1000


async def _time_of(observer: AIOKafkaConsumer, place: TopicPartition, offset: int) -> int:
    observer.seek(place, offset)
    record = await observer.getone(place)
    return int(record.timestamp)


def _places(kafka: Connection) -> Mapping[TopicPartition, Topic]:
    return {
        TopicPartition(kafka.name(topic), number): topic
        for topic in RESULTS
        for number in range(kafka.partitions(topic))
    }
