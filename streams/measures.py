"""What a worker shows besides what its agents count: its watchlists, its group's lag, and zeros to begin with."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from runtime.kafka import Connection
from runtime.lag import LagExporter
from runtime.logs import get
from runtime.metrics import Instruments
from streams.app import group_id
from tocsin.config.issues import Issue
from tocsin.contract.topics import ARTICLES, MATCHES, UNIQUE
from tocsin.metrics import (
    ALERTS,
    ALERTS_WITHHELD,
    ARTICLES_JUDGED,
    ARTICLES_MATCHED,
    DEAD_LETTERS,
    LATENCY,
    WATCHLIST_FAULTS,
    WATCHLISTS,
)
from tocsin.metrics import MATCHES as MATCHES_FOUND
from tocsin.watchlist.load import LoadedWatchlist

READ: Final = (ARTICLES, UNIQUE, MATCHES)

log = get(__name__)


def show_watchlists(
    instruments: Instruments, loaded: Sequence[LoadedWatchlist], faults: Sequence[Issue]
) -> None:
    """Say which watchlists are in use and what is wrong with the others, in the log and in the metrics."""
    for fault in faults:
        log.error("a watchlist is faulty and not in use", fault=str(fault))
    instruments.set(WATCHLISTS, len(loaded))
    instruments.set(WATCHLIST_FAULTS, len(faults))
    for entry in loaded:
        for metric in (MATCHES_FOUND, ALERTS, ALERTS_WITHHELD):
            instruments.prime(metric, watchlist=entry.watchlist.id)


@asynccontextmanager
async def measured(connection: Connection, instruments: Instruments) -> AsyncIterator[None]:
    """While the body runs, the lag of the workers' group is exported; what agents count begins at 0."""
    for metric in (ARTICLES_JUDGED, ARTICLES_MATCHED):
        instruments.prime(metric)
    for stage in ("dedup", "match", "alert"):
        instruments.prime(DEAD_LETTERS, stage=stage)
    instruments.prime(LATENCY, step="alerted")
    exporting = asyncio.create_task(LagExporter(connection, group_id(connection), READ, instruments).run())
    try:
        yield
    finally:
        exporting.cancel()
        await asyncio.gather(exporting, return_exceptions=True)
