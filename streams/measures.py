"""What a worker shows besides what its agents count: its watchlists, its group's lag, and zeros to begin with."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from runtime.kafka import Connection
from runtime.lag import LagExporter
from runtime.logs import get
from runtime.metrics import Instruments
from streams.app import group_id
from tocsin.contract.topics import ACTIONS, ARTICLES, MATCHES, UNIQUE, WAKES
from tocsin.metrics import ACTIONS as ACTIONS_TAKEN
from tocsin.metrics import (
    ALERTS,
    ALERTS_WITHHELD,
    ARTICLES_JUDGED,
    ARTICLES_MATCHED,
    CLOCKS_BACK,
    DEAD_LETTERS,
    DIGEST_REPORTS,
    DIGESTS,
    DUE_LATENESS,
    HELD,
    LATENCY,
    MEMORY_BYTES,
    MEMORY_RECORDS,
    PLACED,
    WATCHLIST_FAULTS,
    WATCHLIST_INFO,
    WATCHLISTS,
    WATCHLISTS_GOOD,
    WITHDRAWALS,
)
from tocsin.metrics import MATCHES as MATCHES_FOUND
from tocsin.metrics import WAKES as WAKES_SENT
from tocsin.watchlist.roster import Roster

READ: Final = (ARTICLES, UNIQUE, MATCHES, ACTIONS, WAKES)
_OF_WATCHLISTS: Final = (
    MATCHES_FOUND, WITHDRAWALS, PLACED, ALERTS, HELD, ALERTS_WITHHELD, DIGESTS, DIGEST_REPORTS, CLOCKS_BACK,
)  # fmt: skip

log = get(__name__)


def show_watchlists(instruments: Instruments, before: Roster, after: Roster) -> None:
    """Say what is in use ``after`` a change and which files are at fault, in the log and in the metrics."""
    _say_faults(before, after)
    if before.versions != after.versions:
        log.info("watchlists in use", **_difference(before.versions, after.versions))
    if not after.in_use:
        log.warning("no watchlist is in use: nothing can ring")
    instruments.set(WATCHLISTS, len(after.in_use))
    instruments.set(WATCHLIST_FAULTS, len(after.faults))
    if not after.faults:
        instruments.set(WATCHLISTS_GOOD, time.time())
    for name, version in before.versions.items() - after.versions.items():
        instruments.forget(WATCHLIST_INFO, watchlist=name, version=version)
    for name, version in after.versions.items():
        instruments.set(WATCHLIST_INFO, 1, watchlist=name, version=version)
        for metric in _OF_WATCHLISTS:
            instruments.prime(metric, watchlist=name)


def _say_faults(before: Roster, after: Roster) -> None:
    for fault in after.faults:
        if fault not in before.faults:
            kept = [f"{one.watchlist.id} {one.version}" for one in after.kept_for(fault.path)]
            keeps = ", ".join(kept) or "nothing"
            log.error("a watchlist file is at fault and not in use", fault=str(fault), stays_in_use=keeps)
    if before.faults and not after.faults:
        log.info("no watchlist file is at fault any more: what they say is in use", mended=True)


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What is new, changed and gone, as words for the log; only what there is."""
    found = {
        "new": [f"{name} {after[name]}" for name in after if name not in before],
        "changed": [
            f"{name} {after[name]}" for name in before if after.get(name, before[name]) != before[name]
        ],
        "gone": [name for name in before if name not in after],
    }
    return {what: ", ".join(names) for what, names in found.items() if names}


@asynccontextmanager
async def measured(connection: Connection, instruments: Instruments) -> AsyncIterator[None]:
    """While the body runs, the lag of the workers' group is exported; what agents count begins at 0."""
    for metric in (
        ARTICLES_JUDGED,
        ARTICLES_MATCHED,
        ACTIONS_TAKEN,
        WAKES_SENT,
        DUE_LATENESS,
        MEMORY_RECORDS,
        MEMORY_BYTES,
    ):
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
