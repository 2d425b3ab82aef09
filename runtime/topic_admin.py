"""Topics as the brokers have them: read, create, change. Never delete."""

import asyncio
import time
from collections.abc import Mapping

import msgspec
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic
from aiokafka.admin.config_resource import ConfigResource
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from runtime.topic_shapes import Shape

_SET_ON_THE_TOPIC = 1  # DescribeConfigs, config_source: DYNAMIC_TOPIC_CONFIG
_LEADERS_TIMEOUT = 30.0


class TopicRefused(Exception):  # noqa: N818 -- what the brokers said, not a fault of ours
    """The brokers did not do as asked; the message names the topic and gives their reason."""


class Found(msgspec.Struct, frozen=True):
    """A topic that exists: ``shape`` with all settings in force, and ``own``, those set on the topic itself."""

    shape: Shape
    own: Mapping[str, str]


class TopicAdmin:
    """The few requests we make, with refusals as exceptions."""

    def __init__(self, client: AIOKafkaAdminClient) -> None:
        self._client = client

    async def found(self, name: str) -> Found | None:
        """The topic of that name, if it exists.

        Raises:
            TopicRefused: we may not read it.
        """
        # Never ask for a topic by a name that may not exist: the embedded broker would create it.
        if name not in await self._client.list_topics():
            return None
        (response,) = await self._client.describe_configs([ConfigResource("topic", name)])
        ((code, message, _, _, entries),) = response.resources
        _refuse("read topic", name, code, message)
        (topic,) = await self._client.describe_topics([name])
        settings = {setting: value or "" for setting, value, *_ in entries}
        own = {
            setting: value or "" for setting, value, _, source, *_ in entries if source == _SET_ON_THE_TOPIC
        }
        replication = min((len(partition["replicas"]) for partition in topic["partitions"]), default=0)
        return Found(Shape(name, len(topic["partitions"]), replication, settings), own)

    async def create(self, shape: Shape) -> bool:
        """Create the topic and wait until it has leaders; False where somebody else was faster.

        Raises:
            TopicRefused: with Kafka's reason.
        """
        topic = NewTopic(shape.name, shape.partitions, shape.replication, topic_configs=dict(shape.settings))
        response = await self._client.create_topics([topic])
        for name, code, message in response.topic_errors:
            if code == TopicAlreadyExistsError.errno:
                await self._wait_for_leaders(name, 1)
                return False
            _refuse("create topic", name, code, message)
        await self._wait_for_leaders(shape.name, shape.partitions)
        return True

    async def alter(self, name: str, settings: Mapping[str, str], own: Mapping[str, str]) -> None:
        """Change ``settings`` and keep ``own``, the others set on the topic.

        Raises:
            TopicRefused: with Kafka's reason.
        """
        # aiokafka speaks the old AlterConfigs only, which resets whatever it does not name.
        everything = {**own, **settings}
        for response in await self._client.alter_configs([ConfigResource("topic", name, everything)]):
            for code, message, _, _ in response.resources:
                _refuse("change topic", name, code, message)

    async def grow(self, shape: Shape) -> None:
        """Add partitions up to ``shape.partitions``.

        Raises:
            TopicRefused: with Kafka's reason.
        """
        try:
            await self._client.create_partitions({shape.name: NewPartitions(shape.partitions)})
        except KafkaError as fault:
            raise TopicRefused(f"can't add partitions to topic {shape.name}: {fault}") from fault
        await self._wait_for_leaders(shape.name, shape.partitions)

    async def forbid_creation_by_use(self) -> None:
        """Stop the (one, embedded) broker from creating a topic, with one partition, for whoever mentions it."""
        cluster = await self._client.describe_cluster()
        resource = ConfigResource(
            "broker", str(cluster["brokers"][0]["node_id"]), {"auto.create.topics.enable": "false"}
        )
        for response in await self._client.alter_configs([resource]):
            for code, message, _, name in response.resources:
                _refuse("change broker", name, code, message)

    async def _wait_for_leaders(self, name: str, partitions: int) -> None:
        deadline = time.monotonic() + _LEADERS_TIMEOUT
        while True:
            (topic,) = await self._client.describe_topics([name])
            led = [part for part in topic["partitions"] if part["leader"] >= 0 and not part["error_code"]]
            if len(led) >= partitions:
                return
            if time.monotonic() > deadline:
                raise TopicRefused(f"topic {name} has no leaders after {_LEADERS_TIMEOUT:.0f} s")
            await asyncio.sleep(0.05)


def _refuse(verb: str, name: str, code: int, message: str | None) -> None:
    if code:
        kind = for_code(code)
        raise TopicRefused(f"can't {verb} {name}: {message or kind.description or kind.__name__}")
