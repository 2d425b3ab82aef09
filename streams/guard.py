"""Nothing leaves an agent's loop: a message is done, or dead, or comes again.

Faust acknowledges a message whose agent raised, and so loses it. Here every fault of a message ends in the
dead letters, and only then is the message finished; a cancelled message is not finished and comes again.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar, cast

import faust
from faust.types import EventT, StreamT

from streams.overrides import SafeConsumer
from streams.sender import Sender, TooLargeError
from tocsin.contract import codec
from tocsin.contract.codec import InvalidEvent
from tocsin.contract.events import Event, Stage

E = TypeVar("E", bound=Event)
Handler = Callable[[E], Awaitable[None]]


async def run(
    stream: StreamT[bytes], app: faust.App, sender: Sender, stage: Stage, kind: type[E], handle: Handler[E]
) -> None:
    """An agent's whole loop: decode each record as ``kind`` and give it to ``handle``, one at a time, in order."""
    async for event in _events(stream):
        message = event.message
        decoded = codec.decode(message.value, kind)
        try:
            if isinstance(decoded, InvalidEvent):
                await sender.bury(message, stage, "undecodable", decoded.detail)
            else:
                await handle(decoded)
        except TooLargeError as fault:
            await sender.bury(message, stage, "too_large", str(fault))
        except Exception as fault:  # noqa: BLE001  what our own code can't digest must not stop the rest
            await sender.bury(message, stage, "failed", f"{type(fault).__name__}: {fault}")
        cast(SafeConsumer, app.consumer).finish(message)


def _events(stream: StreamT[bytes]) -> AsyncIterator[EventT[Any]]:
    return cast("AsyncIterator[EventT[Any]]", stream.events())
