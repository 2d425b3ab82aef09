"""A Kafka consumer, whoever it works for: how it is stopped."""

import asyncio

from aiokafka import AIOKafkaConsumer


async def stop_consumer(consumer: AIOKafkaConsumer) -> None:
    """aiokafka's ``stop``, and what it leaves undone.

    A fetch that failed a moment ago, as all do while Kafka is away, is cancelled by ``Fetcher.close``, whose own
    caller then gets the cancellation (aiokafka 0.14.0) before the connections are closed.
    """
    try:
        await consumer.stop()
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        await consumer._client.close()  # noqa: SLF001 -- nothing public closes them any more
