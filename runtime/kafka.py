"""How a process of ours speaks to Kafka: topic names and client settings out of the configuration."""

import ssl
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from tocsin.config.model import Kafka, Security
from tocsin.contract.topics import TOPICS, Topic


class Connection(msgspec.Struct, frozen=True):
    """The brokers and the physical topics. ``bootstrap`` holds host:port, never the word ``embedded``."""

    bootstrap: tuple[str, ...]
    settings: Kafka

    def name(self, topic: Topic) -> str:
        """The topic's physical name."""
        return self.settings.topic_name(topic.name)

    def partitions(self, topic: Topic) -> int:
        """How many partitions the topic shall have."""
        override = self.settings.topics.get(topic.name)
        return (override and override.partitions) or topic.partitions

    def retention(self, topic: Topic) -> timedelta | None:
        """How long the topic shall keep a record; ``None`` is for ever."""
        override = self.settings.topics.get(topic.name)
        return (override and override.retention) or topic.retention

    def names(self) -> Mapping[str, str]:
        """Physical name by logical name, for all topics."""
        return {topic.name: self.name(topic) for topic in TOPICS}


def client_settings(connection: Connection) -> dict[str, Any]:
    """The keyword arguments every aiokafka client takes: addresses and security.

    Raises:
        OSError: a secret or certificate file can't be read.
        ssl.SSLError: a certificate or key is no good.
    """
    security = connection.settings.security
    settings: dict[str, Any] = {
        "bootstrap_servers": list(connection.bootstrap),
        "security_protocol": security.protocol,
    }
    if security.protocol in ("SSL", "SASL_SSL"):
        settings["ssl_context"] = ssl_context(security)
    if security.protocol.startswith("SASL"):
        settings["sasl_mechanism"] = security.mechanism
        settings["sasl_plain_username"] = security.username
        settings["sasl_plain_password"] = secret(security.password, security.password_file)
    return settings


def producer_settings() -> dict[str, Any]:
    """What our producers ask of Kafka: every replica has it, once, compressed."""
    return {
        "acks": "all",
        "enable_idempotence": True,
        "compression_type": "lz4",
        "max_request_size": max(topic.max_bytes for topic in TOPICS),
        "request_timeout_ms": 40_000,
    }


def ssl_context(security: Security) -> ssl.SSLContext:
    """TLS as configured: own authority, client certificate (mTLS), host name check."""
    context = ssl.create_default_context(cafile=security.ca_file)
    context.check_hostname = security.check_hostname
    if security.cert_file:
        context.load_cert_chain(
            security.cert_file, security.key_file, secret(security.key_password, security.key_password_file)
        )
    return context


def secret(value: Any, file: str | None) -> str | None:
    """A secret's text, from the configuration or from its file (one trailing newline dropped)."""
    if file is not None:
        return Path(file).read_text(encoding="utf-8").removesuffix("\n")
    return None if value is None else str(value.get_secret_value())
