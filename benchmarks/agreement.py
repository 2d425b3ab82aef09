"""Whether a contestant did the work: each record of the core's once, and the alerts that follow from its own matches.

Which of two articles of two partitions is matched first is nobody's promise (docs/decisions/0011), and whichever comes
first opens their story. So alerts are compared with what the core says to the matches in the order they stand in.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from benchmarks.contestants import RULES
from tests.core import told
from tocsin.contract import codec
from tocsin.contract.events import Match, Withdrawn
from tocsin.contract.topics import ALERTS, MATCHES, Topic

Names = Counter[str]
"""Records by topic and id."""


class Sent(msgspec.Struct, frozen=True):
    """A record that stands in ``topic``."""

    topic: Topic
    name: str
    value: bytes


class Faults(msgspec.Struct, frozen=True):
    """Names of records that are not there, and of those that should not be, or not so often."""

    missing: tuple[str, ...]
    surplus: tuple[str, ...]


def name_of(topic: Topic, headers: Iterable[tuple[str, bytes]]) -> str:
    """What a record is called here, by the id in its headers."""
    return f"{topic.name} {dict(headers)['ce_id'].decode()}"


def faults(found: Sequence[Sent], work: Names) -> Faults:
    """What is wrong with ``found``, each partition in its order; ``work`` is what there must be but for the alerts."""
    expected = work + _following(one.value for one in found if one.topic is MATCHES)
    there = Names(one.name for one in found)
    return Faults(tuple((expected - there).elements()), tuple((there - expected).elements()))


def _following(matches: Iterable[bytes]) -> Names:
    events = [codec.decode_one_of(value, (Match, Withdrawn)) for value in matches]
    sound = [event for event in events if isinstance(event, Match | Withdrawn)]
    return Names(f"{ALERTS.name} {event.event_id}" for event in told(RULES, sound))
