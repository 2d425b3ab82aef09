"""The worker as `tocsin worker` runs it, with the shipped watchlists, our rules and a producer linger of our choice."""

import asyncio
import signal
import sys

import msgspec

from benchmarks.contestants import RULES, Order
from runtime import logs
from runtime.health import Conditions
from runtime.lexicon import open_lexicon
from runtime.metrics import Instruments
from streams import process
from streams.match import InUse
from streams.measures import measured
from tests.shipped import shipped
from tocsin.matching.matcher import WatchlistMatcher


async def main(order: Order) -> None:
    logs.set_up("worker", level="info")
    config, kafka = order.config(), order.connection()
    instruments, watchlists = Instruments("worker"), shipped()
    versions = {one.watchlist.id: one.version for one in watchlists}
    worker = process.assemble(
        config,
        InUse(WatchlistMatcher(watchlists, open_lexicon(), many=True), versions),
        RULES,
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
