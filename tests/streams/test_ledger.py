"""What a message changed is remembered whole or not at all, wherever its worker dies. No broker: a log in memory."""

import asyncio
from hashlib import blake2b
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams import ledger as ledger_module
from streams.app import build_app
from streams.ledger import Ledger, TakenAwayError
from streams.mark_keys import MarkKey, read_key
from streams.marks import Written
from streams.sender import Encoded, TooLargeError
from streams.shared import Shared
from streams.stores import MemoryStore
from streams.tables import store_of
from tocsin.config.model import Kafka
from tocsin.contract.topics import DESKS, FILED, STORIES, Topic

KINDS = {"filed": FILED, "story": STORIES, "desk": DESKS}
Record = tuple[str, int, bytes, bytes | None]


class DiedError(Exception):
    """The worker is gone."""


class Log:
    """The changelogs: takes so many records, then its worker dies."""

    def __init__(self, records: list[Record] | None = None, lives: float = float("inf")) -> None:
        self.records, self.lives = list(records or ()), lives
        self.largest = float("inf")

    def check(self, topic: Topic, record: Encoded) -> None:
        if len(record.value or b"") > self.largest:
            raise TooLargeError("too large")

    async def note(self, topic: Topic, partition: int, key: bytes, value: bytes | None) -> int:
        await asyncio.sleep(0)
        if len(self.records) >= self.lives:
            raise DiedError
        self.records.append((topic.name, partition, key, value))
        return len(self.records) - 1


class InHand:
    def then(self, settle: Any) -> None:
        pass


class Consumer:
    """Whether it is sure of its partitions is said by hand."""

    sure = True

    def surely_ours(self) -> bool:
        return self.sure


def opened(log: Log, generation: int = 0) -> Ledger:
    """A worker's ledger that recovered what is in ``log``."""
    connection = Connection(("127.0.0.1:9",), Kafka())
    app: Any = build_app(connection, instance=None)
    app.consumer, app.consumer_generation_id = Consumer(), generation
    sender: Any = log
    in_hand: Any = InHand()
    ledger = Ledger(Shared(app, connection, sender, Instruments("worker"), in_hand), KINDS)
    kinds = {topic.name: kind for kind, topic in KINDS.items()}
    for topic, partition, key, value in log.records:
        store_of(ledger._tables[kinds[topic]]).write(partition, key, value)
    ledger.recovered()
    return ledger


def message(offset: int, *, partition: int = 0, topic: str = "matches", time: float | None = None) -> Any:
    return SimpleNamespace(
        topic=topic, partition=partition, offset=offset, timestamp=float(offset) if time is None else time
    )


def all_of(ledger: Ledger) -> dict[tuple[str, str], bytes]:
    return {(kind, key): value for kind in KINDS for key, value in ledger.items(kind)}


changes = st.lists(
    st.lists(
        st.builds(
            Written,
            st.sampled_from(sorted(KINDS)),
            st.sampled_from(["w\0a", "w\0b", "w"]),
            st.none() | st.binary(min_size=1, max_size=3),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda one: (one.kind, one.key),
    ),
    max_size=6,
)


@given(changes, st.integers(min_value=0, max_value=40))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_wherever_a_worker_dies_the_next_finds_whole_messages_and_goes_on_after_them(
    messages: list[list[Written]], lives: int
) -> None:
    states: list[dict[tuple[str, str], bytes]] = [{}]
    for writes in messages:
        after = dict(states[-1])
        for one in writes:
            after.pop((one.kind, one.key), None)
            if one.value is not None:
                after[one.kind, one.key] = one.value
        states.append(after)

    async def live() -> None:
        log = Log(lives=lives)
        with pytest.raises(DiedError) if await _dies(messages, lives) else _nothing():
            await _handle_all(opened(log), messages)
            await asyncio.sleep(0)
        second = opened(Log(log.records))
        done = sum(second.handled(message(number)) for number in range(len(messages)))
        assert all(second.handled(message(number)) for number in range(done))
        assert all_of(second) == states[done]
        await _handle_all(second, messages)
        await second.given_up()
        assert all_of(second) == states[-1]
        third = opened(Log(second._sender.records))  # type: ignore[attr-defined]
        assert all_of(third) == states[-1]

    asyncio.run(live())


async def _handle_all(ledger: Ledger, messages: list[list[Written]]) -> None:
    for number, writes in enumerate(messages):
        if not ledger.handled(message(number)):
            await ledger.keep(message(number), writes, ledger.turn)
    await ledger.given_up()
    ledger.recovered()


async def _dies(messages: list[list[Written]], lives: int) -> bool:
    return sum(1 + len(writes) for writes in messages) > lives


class _nothing:  # noqa: N801 -- reads as a context
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


async def test_each_topic_has_a_place_of_its_own_and_each_partition_too() -> None:
    ledger = opened(Log())
    await ledger.keep(message(5), [Written("desk", "w", b"1")], ledger.turn)
    await ledger.keep(message(9, topic="wakes"), [Written("desk", "w", b"2")], ledger.turn)
    again = opened(Log(ledger._sender.records))  # type: ignore[attr-defined]
    assert [again.handled(message(offset)) for offset in (4, 5, 6)] == [True, True, False]
    assert [again.handled(message(offset, topic="wakes")) for offset in (9, 10)] == [True, False]
    assert not again.handled(message(5, partition=1))
    assert not again.handled(message(5, topic="actions"))


async def test_a_topic_made_anew_is_handled_from_its_beginning() -> None:
    ledger = opened(Log())
    await ledger.keep(message(5, time=100.0), [Written("desk", "w", b"1")], ledger.turn)
    assert ledger.handled(message(2, time=99.0))
    assert not ledger.handled(message(2, time=101.0))


async def test_what_was_taken_away_meanwhile_is_not_remembered() -> None:
    log = Log()
    ledger = opened(log)
    turn = ledger.turn
    await ledger.given_up()
    with pytest.raises(TakenAwayError):
        await ledger.keep(message(0), [Written("desk", "w", b"1")], turn)
    assert log.records == []


async def test_what_outgrows_a_mark_stands_in_parts_that_go_when_it_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger_module, "_ROOM", DESKS.max_bytes - 60)
    log = Log()
    ledger = opened(log)
    many = [Written("story", f"w\0{number}", b"x" * 40) for number in range(5)]
    await ledger.keep(message(0), many, ledger.turn)
    begun = len(log.records)
    again = opened(Log(log.records))
    assert again.handled(message(0))
    assert len(all_of(again)) == 5
    assert begun > 4
    assert again.size("desk")[0] == begun
    await again.keep(message(1), [Written("story", "w", b"1")], again.turn)
    assert again.size("desk")[0] == 2
    await again.keep(message(2), [Written("story", "w", b"2")], again.turn)
    assert again.size("desk")[0] == 1


async def test_parts_of_a_mark_that_never_came_hold_nothing_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_ROOM", DESKS.max_bytes - 60)
    log = Log(lives=3)
    with pytest.raises(DiedError):
        await opened(log).keep(message(0), [Written("story", "w", b"x" * 200)], 0)
    again = opened(Log(log.records))
    assert not again.handled(message(0))
    assert all_of(again) == {}
    assert again.size("desk")[0] == 3
    await again.keep(message(1), [Written("story", "w", b"1")], again.turn)
    assert again.size("desk")[0] == 1


async def test_a_record_that_is_too_large_leaves_no_mark() -> None:
    log = Log()
    log.largest = 60
    ledger = opened(log)
    with pytest.raises(TooLargeError):
        await ledger.keep(message(0), [Written("story", "w", b"1"), Written("desk", "w", b"x" * 61)], 0)
    assert log.records == []


async def test_what_nobody_can_read_hides_no_record() -> None:
    marks = [(b"\x000", b"\xff"), (b"\x00x", b"\x93\xa0\x80\x90"), (b"\xff\xfe", b"no text"), (b"w", b"1")]
    ledger = opened(Log([(DESKS.name, 0, key, value) for key, value in marks]))
    assert all_of(ledger) == {("desk", "w"): b"1"}
    assert not ledger.handled(message(0))


def test_marks_are_counted_as_records_but_are_none() -> None:
    mark = msgspec.msgpack.encode(["matches", {}, []])
    ledger = opened(Log([(DESKS.name, 0, b"\x000", mark)]))
    assert ledger.size("desk") == (1, 2 + len(mark))
    assert all_of(ledger) == {}


@pytest.mark.parametrize(("generation", "later"), [(7, 8), (7, 7), (7, 1)], ids=["next", "same", "forgotten"])
async def test_an_owner_that_writes_after_its_successor_writes_over_nothing(
    monkeypatch: pytest.MonkeyPatch, generation: int, later: int
) -> None:
    monkeypatch.setattr(ledger_module, "_ROOM", DESKS.max_bytes - 60)
    log = Log()
    before = opened(log, generation)
    await before.keep(message(0), [Written("story", "w", b"0" * 200)], before.turn)
    await before.given_up()
    after = opened(log, later)
    for offset in (1, 2):
        await after.keep(message(offset), [Written("desk", "w", b"%d" % offset * 200)], after.turn)
    await before.keep(message(1), [Written("desk", "w", b"old")], before.turn)
    await before.given_up()
    last = opened(log, 9)
    assert [last.handled(message(offset)) for offset in (2, 3)] == [True, False]
    assert all_of(last) == {("desk", "w"): b"2" * 200, ("story", "w"): b"0" * 200}
    await last.keep(message(3), [Written("desk", "v", b"3")], last.turn)
    await last.keep(message(4), [Written("desk", "v", b"4")], last.turn)
    assert {key.tenure for key, _ in marks_of(last)} == {last._tenure(0)}


def marks_of(ledger: Ledger) -> list[tuple[MarkKey, bytes]]:
    return [(read_key(key), value) for key, value in ledger._store("desk").marks()]


async def test_who_is_not_sure_to_own_writes_nothing_until_it_is() -> None:
    log = Log()
    ledger = opened(log)
    consumer: Any = ledger._app.consumer
    consumer.sure = False
    keeping = asyncio.create_task(ledger.keep(message(0), [Written("desk", "w", b"1")], ledger.turn))
    await asyncio.sleep(0.1)
    assert log.records == []
    consumer.sure = True
    await keeping
    await ledger.given_up()
    assert len(log.records) == 2


@pytest.mark.parametrize("marked", [False, True])
async def test_who_stood_still_and_lost_its_partitions_meanwhile_writes_no_more(marked: bool) -> None:
    log = Log()
    ledger = opened(log)
    consumer: Any = ledger._app.consumer
    ledger._app.rebalancing = True
    looks, consumer.surely_ours = [True] * marked, lambda: bool(looks and looks.pop())
    with pytest.raises(TakenAwayError):
        await ledger.keep(message(0), [Written("desk", "w", b"1")], ledger.turn)
    await ledger.given_up()
    assert len(log.records) == marked


async def test_marks_written_before_there_were_terms_count_until_one_with_a_term_stands() -> None:
    body = msgspec.msgpack.encode([[["desk", "w", b"1"]], []])
    elsewhere = [2, blake2b(body, digest_size=16).digest()]
    mark = msgspec.msgpack.encode(["matches", {"matches": [3, 3.0]}, [], [], elsewhere])
    pairs = [(b"\x000\x000", body[:2]), (b"\x000\x001", body[2:]), (b"\x000", mark)]
    ledger = opened(Log([(DESKS.name, 0, key, value) for key, value in pairs]))
    assert ledger.handled(message(3))
    assert all_of(ledger) == {("desk", "w"): b"1"}
    await ledger.keep(message(4), [Written("desk", "w", b"2")], ledger.turn)
    await ledger.keep(message(5), [Written("desk", "w", b"3")], ledger.turn)
    assert ledger.size("desk")[0] == 2


def test_after_a_rebalance_only_marks_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> None:
        raise AssertionError("all records were looked at")

    monkeypatch.setattr(MemoryStore, "pairs", never)
    assert not opened(Log([(DESKS.name, 0, b"w", b"1")])).handled(message(0))
