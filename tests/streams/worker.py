"""A worker as a process of its own, with a fault built in where a test asks for one.

``python -m tests.streams.worker '{"bootstrap": "...", "prefix": "...", ...}'``; see ``Order``.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from runtime import logs
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams import process
from streams.match import InUse
from streams.overrides import SafeThread
from streams.sender import Encoded, Sender
from tests import making
from tocsin.config.model import Config, Kafka, Worker
from tocsin.contract.events import Article, Match
from tocsin.contract.topics import ALERTS, MATCHES, Topic
from tocsin.routing.compiled import rules_of
from tocsin.routing.policy import Escalate
from tocsin.routing.rules import Rules
from tocsin.story.sketch import sketch_of

Fault = Literal["none", "raise", "hang", "stall", "never_commit", "stall_at_stop", "bloat", "die_at_alert"]


class Order(msgspec.Struct, frozen=True):
    """What to run. The fault strikes at the article titled ``FAULT``, or at the first alert; times are seconds."""

    bootstrap: str
    prefix: str
    fault: Fault = "none"
    instance: str = "0"
    send_timeout: float = 60
    stall: float = 60
    commit: float = 60
    hang: float = 20
    shutdown: float = 20
    group_wait: float = 30
    group_interval: float = 300
    escalate_after: float = 0
    store: Literal["memory", "rocksdb"] = "memory"
    folder: str = ".tocsin"

    def rules(self) -> Rules:
        """One route to everybody, which tells of copies too."""
        rules = rules_of(self.config())
        policy = msgspec.structs.replace(
            rules.routes.policy,
            group_wait=timedelta(seconds=self.group_wait),
            group_interval=timedelta(seconds=self.group_interval),
            update_on_copies=True,
            escalate=Escalate(after=timedelta(seconds=self.escalate_after), to=("screen",))
            if self.escalate_after
            else None,
        )
        return msgspec.structs.replace(rules, routes=msgspec.structs.replace(rules.routes, policy=policy))

    def config(self) -> Config:
        return Config(
            data_dir=self.folder,
            kafka=Kafka(
                bootstrap_servers=(self.bootstrap,),
                topic_prefix=self.prefix,
                session_timeout=timedelta(seconds=6),
                send_timeout=timedelta(seconds=self.send_timeout),
            ),
            worker=Worker(
                store=self.store,
                stall_timeout=timedelta(seconds=self.stall),
                commit_timeout=timedelta(seconds=self.commit),
                hang_timeout=timedelta(seconds=self.hang),
                shutdown_timeout=timedelta(seconds=self.shutdown),
            ),
        )


class EveryArticleMatches:
    """A matcher for tests: one match per article, and a fault where one is asked for."""

    def __init__(self, fault: Fault = "none") -> None:
        self._fault = fault

    def match(self, article: Article, now: datetime) -> tuple[Match, ...]:
        if article.title == "FAULT":
            if self._fault == "raise":
                raise ValueError("this article is too much for us")
            if self._fault == "bloat":
                article = msgspec.structs.replace(article, body="x" * MATCHES.max_bytes)
            if self._fault == "hang":
                time.sleep(3600)
        return (making.match(article=article, matched=now, watchlist=f"w{article.id[-1]}"),)


def _build_in(fault: Fault) -> None:
    if fault == "never_commit":

        async def refuse(self: SafeThread, offsets: object) -> bool:
            return False

        SafeThread._commit = refuse  # type: ignore[method-assign]
    if fault == "die_at_alert":
        bring = Sender.bring

        async def die(self: Sender, topic: Topic, events: Sequence[Encoded]) -> None:
            if topic is ALERTS:
                os._exit(9)
            await bring(self, topic, events)

        Sender.bring = die  # type: ignore[method-assign]
    if fault in ("stall", "stall_at_stop"):
        send = Sender.send

        async def never(self: Sender, topic: object, key: str, event: object, **rest: object) -> None:
            if getattr(event, "title", "") == "FAULT":
                print("STALLING", flush=True)
                await asyncio.Event().wait()
            await send(self, topic, key, event, **rest)  # type: ignore[arg-type]

        Sender.send = never  # type: ignore[method-assign]


async def main(order: Order) -> None:
    logs.set_up("worker", level="debug" if os.environ.get("DEVLOG") else "info")
    _build_in(order.fault)
    config = order.config()
    connection = Connection((order.bootstrap,), config.kafka)
    instruments = Instruments("worker")
    sketch_of(making.article())  # what is compiled is compiled now
    matcher = EveryArticleMatches(order.fault)
    worker = process.assemble(
        config, InUse(matcher), order.rules(), connection, instruments, instance=order.instance
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await process.run_worker(worker, config, Conditions(instruments), stop)


if __name__ == "__main__":
    asyncio.run(main(msgspec.json.decode(sys.argv[1], type=Order)))
