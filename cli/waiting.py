"""A worker waits for its Kafka and its topics before it starts, and says when Kafka goes away afterwards.

Faust does neither: it takes no partition of a topic that came after it, and reconnects in silence.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka.errors import KafkaError

from runtime.brokers import BrokersUnreachable, admin_client, wait_for_brokers
from runtime.health import KAFKA, Conditions
from runtime.kafka import Connection
from runtime.logs import get
from tocsin.contract.topics import Topic

ROUND_SECONDS = 10.0
WATCH_SECONDS = 5.0

log = get(__name__)


async def kafka_there(
    connection: Connection, topics: Sequence[Topic], conditions: Conditions, stop: asyncio.Event
) -> bool:
    """Waits for Kafka and ``topics`` as long as it takes, saying so; false where ``stop`` was set before they came."""
    waiting = asyncio.create_task(_wait(connection, topics, conditions))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if waiting.done():
        waiting.result()
        return True
    waiting.cancel()
    return False


@asynccontextmanager
async def kafka_watched(connection: Connection, conditions: Conditions) -> AsyncIterator[None]:
    """While the body runs, ``conditions`` says whether Kafka answers."""
    watching = asyncio.create_task(_watch(connection, conditions))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _wait(connection: Connection, topics: Sequence[Topic], conditions: Conditions) -> None:
    pause = 1.0
    while (lacking := await _lacking(connection, topics)) is not None:
        conditions.set(KAFKA, lacking)
        log.error("no Kafka to start with; trying again", why=lacking)
        await asyncio.sleep(pause)
        pause = min(2 * pause, ROUND_SECONDS)
    conditions.clear(KAFKA)


async def _lacking(connection: Connection, topics: Sequence[Topic]) -> str | None:
    where = ", ".join(connection.bootstrap)
    try:
        async with admin_client(connection, patience=ROUND_SECONDS) as admin:
            there = await admin.list_topics()  # asked for by name, some brokers create a topic
    except BrokersUnreachable as fault:
        return str(fault)
    except KafkaError as fault:
        return f"{where}: {type(fault).__name__}: {fault}"
    missing = [name for name in map(connection.name, topics) if name not in there]
    if missing:
        return (
            f"{where}: there is no topic {', '.join(missing)}; `tocsin topics apply` creates what is missing"
        )
    return None


async def _watch(connection: Connection, conditions: Conditions) -> None:
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        away = KAFKA in conditions()
        try:
            await wait_for_brokers(connection, patience=1.0)
        except (BrokersUnreachable, OSError) as fault:
            conditions.set(KAFKA, str(fault))
            if not away:
                log.error("Kafka went away; going on when it is back", why=str(fault))  # noqa: TRY400 -- no fault of ours
        else:
            conditions.clear(KAFKA)
            if away:
                log.info("Kafka answers again", address=", ".join(connection.bootstrap))
