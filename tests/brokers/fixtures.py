"""Brokers for tests; how to use them: docs/decisions/0002-apache-kafka-in-tests.md."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from cli.embedded import EmbeddedBroker, EmbeddedBrokerError
from runtime import probe
from runtime.kafka import Connection
from tests.brokers.apache import SCRAM_PASSWORD, SCRAM_USER, ApacheKafka
from tests.brokers.certificates import Certificates
from tests.brokers.jars import Unavailable, jars, need, skip_or_fail
from tocsin.config.model import Kafka


@pytest.fixture
def prefix() -> str:
    """A topic prefix of this test's own: brokers are shared."""
    return f"t{secrets.token_hex(4)}."


@pytest.fixture(scope="session")
def apache_kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Host:port of an Apache Kafka shared by the session: never stop it, use your own `prefix`."""
    named = os.environ.get("TOCSIN_TEST_KAFKA")
    if named:
        host, _, port = named.rpartition(":")
        if not probe.answers(host, int(port), timeout=10):
            pytest.fail(f"TOCSIN_TEST_KAFKA names {named}, and no broker answers there")
        yield named
        return
    for kafka in _run(ApacheKafka(tmp_path_factory.mktemp("apache"))):
        yield kafka.bootstrap


@pytest.fixture
def own_apache_kafka(tmp_path: Path) -> Iterator[ApacheKafka]:
    """An Apache Kafka of this test's own, to stop, pause, kill and start again."""
    _refuse_named_broker()
    yield from _run(ApacheKafka(tmp_path / "apache"))


@pytest.fixture
def late_apache_kafka(tmp_path: Path) -> Iterator[ApacheKafka]:
    """An Apache Kafka of this test's own that is not there yet: its address is known, nothing listens."""
    _refuse_named_broker()
    try:
        need("java", "to run Apache Kafka")
        jars()
    except Unavailable as reason:
        skip_or_fail(reason)
    kafka = ApacheKafka(tmp_path / "apache")
    yield kafka
    kafka.stop()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """The session's authority and its certificates."""
    try:
        return Certificates(tmp_path_factory.mktemp("certificates"))
    except Unavailable as reason:
        return skip_or_fail(reason)


@pytest.fixture(scope="session")
def secured_apache_kafka(
    tmp_path_factory: pytest.TempPathFactory, certificates: Certificates
) -> Iterator[ApacheKafka]:
    """An Apache Kafka that also listens with SASL_SSL and with mTLS, shared by the session."""
    _refuse_named_broker()
    yield from _run(ApacheKafka(tmp_path_factory.mktemp("secured"), certificates=certificates))


@pytest.fixture
def scram(certificates: Certificates) -> dict[str, Any]:
    """Security settings: a user's password over TLS."""
    return {
        "protocol": "SASL_SSL",
        "username": SCRAM_USER,
        "password": SecretStr(SCRAM_PASSWORD),
        "ca_file": certificates.path("ca.pem"),
    }


@pytest.fixture
def mtls(certificates: Certificates) -> dict[str, Any]:
    """Security settings: a certificate of our own."""
    return {
        "protocol": "SSL",
        "ca_file": certificates.path("ca.pem"),
        "cert_file": certificates.path("client.pem"),
        "key_file": certificates.path("client.key"),
    }


@pytest.fixture
def embedded_broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """An embedded broker of this test's own, started; `start()` again gives its address."""
    broker = EmbeddedBroker(tmp_path / "broker", 0, tmp_path / "broker.log")
    try:
        broker.start()
    except EmbeddedBrokerError as fault:
        skip_or_fail(Unavailable(str(fault)))
    yield broker
    broker.stop()


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("apache", marks=pytest.mark.kafka),
    ]
)
def broker(request: pytest.FixtureRequest) -> str:
    """Host:port of each kind of broker in turn; the test's own embedded one, the session's Apache Kafka."""
    if request.param == "embedded":
        embedded: EmbeddedBroker = request.getfixturevalue("embedded_broker")
        return embedded.address
    apache: str = request.getfixturevalue("apache_kafka")
    return apache


@pytest.fixture
def connection(broker: str, prefix: str) -> Connection:
    """A connection to each kind of broker in turn, with topics of this test's own."""
    return Connection((broker,), Kafka(topic_prefix=prefix))


def _run(kafka: ApacheKafka) -> Iterator[ApacheKafka]:
    try:
        kafka.start()
    except Unavailable as reason:
        skip_or_fail(reason)
    try:
        yield kafka
    finally:
        kafka.stop()


def _refuse_named_broker() -> None:
    if os.environ.get("TOCSIN_TEST_KAFKA"):
        skip_or_fail(
            Unavailable("this test stops and starts its broker; TOCSIN_TEST_KAFKA names one we can't")
        )
