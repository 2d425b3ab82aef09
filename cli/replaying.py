"""Dead letters on their way back: first counted, then sent."""

from collections import Counter
from collections.abc import AsyncIterator, Collection
from typing import Any

import msgspec
from aiokafka.errors import KafkaError

from cli.exits import Failure
from cli.kafka import reaching
from cli.letters import Ends, Kept, Shelf, open_shelf
from cli.letterview import Choice
from cli.producing import in_time, producing
from cli.settings import count
from runtime.kafka import Connection
from tocsin.contract.codec import InvalidEvent
from tocsin.replay import Refused, Resend, resend


class Tally(msgspec.Struct):
    """What a replay would do: records by topic, what can't be sent and why by id, and where the counting ended."""

    by_topic: Counter[str]
    refused: dict[str, str]
    ends: Ends


class Sent(msgspec.Struct):
    """What a replay did: how many Kafka acknowledged, and what went wrong with the others by id."""

    acknowledged: int
    faults: dict[str, str]


async def tally(connection: Connection, choice: Choice) -> Tally:
    """Count what ``choice`` means, sending nothing.

    Raises:
        Failure: Kafka can't be reached in time.
    """
    async with open_shelf(connection) as shelf:
        result = Tally(Counter(), {}, shelf.ends)
        async for kept, fate in _fates(shelf, choice, connection.names().values()):
            if isinstance(fate, Refused):
                result.refused[kept.id] = fate.why
            else:
                result.by_topic[fate.topic] += 1
        return result


async def send(connection: Connection, choice: Choice, ends: Ends) -> Sent:
    """Send what ``choice`` means of the dead letters before ``ends``, each acknowledged before the next.

    Raises:
        Failure: Kafka can't be reached in time, or stops answering (``kafka.send_timeout`` for each record);
            the message says how many were acknowledged by then.
    """
    result = Sent(0, {})
    try:
        async with (
            reaching(connection),
            open_shelf(connection, ends) as shelf,
            producing(connection) as producer,
        ):
            async for kept, fate in _fates(shelf, choice, connection.names().values()):
                if isinstance(fate, Resend):
                    async with in_time(connection, f"take the record of {kept.id}"):
                        await _send(producer, kept.id, fate, result)
    except Failure as fault:
        so_far = f"{count(result.acknowledged, 'record')} sent and acknowledged before that"
        raise Failure(f"{fault.message}; {so_far}", fault.exit_code) from fault
    return result


async def _fates(
    shelf: Shelf, choice: Choice, topics: Collection[str]
) -> AsyncIterator[tuple[Kept, Resend | Refused]]:
    met: set[str] = set()
    async for kept in shelf.letters():
        if kept not in choice:
            continue
        if isinstance(kept.letter, InvalidEvent):
            yield kept, Refused(f"it is no dead letter ({kept.letter.detail}): its origin is unknown")
            continue
        fate = resend(kept.letter, topics)
        if (
            isinstance(fate, Refused) or kept.letter.id not in met
        ):  # a stage that was killed may bury one twice
            yield kept, fate
        met.add(kept.letter.id)


async def _send(producer: Any, letter: str, record: Resend, result: Sent) -> None:
    try:
        known = await producer.partitions_for(record.topic)
        await producer.send_and_wait(
            record.topic,
            value=record.payload,
            key=record.key,
            partition=record.partition if record.partition in known else None,
            headers=list(record.headers),
        )
    except KafkaError as fault:
        result.faults[letter] = f"{type(fault).__name__}: {fault}"
    else:
        result.acknowledged += 1
