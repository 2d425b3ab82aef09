"""Who is measured, and what each is told on its command line."""

from datetime import timedelta
from typing import Final, Literal

import msgspec

from runtime.kafka import Connection
from tocsin.config.model import Config, Kafka
from tocsin.config.routes import RootRoute, RouteFile
from tocsin.routing.compiled import rules_of

RULES: Final = rules_of(Config(), RouteFile(route=RootRoute(group_wait=timedelta(hours=1))))
"""Everybody's. What is held waits longer than any run: a worker has a clock that wakes it, a loop has none."""

Style = Literal["pipeline", "three_loops", "one_loop", "one_loop_late", "core"]

LABELS: Final[dict[Style, str]] = {
    "pipeline": "the pipeline (Faust worker)",
    "three_loops": "three bare loops, each send awaited",
    "one_loop": "one bare loop, each send awaited",
    "one_loop_late": "one bare loop, sends awaited once a second",
    "core": "the core alone, no Kafka",
}


class Contestant(msgspec.Struct, frozen=True):
    """A way to do the same work; ``linger_ms`` is its producer's."""

    style: Style
    linger_ms: int = 0

    @property
    def label(self) -> str:
        return LABELS[self.style] + (f", linger {self.linger_ms} ms" if self.linger_ms else "")


class Order(msgspec.Struct, frozen=True):
    """What a contestant's process needs to know."""

    contestant: Contestant
    bootstrap: str
    prefix: str

    def config(self) -> Config:
        return Config(kafka=Kafka(bootstrap_servers=(self.bootstrap,), topic_prefix=self.prefix))

    def connection(self) -> Connection:
        return Connection((self.bootstrap,), self.config().kafka)


PIPELINE: Final = Contestant("pipeline")
BARE: Final = tuple(Contestant(style) for style in ("three_loops", "one_loop", "one_loop_late"))
CORE: Final = Contestant("core")
