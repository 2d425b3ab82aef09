"""Topics made or compared, whatever Kafka that is."""

import time

from cli import screen
from cli.exits import UNREACHABLE, WRONG, Failure
from cli.settings import count
from runtime import topics
from runtime.brokers import BrokersUnreachable
from runtime.kafka import Connection
from runtime.topic_admin import TopicRefused

FIRST_ROUND = 2.0
LONGEST_ROUND = 30.0


async def apply_when_reachable(connection: Connection, *, embedded: bool) -> None:
    """Apply the topics, waiting for Kafka as long as it takes, and saying so.

    Raises:
        Failure: Kafka refuses us, or refuses a topic.
    """
    patience = FIRST_ROUND
    while True:
        began = time.monotonic()
        try:
            reports = await topics.apply(connection, embedded=embedded, patience=patience)
        except BrokersUnreachable as fault:
            if time.monotonic() - began < patience:  # refused: waiting will not help
                raise Failure(str(fault), UNREACHABLE) from fault
            screen.warn(f"{fault}; still waiting (Ctrl-C stops)")
            patience = min(2 * patience, LONGEST_ROUND)
            continue
        except TopicRefused as fault:
            raise Failure(str(fault), WRONG) from fault
        return _say(reports)


def _say(reports: list[topics.TopicReport]) -> None:
    for report in reports:
        if report.differences:
            screen.warn(f"topic {report}")
    created = sum(report.state == "created" for report in reports)
    screen.say(f"topics ready ({count(len(reports), 'topic')}, {created} of them new)")
