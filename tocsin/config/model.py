"""``tocsin.yaml`` and ``feeds.yaml`` as frozen values. Every field has a default, so an empty file is a valid one."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, SecretStr

from tocsin.config.types import EMBEDDED as EMBEDDED
from tocsin.config.types import (
    FilePath,
    HeaderName,
    HttpUrl,
    Line,
    Name,
    Network,
    Port,
    Seconds,
    SecondsOrNever,
    Section,
    Servers,
    TopicName,
    TopicPrefix,
)


class Security(Section):
    """How to speak to Kafka: passed through to its clients."""

    protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """`SASL_...` logs in with `username` and a password; `..._SSL` encrypts."""
    mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    """How to log in with `SASL_PLAINTEXT` or `SASL_SSL`."""
    username: Line | None = None
    """Who logs in."""
    password: SecretStr | None = None
    """Its password; better kept in `password_file` or the environment."""
    password_file: FilePath | None = None
    """File that holds the password and nothing else."""
    ca_file: FilePath | None = None
    """Certificates of the authorities to trust (PEM); none means the system's."""
    cert_file: FilePath | None = None
    """Our own certificate (PEM), for mutual TLS."""
    key_file: FilePath | None = None
    """The key of `cert_file` (PEM)."""
    key_password: SecretStr | None = None
    """Password of the key."""
    key_password_file: FilePath | None = None
    """File that holds the password of the key and nothing else."""
    check_hostname: bool = True
    """Whether the broker's certificate must name the host we speak to."""


class TopicOverride(Section):
    """What may differ from the declaration in ``tocsin/contract/topics.py``."""

    name: TopicName | None = None
    """Physical name; the prefix is not put before it."""
    partitions: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Topics that are read together need the same number."""
    retention: Seconds | None = None
    """How long Kafka keeps a record."""


class Kafka(Section):
    """Where the brokers are and how topics are named and kept."""

    bootstrap_servers: Servers = (EMBEDDED,)
    """Host:port of the brokers, or `embedded` for the bundled one (a laptop's default; never for production)."""
    topic_prefix: TopicPrefix = "tocsin."
    """Stands before each topic's name."""
    replication_factor: Annotated[int, Field(ge=1, le=9)] = 1
    """Of topics that `tocsin topics apply` creates; 3 in production."""
    security: Security = Security()
    topics: dict[str, TopicOverride] = Field(default_factory=dict)
    """By the topic's logical name, such as `articles`."""
    session_timeout: Seconds = timedelta(seconds=10)
    """A worker silent for this long loses its partitions to the others."""
    send_timeout: Seconds = timedelta(seconds=60)
    """How long a send may wait for Kafka: then a worker ends and is started anew, a source tries again."""
    embedded_port: Port = 0
    """Port of the embedded broker; 0 picks a free one."""

    def topic_name(self, logical: str) -> str:
        """The physical name of the topic we call ``logical``."""
        override = self.topics.get(logical)
        return (override and override.name) or self.topic_prefix + logical


class Rss(Section):
    """How feeds are polled."""

    interval: Seconds | None = None
    """How often every feed is polled; none means that each feed's own rhythm decides."""
    min_interval: Seconds = timedelta(minutes=1)
    """No feed is polled more often than this."""
    max_interval: Seconds = timedelta(hours=1)
    """A feed that answers is polled at least this often."""
    timeout: Seconds = timedelta(seconds=30)
    """How long one fetch may take."""
    max_bytes: Annotated[int, Field(ge=1024)] = 10 * 1024 * 1024
    """A larger feed document is refused."""
    user_agent: Line = "tocsin/0.1 (news alerts for watch officers)"
    """How we introduce ourselves to the feeds' servers."""
    renew: Seconds = timedelta(days=1)
    """An entry still in its feed is sent again this often, so that the dedup window is renewed."""
    concurrency: Annotated[int, Field(ge=1, le=5000)] = 300
    """How many feeds are fetched at once."""
    host_concurrency: Annotated[int, Field(ge=1, le=100)] = 2
    """How many requests one host has to answer at once."""
    host_delay: SecondsOrNever = timedelta(milliseconds=500)
    """How long a host is left alone after an answer before it is asked again."""
    reload_every: SecondsOrNever = timedelta(seconds=5)
    """How often `feeds.yaml` and its OPML files are looked at, so that changes take effect; `0`: only at a start."""
    allow: tuple[Network, ...] = ()
    """Private networks that feeds may be fetched from, such as `10.1.0.0/16`; all others are refused."""
    ports: tuple[Port, ...] = (80, 443, 8000, 8008, 8080, 8443)
    """Ports that may be asked outside of `allow`."""
    feed_alerts: bool = True
    """Whether a feed in trouble (silent, emptied, gone, …) raises an alert of its own; at most 30 in 10 minutes."""


class WebSub(Section):
    """Hubs that push what feeds publish (WebSub)."""

    callback: HttpUrl | None = None
    """The address under which hubs reach us from outside; none means that no hub is asked."""
    host: Line = "127.0.0.1"
    """Address to listen on for them; a proxy that ends TLS stands before it."""
    port: Port = 9480
    """Its port."""
    lease: Seconds = timedelta(days=7)
    """How long a subscription is asked for; it is renewed in time."""


class Ingest(Section):
    """Articles pushed to us by HTTP."""

    host: Line = "127.0.0.1"
    """Address to listen on."""
    port: Port | None = None
    """Its port; none means that nothing is listened for."""
    token: SecretStr | None = None
    """What whoever pushes must show as a bearer token."""
    token_file: FilePath | None = None
    """File that holds the token and nothing else."""
    max_bytes: Annotated[int, Field(ge=1024)] = 10 * 1024 * 1024
    """A larger request is refused."""


class Files(Section):
    """Articles from JSON lines files, for back-filling."""

    path: FilePath | None = None
    """A JSON lines file, or a folder of them that is looked at again and again."""
    every: Seconds = timedelta(seconds=5)
    """How often."""


class Dedup(Section):
    """What counts as known."""

    window: Seconds = timedelta(days=14)
    """An article not seen for this long is new again."""


class Stories(Section):
    """How long a story stays open, and how much of it is kept."""

    quiet: Seconds = timedelta(hours=48)
    """A story that nothing was added to for so long is over: what comes then is a first report again, or a revision."""
    longest: Seconds = timedelta(days=14)
    """No story is open longer, whatever is added to it."""
    most_reports: Annotated[int, Field(ge=2, le=10_000)] = 32
    """Of a story's reports, so many are kept to compare later ones with; the others are only counted."""
    most_stories: Annotated[int, Field(ge=10, le=1_000_000)] = 5_000
    """Of a watchlist's open stories, so many are kept; beyond that the quietest end early."""
    late: Seconds = timedelta(days=2)
    """An article published longer ago is an old one."""
    archive: Annotated[int, Field(ge=1, le=100_000)] = 20
    """Of old articles in an hour, or undated ones in a document, so many ring per watchlist; digests count the rest."""


class Worker(Section):
    """When a worker reads what you wrote again, where it keeps its tables, and when its watchdog replaces it."""

    reload_every: SecondsOrNever = timedelta(seconds=5)
    """How often the watchlists folder and `routes` are looked at, so that changes take effect; `0`: only at a start."""
    store: Literal["memory", "rocksdb"] = "memory"
    """Where tables are kept while a worker runs; `rocksdb` (on disk, in `data_dir`) for what memory does not hold."""
    stall_timeout: Seconds = timedelta(seconds=60)
    """No progress for this long while records wait: the watchdog replaces the worker."""
    commit_timeout: Seconds = timedelta(seconds=60)
    """Records done but not committed for this long: the watchdog replaces the worker."""
    hang_timeout: Seconds = timedelta(seconds=20)
    """An event loop that does not answer for this long: the watchdog replaces the worker."""
    shutdown_timeout: Seconds = timedelta(seconds=20)
    """A worker told to stop that has not after this long is ended."""


class Retry(Section):
    """How often a sink tries again: exponential, with full jitter."""

    first: Seconds = timedelta(seconds=1)
    """The first pause is at most this long; each further one at most twice the last."""
    longest: Seconds = timedelta(minutes=1)
    """No pause is longer."""
    give_up_after: Seconds = timedelta(minutes=10)
    """An alert not delivered by then becomes a dead letter."""


class Terminal(Section):
    """Alerts on the screen."""

    name: Name
    """What watchlists call this receiver."""
    sink: Literal["terminal"]
    color: Literal["auto", "always", "never"] = "auto"
    """`auto`: where the screen can show it."""
    feed_alerts: bool = True
    """Whether it is told of feeds in trouble too."""
    retry: Retry = Retry()


class Jsonl(Section):
    """Alerts as JSON lines in a file."""

    name: Name
    """What watchlists call this receiver."""
    sink: Literal["jsonl"]
    path: FilePath
    """The file; alerts are appended."""
    feed_alerts: bool = True
    """Whether it is told of feeds in trouble too."""
    retry: Retry = Retry()


class Webhook(Section):
    """Alerts by HTTP POST."""

    name: Name
    """What watchlists call this receiver."""
    sink: Literal["webhook"]
    url: Annotated[HttpUrl, Field(repr=False)]
    """Where to post; treated as a secret, as it may hold a token."""
    timeout: Seconds = timedelta(seconds=10)
    """How long one delivery may take."""
    feed_alerts: bool = True
    """Whether it is told of feeds in trouble too."""
    headers: dict[HeaderName, SecretStr] = Field(default_factory=dict)
    """Sent with every delivery."""
    secret: SecretStr | None = None
    """Signs every delivery: HMAC-SHA256 over the body."""
    secret_file: FilePath | None = None
    """File that holds the secret and nothing else."""
    retry: Retry = Retry()


Receiver = Annotated[Terminal | Jsonl | Webhook, Field(discriminator="sink")]


class Metrics(Section):
    """Where each process serves `/metrics` and `/healthz`."""

    host: Line = "127.0.0.1"
    """Address to listen on."""
    port: Port = 9464
    """Of the first part; `tocsin run` gives each further part the next free one."""


class Log(Section):
    """What the processes say."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """Nothing below it is written."""
    format: Literal["text", "json"] = "text"
    """`json` for machines that collect logs."""


class Config(Section):
    """All of ``tocsin.yaml``. Paths are relative to the file's folder."""

    kafka: Kafka = Kafka()
    data_dir: FilePath = ".tocsin"
    """Folder for what the parts keep on disk."""
    feeds: FilePath = "feeds.yaml"
    """The file that lists the feeds."""
    watchlists: FilePath = "watchlists"
    """The folder of watchlists."""
    routes: FilePath | None = None
    """The file that says who is told what, and when; none means all receivers, at once, at any hour."""
    samples: bool = False
    """Serve the bundled sample feeds on loopback and poll them besides `feeds`."""
    rss: Rss = Rss()
    websub: WebSub = WebSub()
    ingest: Ingest = Ingest()
    files: Files = Files()
    dedup: Dedup = Dedup()
    stories: Stories = Stories()
    worker: Worker = Worker()
    receivers: tuple[Receiver, ...] = (Terminal(name="screen", sink="terminal"),)
    """Who gets alerts, and by which sink."""
    metrics: Metrics = Metrics()
    log: Log = Log()
