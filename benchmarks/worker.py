"""The worker as `tocsin worker` runs it, with the shipped watchlists and a producer linger of our choice."""

import asyncio
import signal
import sys

import msgspec

from benchmarks.contestants import Order
from runtime import logs
from runtime.health import Conditions
from runtime.lexicon import open_lexicon
from runtime.metrics import Instruments
from streams import process
from streams.match import InUse
from streams.measures import measured
from tests.shipped import shipped
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.routing.compiled import rules_of


async def main(order: Order) -> None:
    logs.set_up("worker", level="info")
    config, kafka = order.config(), order.connection()
    instruments = Instruments("worker")
    worker = process.assemble(
        config,
        InUse(WatchlistMatcher(shipped(), open_lexicon(), many=True)),
        rules_of(config),
        kafka,
        instruments,
        instance="bench",
    )
    worker.app.conf.producer_linger = order.contestant.linger_ms / 1000
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with measured(kafka, instruments):
        await process.run_worker(worker, config, Conditions(instruments), stop)


if __name__ == "__main__":
    asyncio.run(main(msgspec.json.decode(sys.argv[1], type=Order)))
