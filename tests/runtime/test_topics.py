"""Topics created, compared and mended, on both kinds of broker."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource

from runtime.brokers import BrokersUnreachable
from runtime.kafka import Connection
from runtime.probe import free_port
from runtime.topic_admin import TopicRefused
from runtime.topics import TopicReport, apply, check
from tocsin.config.model import Kafka, TopicOverride
from tocsin.contract.topics import ARTICLES, MATCHES, SEEN, TOPICS


@pytest.fixture
def embedded(request: pytest.FixtureRequest) -> bool:
    return "embedded" in request.node.callspec.id


@pytest.fixture
async def admin(broker: str) -> AsyncIterator[AIOKafkaAdminClient]:
    client = AIOKafkaAdminClient(bootstrap_servers=broker)
    await client.start()
    yield client
    await client.close()


def overriding(connection: Connection, topic: str, override: TopicOverride) -> Connection:
    kafka = Kafka(topic_prefix=connection.settings.topic_prefix, topics={topic: override})
    return Connection(connection.bootstrap, kafka)


def of(reports: list[TopicReport], topic: str) -> TopicReport:
    return next(report for report in reports if report.topic == topic)


async def settings_of(admin: AIOKafkaAdminClient, name: str) -> dict[str, str]:
    (response,) = await admin.describe_configs([ConfigResource("topic", name)])
    return {setting: value for setting, value, *_ in response.resources[0][4]}


async def test_apply_creates_every_topic_as_declared(
    connection: Connection, embedded: bool, admin: AIOKafkaAdminClient
) -> None:
    assert [report.state for report in await check(connection, embedded=embedded)] == ["missing"] * len(
        TOPICS
    )

    reports = await apply(connection, embedded=embedded)

    assert [report.topic for report in reports] == [topic.name for topic in TOPICS]
    assert {report.state for report in reports} == {"created"}
    described = await admin.describe_topics(list(connection.names().values()))
    found = {topic["topic"]: len(topic["partitions"]) for topic in described}
    assert found == {connection.name(topic): topic.partitions for topic in TOPICS}
    articles = await settings_of(admin, connection.name(ARTICLES))
    assert articles["retention.ms"] == str(7 * 24 * 3600 * 1000)
    assert articles["max.message.bytes"] == str(ARTICLES.max_bytes)
    assert (await settings_of(admin, connection.name(SEEN)))["cleanup.policy"] == "compact"


async def test_apply_again_changes_nothing(connection: Connection, embedded: bool) -> None:
    await apply(connection, embedded=embedded)
    assert {report.state for report in await apply(connection, embedded=embedded)} == {"ok"}
    assert {report.state for report in await check(connection, embedded=embedded)} == {"ok"}


async def test_check_creates_nothing(
    connection: Connection, embedded: bool, admin: AIOKafkaAdminClient
) -> None:
    await check(connection, embedded=embedded)
    assert not set(connection.names().values()) & set(await admin.list_topics())


async def test_partitions_grow_and_never_shrink(connection: Connection, embedded: bool) -> None:
    await apply(connection, embedded=embedded)
    six = overriding(connection, "matches", TopicOverride(partitions=6))

    found = of(await check(six, embedded=embedded), "matches").differences[0]
    assert (found.setting, found.current, found.wanted) == ("partitions", "4", "6")

    grown = of(await apply(six, embedded=embedded), "matches")
    assert grown.state == "altered"
    assert "keys move" in str(grown)

    shrunk = of(await apply(connection, embedded=embedded), "matches")
    assert shrunk.state == "differs"
    assert "partitions is 6, should be 4" in str(shrunk)
    assert MATCHES.partitions == 4


async def test_longer_retention_is_applied(
    connection: Connection, embedded: bool, admin: AIOKafkaAdminClient
) -> None:
    await apply(connection, embedded=embedded)
    longer = overriding(connection, "articles", TopicOverride(retention=timedelta(days=8)))
    report = of(await apply(longer, embedded=embedded), "articles")
    assert report.state == "altered"
    settings = await settings_of(admin, connection.name(ARTICLES))
    assert settings["retention.ms"] == str(8 * 24 * 3600 * 1000)
    # What was set before, and is not touched now, must survive the change.
    assert settings["max.message.bytes"] == str(ARTICLES.max_bytes)


async def test_settings_of_the_operator_survive_a_change(
    connection: Connection, embedded: bool, admin: AIOKafkaAdminClient
) -> None:
    name = connection.name(ARTICLES)
    own = {"min.compaction.lag.ms": "1234", "retention.ms": "1000"}
    await admin.create_topics([NewTopic(name, ARTICLES.partitions, 1, topic_configs=own)])
    report = of(await apply(connection, embedded=embedded), "articles")
    assert report.state == "altered"
    assert (await settings_of(admin, name))["min.compaction.lag.ms"] == "1234"


@pytest.mark.kafka
async def test_less_retention_and_another_policy_are_reported_and_left_alone(
    apache_kafka: str, prefix: str
) -> None:
    connection = Connection((apache_kafka,), Kafka(topic_prefix=prefix))
    client = AIOKafkaAdminClient(bootstrap_servers=apache_kafka)
    await client.start()
    old = {"retention.ms": "-1"}
    await client.create_topics([NewTopic(f"{prefix}articles", 4, 1, topic_configs=old)])
    await client.create_topics([NewTopic(f"{prefix}memory.seen", 4, 1)])

    reports = await apply(connection, embedded=False)

    assert of(reports, "articles").state == "differs"
    assert "retention.ms is -1, should be 604800000 (left alone" in str(of(reports, "articles"))
    assert of(reports, "articles").mended[0].setting == "max.message.bytes"
    assert "cleanup.policy is delete, should be compact (left alone" in str(of(reports, "memory.seen"))
    settings = await settings_of(client, f"{prefix}articles")
    assert (settings["retention.ms"], settings["max.message.bytes"]) == ("-1", str(ARTICLES.max_bytes))
    await client.close()


@pytest.mark.kafka
async def test_more_replicas_than_brokers_is_refused_by_name(apache_kafka: str, prefix: str) -> None:
    kafka = Kafka(topic_prefix=prefix, replication_factor=3)
    with pytest.raises(TopicRefused, match=rf"can't create topic {prefix}articles: .*3"):
        await apply(Connection((apache_kafka,), kafka), embedded=False)


async def test_no_broker_is_said_within_the_time_given() -> None:
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(BrokersUnreachable, match=rf"within 0.3 s: {address}: nothing listens there"):
        await apply(Connection((address,), Kafka()), embedded=False, patience=0.3)
