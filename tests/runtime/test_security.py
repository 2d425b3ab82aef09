"""Kafka security passed through to a real broker: SASL_SSL with SCRAM, and client certificates."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from pydantic import SecretStr

from runtime.brokers import BrokersUnreachable, wait_for_brokers
from runtime.kafka import Connection, client_settings, producer_settings
from runtime.topics import apply
from tests.brokers.apache import SCRAM_PASSWORD, ApacheKafka
from tests.brokers.certificates import Certificates
from tests.waiting import until
from tocsin.config.model import Kafka, Security

pytestmark = pytest.mark.kafka


@pytest.fixture(autouse=True)
async def farewell() -> AsyncIterator[None]:
    """TLS takes leave of its peer after ``close``: what does not end before its loop fails a later test."""
    before = connected()
    yield
    await until(lambda: connected() <= before)


def connected() -> set[int]:
    """The descriptors of our own connections."""
    return {connection.fd for connection in psutil.Process().net_connections("tcp")}


def connection(address: str, prefix: str, security: dict[str, Any]) -> Connection:
    return Connection((address,), Kafka(topic_prefix=prefix, security=Security(**security)))


async def round_trip(connection: Connection) -> bytes | None:
    await apply(connection, embedded=False)
    topic = connection.names()["deadletters"]
    settings = client_settings(connection)
    async with AIOKafkaProducer(**settings, **producer_settings()) as producer:
        await producer.send_and_wait(topic, b"through")
    async with AIOKafkaConsumer(topic, **settings, auto_offset_reset="earliest") as consumer:
        record = await consumer.getone()
    value: bytes | None = record.value
    return value


async def refused(connection: Connection) -> str:
    with pytest.raises(BrokersUnreachable) as caught:
        await wait_for_brokers(connection, patience=1.0)
    return str(caught.value)


async def test_scram_over_tls(secured_apache_kafka: ApacheKafka, prefix: str, scram: dict[str, Any]) -> None:
    assert await round_trip(connection(secured_apache_kafka.sasl_ssl, prefix, scram)) == b"through"


async def test_password_from_a_file(
    secured_apache_kafka: ApacheKafka, prefix: str, scram: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(f"{SCRAM_PASSWORD}\n")
    security = scram | {"password": None, "password_file": str(tmp_path / "password")}
    assert await round_trip(connection(secured_apache_kafka.sasl_ssl, prefix, security)) == b"through"


async def test_wrong_password_is_refused_at_once_and_not_shown(
    secured_apache_kafka: ApacheKafka, prefix: str, scram: dict[str, Any]
) -> None:
    wrong = connection(secured_apache_kafka.sasl_ssl, prefix, scram | {"password": SecretStr("wrong horse")})
    with pytest.raises(BrokersUnreachable) as caught:
        await wait_for_brokers(wrong, patience=120.0)
    assert f"Kafka refuses us: {secured_apache_kafka.sasl_ssl}: user name or password" in str(caught.value)
    assert "horse" not in str(caught.value)


async def test_a_broker_of_another_authority_is_refused(
    secured_apache_kafka: ApacheKafka, prefix: str, scram: dict[str, Any], certificates: Certificates
) -> None:
    security = scram | {"ca_file": certificates.path("stranger-ca.pem")}
    said = await refused(connection(secured_apache_kafka.sasl_ssl, prefix, security))
    assert "certificate verify failed" in said


async def test_client_certificate(
    secured_apache_kafka: ApacheKafka, prefix: str, mtls: dict[str, Any]
) -> None:
    assert await round_trip(connection(secured_apache_kafka.mtls, prefix, mtls)) == b"through"


async def test_no_or_a_strange_client_certificate_is_refused(
    secured_apache_kafka: ApacheKafka, prefix: str, mtls: dict[str, Any], certificates: Certificates
) -> None:
    none = mtls | {"cert_file": None, "key_file": None}
    said = await refused(connection(secured_apache_kafka.mtls, prefix, none))
    assert f"{secured_apache_kafka.mtls}: " in said
    assert "certificate" in said
    strange = {"cert_file": certificates.path("stranger.pem"), "key_file": certificates.path("stranger.key")}
    assert "certificate" in await refused(connection(secured_apache_kafka.mtls, prefix, mtls | strange))


async def test_plain_text_to_a_tls_listener_is_said(secured_apache_kafka: ApacheKafka, prefix: str) -> None:
    said = await refused(connection(secured_apache_kafka.mtls, prefix, {}))
    assert secured_apache_kafka.mtls in said
