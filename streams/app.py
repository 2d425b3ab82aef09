"""The Faust application: settings only, nothing about news."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, Final

import faust
from faust.types import StreamT
from faust.types.auth import CredentialsT
from yarl import URL

from runtime.kafka import Connection, producer_settings, secret, ssl_context
from streams.overrides import SafeFlow, SafeMonitor, transport_for
from streams.pins import require_pinned_versions
from streams.tables import MEMORY, ROCKSDB, SafeTable
from tocsin.contract.topics import Topic

GROUP: Final = "worker"


class App(faust.App):
    """Faust's application, without the folders it makes where it is started: only memories on disk need one."""

    def _create_directories(self) -> None:
        if URL(self.conf.store) == URL(ROCKSDB):
            self.conf.tabledir.mkdir(parents=True, exist_ok=True)


def group_id(connection: Connection) -> str:
    """The consumer group all workers share."""
    return f"{connection.settings.topic_prefix}{GROUP}"


def build_app(connection: Connection, *, instance: str | None, folder: Path | None = None) -> faust.App:
    """An application with no agents yet.

    ``instance`` is this worker's stable name in the group (static membership); the embedded broker needs one, since
    it never expels a dead member. Memories are kept in RocksDB under ``folder``, or where there is none in memory.

    Raises:
        WrongVersionError: the installed engine is not the one our overrides were made for.
    """
    require_pinned_versions()
    kafka = connection.settings
    timeout = kafka.session_timeout.total_seconds()
    app = App(
        group_id(connection),
        broker=[URL(f"aiokafka://{server}") for server in connection.bootstrap],
        broker_credentials=_credentials(connection),
        broker_commit_interval=1.0,
        broker_session_timeout=timeout,
        broker_heartbeat_interval=timeout / 4,
        broker_max_poll_records=500,
        consumer_group_instance_id=f"{group_id(connection)}-{instance}" if instance else None,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=8 * 1024 * 1024,
        store=ROCKSDB if folder else MEMORY,
        datadir=folder,
        tabledir=folder.absolute() / "tables" if folder else None,
        Table=SafeTable,
        table_standby_replicas=0,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        web_in_thread=False,
        autodiscover=False,
        worker_redirect_stdouts=False,
        stream_wait_empty=False,
        Monitor=SafeMonitor,
    )
    app.flow_control = SafeFlow()
    transport = transport_for(producer_settings())
    app.transport = transport(app.conf.broker_consumer, app)
    app.producer_transport = transport(app.conf.broker_producer, app)
    return app


def attach(
    app: faust.App,
    connection: Connection,
    topics: Iterable[Topic],
    agent: Callable[[StreamT[bytes]], Awaitable[Any]],
) -> None:
    """Let ``agent`` read ``topics``: raw bytes, one at a time.

    Faust gives the partitions of one number of all topics with as many partitions, tables' changelogs included, to one
    worker; so what has one key in several of them is all there.
    """
    channel = app.topic(
        *map(connection.name, topics),
        key_type=bytes,
        value_type=bytes,
        key_serializer="raw",
        value_serializer="raw",
    )
    app.agent(channel, name=agent.__name__, concurrency=1)(agent)


def _credentials(connection: Connection) -> CredentialsT | None:
    security = connection.settings.security
    if security.protocol == "PLAINTEXT":
        return None
    context = ssl_context(security) if security.protocol in ("SSL", "SASL_SSL") else None
    if not security.protocol.startswith("SASL"):
        return faust.SSLCredentials(context)
    return faust.SASLCredentials(
        username=security.username,
        password=secret(security.password, security.password_file),
        mechanism=security.mechanism,
        ssl_context=context,
    )
