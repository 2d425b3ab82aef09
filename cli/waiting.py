"""A part that starts before its Kafka waits for it."""

import asyncio

from runtime.brokers import BrokersUnreachable, wait_for_brokers
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.logs import get

KAFKA = "kafka"
ROUND_SECONDS = 10.0

log = get(__name__)


async def kafka_there(connection: Connection, conditions: Conditions, stop: asyncio.Event) -> bool:
    """Waits for Kafka as long as it takes, saying so; false where ``stop`` was set before it came."""
    waiting = asyncio.create_task(_wait(connection, conditions))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if waiting.done():
        waiting.result()
        return True
    waiting.cancel()
    return False


async def _wait(connection: Connection, conditions: Conditions) -> None:
    wait = 1.0
    while True:
        try:
            await wait_for_brokers(connection, patience=ROUND_SECONDS)
        except BrokersUnreachable as fault:
            conditions.set(KAFKA, str(fault))
            log.error("no Kafka to start with; trying again", why=str(fault))  # noqa: TRY400 -- no fault of ours
            await asyncio.sleep(wait)
            wait = min(2 * wait, 30.0)
        else:
            return conditions.clear(KAFKA)
