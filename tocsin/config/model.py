"""``tocsin.yaml`` as frozen values. Every field has a default, so an empty file is a valid one."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Seconds = Annotated[timedelta, Field(gt=timedelta(0))]
Port = Annotated[int, Field(ge=0, le=65535)]

EMBEDDED = "embedded"


def _http_url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Section(BaseModel):
    """Unknown keys are faults; values never change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Security(Section):
    """How to speak to Kafka: passed through to its clients."""

    protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    username: str | None = None
    password: SecretStr | None = None
    password_file: str | None = None
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    key_password: SecretStr | None = None
    key_password_file: str | None = None
    check_hostname: bool = True


class TopicOverride(Section):
    """What may differ from the declaration in ``tocsin/contract/topics.py``."""

    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9._-]{1,249}$")] | None = None
    partitions: Annotated[int, Field(ge=1, le=1000)] | None = None
    retention: Seconds | None = None


class Kafka(Section):
    bootstrap_servers: Annotated[tuple[str, ...], Field(min_length=1)] = (EMBEDDED,)
    """Host:port of the brokers, or `embedded` for the bundled one (a laptop's default; never for production)."""
    topic_prefix: Annotated[str, Field(pattern=r"^[a-zA-Z0-9._-]{0,60}$")] = "tocsin."
    replication_factor: Annotated[int, Field(ge=1, le=9)] = 1
    security: Security = Security()
    topics: dict[str, TopicOverride] = {}
    session_timeout: Seconds = timedelta(seconds=10)
    send_timeout: Seconds = timedelta(seconds=60)
    """How long a send may wait for Kafka before the process gives up and is started anew."""
    embedded_port: Port = 0
    """Port of the embedded broker; 0 picks a free one."""


class Rss(Section):
    """The RSS source."""

    interval: Seconds = timedelta(minutes=5)
    timeout: Seconds = timedelta(seconds=30)
    max_bytes: Annotated[int, Field(ge=1024)] = 10 * 1024 * 1024
    user_agent: str = "tocsin/0.1 (news alerts for watch officers)"
    renew: Seconds = timedelta(days=1)
    """An entry still in its feed is sent again this often, so that the dedup window is renewed."""
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 20


class Dedup(Section):
    window: Seconds = timedelta(days=14)
    """An article not seen for this long is new again."""


class Worker(Section):
    stall_timeout: Seconds = timedelta(seconds=60)
    """No progress for this long while records wait: the watchdog replaces the worker."""
    commit_timeout: Seconds = timedelta(seconds=60)
    """Records done but not committed for this long: the watchdog replaces the worker."""
    hang_timeout: Seconds = timedelta(seconds=20)
    """An event loop that does not answer for this long: the watchdog replaces the worker."""
    shutdown_timeout: Seconds = timedelta(seconds=20)


class Retry(Section):
    """How often a sink tries again: exponential, with full jitter."""

    first: Seconds = timedelta(seconds=1)
    longest: Seconds = timedelta(minutes=1)
    give_up_after: Seconds = timedelta(minutes=10)


class Terminal(Section):
    name: Name
    sink: Literal["terminal"]
    color: Literal["auto", "always", "never"] = "auto"
    retry: Retry = Retry()


class Jsonl(Section):
    name: Name
    sink: Literal["jsonl"]
    path: Annotated[str, Field(min_length=1)]
    retry: Retry = Retry()


class Webhook(Section):
    name: Name
    sink: Literal["webhook"]
    url: HttpUrl
    timeout: Seconds = timedelta(seconds=10)
    headers: dict[str, SecretStr] = {}
    secret: SecretStr | None = None
    """Signs every delivery: HMAC-SHA256 over the body."""
    secret_file: str | None = None
    retry: Retry = Retry()


Receiver = Annotated[Terminal | Jsonl | Webhook, Field(discriminator="sink")]


class Metrics(Section):
    host: str = "127.0.0.1"
    port: Port = 9464
    """Of the first part; `tocsin run` gives each further part the next free one."""


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Config(Section):
    """All of ``tocsin.yaml``. Paths are relative to the file's folder."""

    kafka: Kafka = Kafka()
    data_dir: str = ".tocsin"
    feeds: str = "feeds.yaml"
    watchlists: str = "watchlists"
    samples: bool = False
    """Serve the bundled sample feeds on loopback and poll them besides `feeds`."""
    rss: Rss = Rss()
    dedup: Dedup = Dedup()
    worker: Worker = Worker()
    receivers: tuple[Receiver, ...] = (Terminal(name="screen", sink="terminal"),)
    metrics: Metrics = Metrics()
    log: Log = Log()


class Feed(Section):
    """One line of ``feeds.yaml``."""

    id: Name
    url: HttpUrl
    title: str = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    interval: Seconds | None = None


class Feeds(Section):
    """All of ``feeds.yaml``."""

    feeds: tuple[Feed, ...] = ()
