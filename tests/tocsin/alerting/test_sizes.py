"""Whatever people write and outlets print, an event stays small enough to be sent."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    World,
    action,
    policy,
    report,
    revised,
    rules,
)
from tocsin.alerting.ledger import RecordKind
from tocsin.contract.codec import encode
from tocsin.contract.events import Alert, Scope, Verb
from tocsin.routing.policy import Budget

MOST = 256 * 1024
KINDS: tuple[RecordKind, ...] = ("filed", "story", "desk")
TEXTS = st.builds(
    lambda sign, times: sign * times,
    st.sampled_from(["x", "ش", "😀", "\x01", '"']),
    st.sampled_from([1, 900, 60_000]),
)
VERBS: tuple[Verb, ...] = ("assign", "note", "ack", "close")


def sizes(world: World) -> list[int]:
    """How large each event is without the evidence of its report."""
    return [
        len(encode(one)) - (sum(len(str(part)) for part in one.evidence) if isinstance(one, Alert) else 0)
        for one in world.sent
    ]


def test_an_assignee_of_megabytes_stops_nothing() -> None:
    world = World()
    world.take(report("a1"))
    world.take(action("assign", world.sent[0].id, NOON + SECOND, text="x" * 4_000_000))
    world.take(report("a2", at=NOON + MINUTE), report("b1", "other", NOON + HOUR))
    assert len(world.sent) == 3
    assert max(sizes(world)) < MOST


def test_a_comment_of_megabytes_makes_no_large_desk() -> None:
    world = World()
    world.take(action("silence", "", NOON, until=NOON + DAY, text="x" * 4_000_000))
    world.take(
        action("silence", "", NOON, id="s2", until=NOON + DAY, scope=Scope(terms=("x" * 200,) * 20_000))
    )
    assert world.counted == [("withheld", "too_many")]
    assert max(len(value) for _, value in world.ledger.items("desk")) < MOST


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(VERBS), TEXTS), max_size=30), TEXTS, TEXTS, st.integers(1, 60))
def test_every_event_is_small(done: list[tuple[Verb, str]], text: str, title: str, reports: int) -> None:
    world = World(rules(policy(group_interval=HOUR, budget=Budget(events=1, per=HOUR))))
    fields = {"url": text, "source": text, "kind": "wire"}
    first = report("a0", at=NOON)
    world.take(first)
    for number, (verb, words) in enumerate(done):
        world.take(action(verb, world.sent[0].id, NOON + number * SECOND, id=f"x{number}", text=words))
    for number in range(1, reports):
        world.take(report(f"a{number}", at=NOON + MINUTE, title=f"idlib {title}", **{**fields, "kind": ""}))
        world.take(report(f"b{number}", f"t{number} {title}", NOON + MINUTE, **fields))
        world.take(report(f"c{number}", f"t{number} {title}", NOON + MINUTE, **fields))
    world.take(revised(first, NOON + 2 * MINUTE))
    world.until(NOON + 9 * DAY)
    assert max(sizes(world)) < MOST
    assert max((len(value) for kind in KINDS for _, value in world.ledger.items(kind)), default=0) < 4 * MOST
