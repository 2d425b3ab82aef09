"""What no single key can know: faults between keys of ``tocsin.yaml`` and ``feeds.yaml``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from tocsin.config.document import NOWHERE, Document, Path, dotted, value_at
from tocsin.config.model import Config, Dedup, Ingest, Kafka, Retry, Rss, Security, Stories
from tocsin.config.types import EMBEDDED, duration_text
from tocsin.config.validate import Fault, unknown
from tocsin.contract.topics import (
    ACTIONS,
    ARTICLES,
    DESKS,
    FILED,
    FIRED,
    MATCHES,
    SEEN,
    STORIES,
    TOPICS,
    UNIQUE,
    WAKES,
    Topic,
)

# One agent or table holds one partition of each: their numbers must agree.
_TOGETHER: Final = ((ARTICLES, SEEN), (UNIQUE, FIRED), (MATCHES, ACTIONS, WAKES, FILED, STORIES, DESKS))
_LOGIN: Final = ("username", "password", "password_file")
_TLS: Final = ("ca_file", "cert_file", "key_file", "key_password", "key_password_file")
_SECURITY: Final = ("kafka", "security")


def repeated(document: Document, items: Path, key: str) -> Iterator[Fault]:
    """Items of the list at ``items`` whose ``key`` an earlier item has; read from raw data, faulty items too."""
    first: dict[str, int] = {}
    for index, item in enumerate(value_at(document.data, items) or ()):
        value = item.get(key) if isinstance(item, dict) else None
        if not isinstance(value, str):
            continue
        before = first.setdefault(value, index)
        if before != index:
            path = (*items, before, key)
            line = document.values.get(path, NOWHERE).line
            where = f"{dotted(path)} on line {line}" if line else dotted(path)
            yield Fault((*items, index, key), f"the same as {where}; each {key} stands once")


def both_given(data: Any, section: Path, secrets: Iterable[str]) -> Iterator[Fault]:
    """Secrets given as a value and as a file at once."""
    for secret in secrets:
        if all(value_at(data, (*section, key)) is not None for key in (secret, f"{secret}_file")):
            message = f"given together with {secret}; give one of the two"
            yield Fault((*section, f"{secret}_file"), message, at_key=True)


def config_faults(config: Config) -> Iterator[Fault]:
    """Every fault between the keys of a configuration whose single values are sound."""
    yield from _brokers(config.kafka)
    yield from _topics(config.kafka)
    yield from _partitions(config.kafka)
    yield from _collisions(config.kafka)
    yield from _security(config.kafka.security)
    yield from _intervals(config.rss)
    yield from _ingest(config.ingest)
    yield from _window(config.dedup, config.rss)
    yield from _stories(config.stories)


def _brokers(kafka: Kafka) -> Iterator[Fault]:
    if EMBEDDED in kafka.bootstrap_servers and len(kafka.bootstrap_servers) > 1:
        yield Fault(("kafka", "bootstrap_servers"), f"'{EMBEDDED}' stands alone or not at all")


def _topics(kafka: Kafka) -> Iterator[Fault]:
    known = tuple(topic.name for topic in TOPICS)
    for name in kafka.topics:
        if name not in known:
            yield Fault(("kafka", "topics", name), unknown(name, known, "topic"), at_key=True)


def _partitions(kafka: Kafka) -> Iterator[Fault]:
    for together in _TOGETHER:
        counts = {topic.name: _partition_count(kafka, topic) for topic in together}
        if len(set(counts.values())) == 1:
            continue
        said = ", ".join(f"{name} has {count}" for name, count in counts.items())
        for topic in together:
            path = ("kafka", "topics", topic.name, "partitions")
            if topic.name in kafka.topics and kafka.topics[topic.name].partitions is not None:
                yield Fault(path, f"these topics need the same number of partitions: {said}")


def _partition_count(kafka: Kafka, topic: Topic) -> int:
    override = kafka.topics.get(topic.name)
    return (override and override.partitions) or topic.partitions


def _collisions(kafka: Kafka) -> Iterator[Fault]:
    holders: dict[str, list[str]] = defaultdict(list)
    for topic in TOPICS:
        # Kafka holds '.' and '_' for the same character when it compares names.
        holders[kafka.topic_name(topic.name).replace(".", "_")].append(topic.name)
    for names in holders.values():
        for name in names:
            if len(names) > 1 and name in kafka.topics and kafka.topics[name].name is not None:
                others = ", ".join(other for other in names if other != name)
                message = f"Kafka would take it for the same topic as {others}; '.' and '_' count as one"
                yield Fault(("kafka", "topics", name, "name"), message)


def _security(security: Security) -> Iterator[Fault]:
    login, tls = security.protocol.startswith("SASL"), security.protocol.endswith("SSL")
    if login and security.username is None:
        yield Fault((*_SECURITY, "username"), f"missing; {security.protocol} logs in with a user name")
    if login and security.password is None and security.password_file is None:
        message = f"missing; {security.protocol} logs in with a password or password_file"
        yield Fault((*_SECURITY, "password"), message)
    yield from _unused(security, () if login else _LOGIN, "SASL_SSL or SASL_PLAINTEXT")
    yield from _unused(security, () if tls else _TLS, "SSL or SASL_SSL")
    for given, absent in (("cert_file", "key_file"), ("key_file", "cert_file")):
        if getattr(security, given) is not None and getattr(security, absent) is None:
            yield Fault((*_SECURITY, absent), f"missing; {given} needs it")


def _unused(security: Security, keys: Iterable[str], wanted: str) -> Iterator[Fault]:
    for key in keys:
        if getattr(security, key) is not None:
            message = f"has no effect with protocol {security.protocol}; set protocol to {wanted}"
            yield Fault((*_SECURITY, key), message, at_key=True)


def _intervals(rss: Rss) -> Iterator[Fault]:
    least, most = duration_text(rss.min_interval), duration_text(rss.max_interval)
    if rss.min_interval <= rss.max_interval:
        return
    if "max_interval" in rss.model_fields_set:
        yield Fault(("rss", "max_interval"), f"{most} must not be shorter than rss.min_interval ({least})")
    else:
        yield Fault(("rss", "min_interval"), f"{least} must not be longer than rss.max_interval ({most})")


def _ingest(ingest: Ingest) -> Iterator[Fault]:
    if ingest.port is not None and ingest.token is None and ingest.token_file is None:
        yield Fault(
            ("ingest", "token"), "missing; whoever pushes articles shows a token: token or token_file"
        )


def _window(dedup: Dedup, rss: Rss) -> Iterator[Fault]:
    if dedup.window > rss.renew:
        return
    window, renew = duration_text(dedup.window), duration_text(rss.renew)
    why = "or a feed that stands still alerts again"
    if "window" in dedup.model_fields_set:
        yield Fault(("dedup", "window"), f"{window} must be longer than rss.renew ({renew}), {why}")
    else:
        yield Fault(("rss", "renew"), f"{renew} must be shorter than dedup.window ({window}), {why}")


def _stories(stories: Stories) -> Iterator[Fault]:
    if stories.quiet <= stories.longest:
        return
    quiet, longest = duration_text(stories.quiet), duration_text(stories.longest)
    if "longest" in stories.model_fields_set:
        yield Fault(("stories", "longest"), f"{longest} must not be shorter than stories.quiet ({quiet})")
    else:
        yield Fault(("stories", "quiet"), f"{quiet} must not be longer than stories.longest ({longest})")


def retry_faults(retry: Retry, section: Path) -> Iterator[Fault]:
    """Pauses of a receiver's retries that are not in order."""
    for shorter, longer in (("first", "longest"), ("longest", "give_up_after")):
        least, most = getattr(retry, shorter), getattr(retry, longer)
        if least > most:
            words = (
                f"{shorter} ({duration_text(least)}) must not be longer than {longer} ({duration_text(most)})"
            )
            written = longer if longer in retry.model_fields_set else shorter
            yield Fault((*section, written), words)
