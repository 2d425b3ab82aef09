"""What a contestant sent is compared with the core: any order of its matches passes, lost and doubled work do not."""

from collections.abc import Sequence

import pytest

from benchmarks.agreement import Faults, Names, Sent, faults, name_of
from benchmarks.articles import fresh
from benchmarks.core import Core, Record
from tests.making import NOON
from tocsin.contract import codec
from tocsin.contract.topics import ALERTS, MATCHES


@pytest.fixture(scope="module")
def matches() -> Sequence[Record]:
    core = Core()
    lines = [core.line(codec.encode(article)) for article in fresh(60, NOON, matching=1, seed=1)]
    return [record for line in lines for record in line if record.topic is MATCHES]


@pytest.fixture(scope="module")
def work(matches: Sequence[Record]) -> Names:
    return Names(name_of(MATCHES, record.headers) for record in matches)


def worked_off(matches: Sequence[Record]) -> list[Sent]:
    """What stands in Kafka where they were matched in this order."""
    core = Core()
    records = [*matches, *(record for match in matches for record in core.alert(match.value))]
    return [Sent(record.topic, name_of(record.topic, record.headers), record.value) for record in records]


def alerts(found: Sequence[Sent]) -> Names:
    return Names(one.name for one in found if one.topic is ALERTS)


def test_another_order_makes_other_alerts_and_is_as_good(matches: Sequence[Record], work: Names) -> None:
    forwards, backwards = worked_off(matches), worked_off(matches[::-1])
    assert alerts(forwards) != alerts(backwards)
    assert faults(forwards, work) == faults(backwards, work) == Faults((), ())


@pytest.mark.parametrize("topic", [MATCHES, ALERTS], ids=lambda topic: topic.name)
def test_what_is_lost_or_sent_twice_is_named(matches: Sequence[Record], work: Names, topic: object) -> None:
    found = worked_off(matches)
    one = next(sent for sent in reversed(found) if sent.topic is topic)
    assert faults([sent for sent in found if sent is not one], work).missing == (one.name,)
    assert faults([*found, one], work).surplus == (one.name,)


def test_an_alert_that_does_not_follow_is_named(matches: Sequence[Record], work: Names) -> None:
    forwards = worked_off(matches)
    other = next((alerts(worked_off(matches[::-1])) - alerts(forwards)).elements())
    assert faults([*forwards, Sent(ALERTS, other, b"")], work) == Faults((), (other,))
