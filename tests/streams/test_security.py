"""The worker speaks to a secured Kafka as every other part does."""

import asyncio
from typing import Any

import pytest

from runtime import topics
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams.match import InUse
from streams.process import assemble, run_worker
from tests import making
from tests.brokers.apache import ApacheKafka
from tests.streams.harness import all_committed, put_articles, read, until
from tests.streams.worker import EveryArticleMatches
from tocsin.config.model import Config, Kafka, Security
from tocsin.contract.events import Alert
from tocsin.contract.topics import ALERTS
from tocsin.routing.compiled import rules_of

pytestmark = pytest.mark.kafka


@pytest.mark.parametrize("kind", ["scram", "mtls"])
async def test_an_article_becomes_an_alert_over_tls(
    secured_apache_kafka: ApacheKafka, prefix: str, request: pytest.FixtureRequest, kind: str
) -> None:
    security: dict[str, Any] = request.getfixturevalue(kind)
    address = secured_apache_kafka.sasl_ssl if kind == "scram" else secured_apache_kafka.mtls
    config = Config(kafka=Kafka(topic_prefix=prefix, security=Security(**security)))
    kafka = Connection((address,), config.kafka)
    await topics.apply(kafka, embedded=False)
    instruments, stop = Instruments("worker"), asyncio.Event()
    made = assemble(config, InUse(EveryArticleMatches()), rules_of(config), kafka, instruments, instance=None)
    worker = asyncio.create_task(run_worker(made, config, Conditions(instruments), stop))
    await put_articles(kafka, [making.article()])

    async def rung() -> bool:
        assert not worker.done(), worker
        return len(await read(kafka, ALERTS, Alert)) == 1 and await all_committed(kafka)

    await until(rung)
    stop.set()
    await worker
