"""From a record of the alerts topic to a final outcome, and only then a commit."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaConnectionError, KafkaTimeoutError

from connectors.sinks import commits
from connectors.sinks.attempts import Attempts
from connectors.sinks.letters import DeadLetterUnwrittenError, Letters
from connectors.sinks.memory import Known
from connectors.sinks.runner import Runner
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.metrics import Instruments
from runtime.stopping import Interrupted
from tests.alerts import ARABIC, alert
from tests.connectors.sinks.kafka import TOPIC, FakeConsumer, FakeProducer
from tocsin.config.model import Kafka, Retry, Terminal
from tocsin.contract.codec import encode
from tocsin.contract.events import Origin
from tocsin.delivery.notice import Notice
from tocsin.delivery.outcome import Delivered, Outcome, Rejected, RetryAfter

ZERO = TopicPartition(TOPIC, 0)
BUSY = RetryAfter("busy", "HTTP 503")
Answer = Outcome | Exception | Callable[[], Awaitable[Outcome]]


class FakeSink:
    """Answers from a list, then delivers everything."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.has: list[str] = []

    async def connect(self) -> Iterable[str]:
        return ()

    async def deliver(self, notice: Notice) -> Outcome:
        self.asked.append(notice.event_id)
        answer = self.answers.pop(0) if self.answers else Delivered()
        if isinstance(answer, Exception):
            raise answer
        outcome = answer if isinstance(answer, Outcome) else await answer()
        if isinstance(outcome, Delivered):
            self.has.append(notice.event_id)
        return outcome

    async def close(self) -> None:
        return None


class Bench:
    """A runner among fakes; it is asked to stop when all records have been polled."""

    def __init__(self, consumer: FakeConsumer, sink: FakeSink, known: Iterable[str] = ()) -> None:
        self.consumer, self.sink = consumer, sink
        self.producer = FakeProducer()
        self.instruments = Instruments("test")
        self.conditions = Conditions(self.instruments)
        self.stop = asyncio.Event()
        consumer.idle = self.stop.set
        self.known = Known(known)
        ms = timedelta(milliseconds=1)
        retry = Retry(first=ms, longest=5 * ms, give_up_after=200 * ms)
        receiver = Terminal(name="screen", sink="terminal", retry=retry)
        connection = Connection(
            bootstrap=("127.0.0.1:1",), settings=Kafka(send_timeout=timedelta(milliseconds=50))
        )
        attempts = Attempts(receiver, sink, self.instruments, self.conditions, self.stop)
        self.letters = Letters(connection, "screen", self.instruments, lambda: self.producer)
        self.runner = Runner(
            "screen", consumer, attempts, self.letters, self.known, self.instruments, self.stop
        )

    async def run(self) -> None:
        async with asyncio.timeout(10):
            await self.runner.run()

    def metric(self, name: str, **labels: str) -> float:
        return self.instruments.registry.get_sample_value(name, labels) or 0.0

    def deliveries(self, outcome: str, reason: str) -> float:
        return self.metric("tocsin_deliveries_total", receiver="screen", outcome=outcome, reason=reason)


@pytest.fixture(autouse=True)
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "_GRACE", 0.05)


async def test_alerts_are_delivered_in_order_and_committed() -> None:
    sink = FakeSink()
    bench = Bench(FakeConsumer(*map(alert, range(250)), partitions=3), sink)
    await bench.run()
    assert sink.has == [alert(number).event_id for number in range(250)]
    assert [bench.consumer.committed[TopicPartition(TOPIC, number)] for number in range(3)] == [84, 83, 83]
    assert len(bench.consumer.commits) >= 3
    assert bench.deliveries("delivered", "accepted") == 250


async def test_nothing_is_committed_before_its_outcome_is_final() -> None:
    consumer = FakeConsumer(alert(0), alert(1), alert(2))
    seen: list[int] = []

    async def look() -> Outcome:
        seen.append(consumer.committed.get(ZERO, 0))
        return Delivered()

    await Bench(consumer, FakeSink(look, look, look)).run()
    assert all(committed <= number for number, committed in enumerate(seen))
    assert consumer.committed == {ZERO: 3}


async def test_what_is_done_is_committed_before_a_wait() -> None:
    consumer = FakeConsumer(alert(0), alert(1))
    seen: list[int] = []

    async def look() -> Outcome:
        seen.append(consumer.committed.get(ZERO, 0))
        return Delivered()

    await Bench(consumer, FakeSink(Delivered(), BUSY, look)).run()
    assert seen == [1]


async def test_a_failing_receiver_is_tried_again_and_shown_as_a_condition() -> None:
    shown: list[dict[str, str]] = []

    async def look() -> Outcome:
        shown.append(dict(bench.conditions()))
        return Delivered()

    sink = FakeSink(BUSY, BUSY, look)
    bench = Bench(FakeConsumer(alert(1)), sink)
    await bench.run()
    assert sink.asked == [alert(1).event_id] * 3
    assert shown == [{"receiver": "screen: busy: HTTP 503"}]
    assert bench.conditions() == {}
    assert (bench.deliveries("retry_after", "busy"), bench.deliveries("delivered", "accepted")) == (2, 1)


async def test_a_rejected_alert_is_a_dead_letter_at_once_and_the_next_goes_on() -> None:
    sink = FakeSink(Rejected("gone", "HTTP 410"))
    bench = Bench(FakeConsumer(ARABIC, alert(2)), sink)
    await bench.run()
    ((topic, key, letter, headers),) = bench.producer.sent
    assert (topic, key, headers["ce_type"]) == (
        "tocsin.deadletters",
        b"tocsin.alerts/0/0/screen",
        b"tocsin.deadletter.v1",
    )
    assert (letter.stage, letter.reason, letter.detail) == ("sink", "rejected", "gone: HTTP 410")
    assert letter.origin == Origin(topic=TOPIC, partition=0, offset=0)
    assert (letter.payload, letter.key, letter.receiver) == (encode(ARABIC), b"key", "screen")
    assert sink.has == [alert(2).event_id]
    assert bench.consumer.committed == {ZERO: 2}
    assert bench.deliveries("rejected", "gone") == 1
    assert bench.metric("tocsin_dead_letters_total", stage="sink", reason="rejected") == 1


async def test_a_receiver_that_never_recovers_ends_in_the_dead_letters() -> None:
    bench = Bench(FakeConsumer(alert(1)), FakeSink(*[BUSY] * 10_000))
    await bench.run()
    ((_, _, letter, _),) = bench.producer.sent
    assert (letter.reason, letter.detail) == ("retries_exhausted", "busy: HTTP 503")
    assert bench.consumer.committed == {ZERO: 1}


@pytest.mark.parametrize("value", [None, b"", b"{", b'{"type":"article"}', b"\xff"])
async def test_poison_is_buried_with_its_bytes_and_the_next_goes_on(value: bytes | None) -> None:
    sink = FakeSink()
    bench = Bench(FakeConsumer(value, alert(1)), sink)
    await bench.run()
    ((_, key, letter, _),) = bench.producer.sent
    assert (letter.reason, letter.payload, letter.receiver) == ("undecodable", value or b"", None)
    assert key == b"tocsin.alerts/0/0"
    assert letter.detail
    assert sink.has == [alert(1).event_id]
    assert bench.consumer.committed == {ZERO: 2}


async def test_a_sink_that_raises_is_our_fault_and_a_dead_letter() -> None:
    bench = Bench(FakeConsumer(alert(1), alert(2)), FakeSink(ZeroDivisionError("oops")))
    await bench.run()
    assert [letter.reason for _, _, letter, _ in bench.producer.sent] == ["failed"]
    assert bench.producer.sent[0][2].detail == "ZeroDivisionError: oops"
    assert bench.sink.has == [alert(2).event_id]


@pytest.mark.parametrize("how", ["refused", "hangs", "no producer"])
async def test_a_dead_letter_that_is_not_written_ends_the_process_uncommitted(how: str) -> None:
    bench = Bench(FakeConsumer(b"poison"), FakeSink())
    bench.producer.fault = KafkaTimeoutError() if how == "refused" else None
    bench.producer.start_fault = KafkaConnectionError() if how == "no producer" else None
    bench.producer.hang = how == "hangs"
    with pytest.raises(DeadLetterUnwrittenError, match=r"did not take the dead letter tocsin\.alerts/0/0: "):
        await bench.run()
    assert bench.consumer.committed == {}
    assert bench.metric("tocsin_dead_letters_total", stage="sink", reason="undecodable") == 0
    await bench.letters.close()
    assert not bench.producer.running


async def test_alerts_for_others_are_passed_over_and_committed() -> None:
    bench = Bench(FakeConsumer(alert(1, receivers=("hook",)), alert(2)), FakeSink())
    await bench.run()
    assert bench.sink.has == [alert(2).event_id]
    assert bench.consumer.committed == {ZERO: 2}


async def test_repeats_are_dropped_by_id_and_counted() -> None:
    consumer = FakeConsumer(alert(1), alert(2), alert(1), alert(2, sequence=2, kind="update"), alert(2))
    bench = Bench(consumer, FakeSink(), known=[alert(2).event_id])
    await bench.run()
    assert bench.sink.has == [alert(1).event_id, alert(2, sequence=2).event_id]
    assert bench.deliveries("repeat", "accepted") == 3
    assert consumer.committed == {ZERO: 5}


async def test_what_was_not_delivered_is_no_repeat_when_it_comes_again() -> None:
    bench = Bench(FakeConsumer(alert(1), alert(1)), FakeSink(Rejected("refused", "HTTP 400")))
    await bench.run()
    assert bench.sink.has == [alert(1).event_id]


@pytest.mark.parametrize("fault", [CommitFailedError(), IllegalStateError("not assigned")])
async def test_a_commit_that_fails_in_a_rebalance_ends_nothing(fault: CommitFailedError) -> None:
    consumer = FakeConsumer(*map(alert, range(150)))
    consumer.fault = fault
    bench = Bench(consumer, FakeSink())
    await bench.run()
    assert len(bench.sink.has) == 150
    assert consumer.committed == {ZERO: 150}


async def test_partitions_that_were_taken_away_are_not_committed() -> None:
    consumer = FakeConsumer(alert(0), alert(1), partitions=2)
    consumer.assigned.discard(ZERO)
    await Bench(consumer, FakeSink()).run()
    assert consumer.committed == {TopicPartition(TOPIC, 1): 1}


async def test_asked_to_stop_while_waiting_it_leaves_the_alert_for_the_next_start() -> None:
    async def stops() -> Outcome:
        bench.stop.set()
        return RetryAfter("busy", "", timedelta(seconds=1))

    bench = Bench(FakeConsumer(alert(0), alert(1)), FakeSink(Delivered(), stops))
    await bench.run()
    assert bench.consumer.committed == {ZERO: 1}
    assert bench.producer.sent == []


async def test_asked_to_stop_during_a_delivery_it_lets_it_finish() -> None:
    async def stops() -> Outcome:
        bench.stop.set()
        await asyncio.sleep(0.05)
        return Delivered()

    bench = Bench(FakeConsumer(alert(0), alert(1)), FakeSink(stops))
    await bench.run()
    assert bench.consumer.committed == {ZERO: 1}


async def test_kafka_away_at_the_last_commit_does_not_keep_the_process() -> None:
    consumer = FakeConsumer(alert(0))
    consumer.hang = True
    bench = Bench(consumer, FakeSink())
    with pytest.raises(Interrupted):
        await bench.run()
    assert consumer.committed == {}


async def test_a_consumer_that_is_no_good_any_more_is_reported_to_whoever_made_it() -> None:
    consumer = FakeConsumer(alert(0))
    consumer.poll_fault = KafkaConnectionError("gone")
    bench = Bench(consumer, FakeSink())
    with pytest.raises(KafkaConnectionError):
        await bench.run()
    assert alert(0).event_id in bench.known


async def test_age_on_delivery_is_measured_from_both_clocks() -> None:
    bench = Bench(FakeConsumer(alert(1)), FakeSink())
    await bench.run()
    for since in ("published", "fetched"):
        assert bench.metric("tocsin_latency_seconds_count", since=since, step="delivered") == 1
