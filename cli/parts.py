"""Which parts `tocsin run` has, and the command line of each."""

import sys
from collections.abc import Sequence
from pathlib import Path

from cli.child import Part
from cli.ports import Ports
from tocsin.config.model import Config, Receiver, Terminal

INSTANCE = "run"


class Parts:
    """Makes parts, each with a port of its own; ``bootstrap`` is where Kafka is, for all of them."""

    def __init__(
        self, config: Config, config_path: Path | None, bootstrap: Sequence[str], ports: Ports
    ) -> None:
        self._config, self._ports = config, ports
        self._start = (sys.executable, "-P", "-m", "cli", *_named(config_path))
        self._kafka = tuple(word for server in bootstrap for word in ("--bootstrap-servers", server))

    def worker(self) -> Part:
        grace = self._config.worker.shutdown_timeout.total_seconds() + 5
        return self._part("worker", ("worker", "--instance", INSTANCE), grace=grace)

    def sinks(self) -> list[Part]:
        return [self._sink(receiver) for receiver in self._config.receivers]

    def source(self, edition: str) -> Part:
        """The source; ``edition`` tells the sample news of one run from another's."""
        words = ("source", "--instance", INSTANCE, "--sample-edition", edition)
        return self._part("source", words, grace=10)

    def _sink(self, receiver: Receiver) -> Part:
        words = ("sink", receiver.name)
        return self._part(f"sink-{receiver.name}", words, grace=15, speaks=isinstance(receiver, Terminal))

    def _part(self, name: str, words: Sequence[str], *, grace: float, speaks: bool = False) -> Part:
        port = self._ports.take()
        carried = (*self._kafka, "--metrics-port", str(port), "--log-format", "text")
        return Part(
            name=name, command=(*self._start, *words, *carried), port=port, speaks=speaks, grace=grace
        )


def _named(config_path: Path | None) -> tuple[str, ...]:
    return () if config_path is None else ("--config", str(config_path))
