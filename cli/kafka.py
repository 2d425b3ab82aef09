"""Which Kafka is meant: the named brokers, or the embedded one of a `tocsin run` that is on."""

import contextlib
import logging
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec
from aiokafka.errors import KafkaError

from cli.exits import UNREACHABLE, WRONG, Failure
from runtime import probe
from runtime.brokers import BrokersUnreachable, wait_for_brokers
from runtime.kafka import Connection, client_settings
from tocsin.config.model import EMBEDDED, Config

REACH_SECONDS = 15.0
"""How long a command that is soon done waits for Kafka."""


class Running(msgspec.Struct, frozen=True):
    """A `tocsin run` with the embedded broker, as other commands see it: its process and the broker's address."""

    pid: int
    bootstrap: str


def note_file(config: Config) -> Path:
    """Where a `tocsin run` leaves word of itself."""
    return Path(config.data_dir) / "run.json"


def wants_embedded(config: Config, bootstrap: Sequence[str]) -> bool:
    """Whether the embedded broker is meant."""
    return EMBEDDED in (bootstrap or config.kafka.bootstrap_servers)


def connection(config: Config, bootstrap: Sequence[str]) -> Connection:
    """The brokers in ``bootstrap`` (the command line's), or else the configured ones.

    Raises:
        Failure: the embedded broker is meant, and no `tocsin run` is on; or as ``usable``.
    """
    if not wants_embedded(config, bootstrap):
        return usable(Connection(tuple(bootstrap or config.kafka.bootstrap_servers), config.kafka))
    try:
        running = msgspec.json.decode(note_file(config).read_bytes(), type=Running)
    except (OSError, msgspec.DecodeError):
        running = None
    if running is None or not _answers(running.bootstrap):
        raise Failure(
            f"no Kafka to speak to: the embedded broker of {config.data_dir} is there only while `tocsin run` is; "
            "start that in another terminal, or name your brokers with --bootstrap-servers",
            UNREACHABLE,
        )
    return Connection((running.bootstrap,), config.kafka)


def usable(connection: Connection) -> Connection:
    """``connection`` itself, its certificate and secret files once read.

    Raises:
        Failure: one of them can't be read or is no good.
    """
    try:
        client_settings(connection)
    except OSError as fault:  # ssl.SSLError is one
        raise Failure(f"kafka.security names a file that can't be used: {fault}", WRONG) from fault
    return connection


def _answers(bootstrap: str) -> bool:
    host, _, port = bootstrap.rpartition(":")
    return probe.answers(host, int(port))


def write_note(config: Config, connection: Connection) -> None:
    """Leave word of this `tocsin run` for other commands."""
    note = Running(os.getpid(), connection.bootstrap[0])
    note_file(config).write_bytes(msgspec.json.encode(note))


@contextlib.asynccontextmanager
async def reaching(connection: Connection) -> AsyncIterator[None]:
    """Waits for Kafka, and turns what it refuses inside into a message.

    Raises:
        Failure: no broker answers in time, or one refuses us.
    """
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it would say, the Failure says better
    try:
        await wait_for_brokers(connection, patience=REACH_SECONDS)
        yield
    except BrokersUnreachable as fault:
        raise Failure(str(fault), UNREACHABLE) from fault
    except KafkaError as fault:
        raise Failure(f"Kafka refused: {fault}", UNREACHABLE) from fault
