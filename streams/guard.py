"""Nothing leaves an agent's loop: a message is done, or dead, or comes again.

Faust acknowledges a message whose agent raised, and so loses it. Here every fault of a message ends in the
dead letters, and only then is the message finished; a cancelled message is not finished and comes again.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

from faust.types import EventT, StreamT

from streams.ledger import TakenAwayError
from streams.overrides import SafeConsumer
from streams.sender import TooLargeError
from streams.shared import Shared
from tocsin.contract import codec
from tocsin.contract.codec import InvalidEvent
from tocsin.contract.events import Event, Stage
from tocsin.contract.topics import Topic

E = TypeVar("E", bound=Event)
Handler = Callable[[E, Any], Awaitable[None]]
"""Handles an event; takes Faust's message too, which says where in Kafka it stands."""


async def run(
    stream: StreamT[bytes],
    shared: Shared,
    stage: Stage,
    kinds: Mapping[Topic, tuple[type[E], ...]],
    handle: Handler[E],
) -> None:
    """An agent's whole loop: decode each record and give it to ``handle``, one at a time, in order.

    ``kinds`` are the events that each of its topics holds.
    """
    held = {shared.connection.name(topic): events for topic, events in kinds.items()}
    sender, consumer = shared.sender, cast(SafeConsumer, shared.app.consumer)
    async for event in _events(stream):
        message = event.message
        decoded = codec.decode_one_of(message.value, held[message.topic])
        with shared.in_hand:
            try:
                if isinstance(decoded, InvalidEvent):
                    await sender.bury(message, stage, "undecodable", decoded.detail)
                else:
                    await handle(decoded, message)
            except TakenAwayError:
                continue
            except TooLargeError as fault:
                await sender.bury(message, stage, "too_large", str(fault))
            except Exception as fault:  # noqa: BLE001  what our own code can't digest must not stop the rest
                await sender.bury(message, stage, "failed", f"{type(fault).__name__}: {fault}")
            consumer.finish(message)


def _events(stream: StreamT[bytes]) -> AsyncIterator[EventT[Any]]:
    return cast("AsyncIterator[EventT[Any]]", stream.events())
