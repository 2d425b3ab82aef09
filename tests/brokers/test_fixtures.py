"""The brokers the tests stand on."""

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from runtime import probe
from tests.brokers.apache import ApacheKafka


async def test_both_kinds_take_a_record(broker: str, prefix: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    await admin.create_topics([NewTopic(f"{prefix}one", 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=broker, acks="all", enable_idempotence=True) as producer:
        sent = await producer.send_and_wait(f"{prefix}one", b"x")
    assert sent.offset == 0


@pytest.mark.kafka
async def test_apache_kafka_keeps_its_data_over_kill_and_pause(
    own_apache_kafka: ApacheKafka, prefix: str
) -> None:
    kafka = own_apache_kafka
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(f"{prefix}one", 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all") as producer:
        await producer.send_and_wait(f"{prefix}one", b"x")
    kafka.pause()
    host, _, port = kafka.bootstrap.rpartition(":")
    assert not probe.answers(host, int(port), timeout=0.3)
    kafka.resume()
    kafka.kill9()
    kafka.start()
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all") as producer:
        assert (await producer.send_and_wait(f"{prefix}one", b"y")).offset == 1
