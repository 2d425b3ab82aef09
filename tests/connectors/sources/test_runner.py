"""A reading is acknowledged when Kafka has all of it, dead letters included, and never before."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from connectors.sources.base import Reading
from connectors.sources.records import Record, article_record, too_large
from connectors.sources.runner import Runner
from runtime.metrics import Instruments
from tests.alerts import feed_alert
from tests.making import NOON, article, dead_letter
from tocsin.contract import codec
from tocsin.contract.events import Article, DeadLetter, FeedAlert
from tocsin.contract.topics import ARTICLES, DEADLETTERS
from tocsin.polling.decide import Offer
from tocsin.polling.state import FeedState, decode

PATIENCE = 20.0


class Script:
    """A source of given readings; sets ``stop`` when the last of them was taken up."""

    def __init__(self, readings: Sequence[Reading], stop: asyncio.Event) -> None:
        self.readings, self.stop = list(readings), stop

    async def connect(self) -> None:
        """Nothing to open."""

    async def read(self) -> Reading:
        if self.readings:
            return self.readings.pop(0)
        self.stop.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def close(self) -> None:
        """Nothing to close."""


class Kept:
    """A publisher that keeps what it is given."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.refuses: set[str] = set()
        self.most = sys.maxsize

    async def publish(self, records: Sequence[Record]) -> tuple[Record, ...]:
        self.records += [record for record in records if self._takes(record)]
        return tuple(record for record in records if not self._takes(record))

    def _takes(self, record: Record) -> bool:
        return record.topic.name not in self.refuses and record.size <= self.most


class Bench:
    """A runner on a script."""

    def __init__(self) -> None:
        self.instruments = Instruments("test")
        self.kept = Kept()
        self.acknowledged: list[int] = []

    def reading(
        self, *offers: Offer, feed: str = "wire", dead: tuple[DeadLetter, ...] = (), **more: Any
    ) -> Reading:
        return Reading(feed, offers, dead, lambda: self.acknowledged.append(len(self.kept.records)), **more)

    async def run(self, *readings: Reading) -> None:
        stop = asyncio.Event()
        async with asyncio.timeout(PATIENCE):
            await Runner(Script(readings, stop), self.kept.publish, self.instruments, now=lambda: NOON).run(
                stop
            )

    def sample(self, name: str, **labels: str) -> float | None:
        return self.instruments.registry.get_sample_value(name, labels)

    def letters(self) -> list[DeadLetter]:
        found = [codec.decode(r.value, DeadLetter) for r in self.kept.records if r.topic == DEADLETTERS]
        return [letter for letter in found if isinstance(letter, DeadLetter)]


def offer(name: str, body: str = "text") -> Offer:
    return Offer(article(id=name, body=body), "new")


async def test_a_reading_is_acknowledged_after_all_its_records() -> None:
    bench = Bench()
    await bench.run(bench.reading(offer("a"), offer("b"), dead=(dead_letter(stage="source"),)))
    assert [record.topic.name for record in bench.kept.records] == ["articles", "articles", "deadletters"]
    assert bench.acknowledged == [3]
    assert bench.sample("tocsin_articles_published_total", feed="wire", reason="new") == 2
    assert bench.sample("tocsin_dead_letters_total", stage="source", reason="undecodable") == 1
    assert bench.sample("tocsin_latency_seconds_count", since="fetched", step="published") == 2
    assert bench.sample("tocsin_latency_seconds_count", since="published", step="fetched") == 2


def state(feed: str, poll: int) -> FeedState:
    return FeedState(feed=feed, url=f"https://{feed}.example/feed", poll=poll)


async def test_states_come_after_all_articles_and_before_any_acknowledgement_the_last_of_each_feed() -> None:
    bench = Bench()
    await bench.run(
        bench.reading(offer("a"), state=state("wire", 1)),
        bench.reading(offer("b"), feed="desk", state=state("desk", 7)),
        bench.reading(offer("c"), state=state("wire", 2)),
    )
    assert [record.topic.name for record in bench.kept.records] == [*["articles"] * 3, *["feeds.state"] * 2]
    states = [decode(record.value) for record in bench.kept.records[3:]]
    assert states == [state("wire", 2), state("desk", 7)]
    assert bench.acknowledged == [5, 5, 5]


async def test_a_feeds_alerts_are_with_kafka_before_the_state_that_knows_of_them() -> None:
    bench = Bench()
    await bench.run(bench.reading(alerts=(feed_alert(),), state=state("wire", 1)))
    assert [record.topic.name for record in bench.kept.records] == ["feeds.alerts", "feeds.state"]
    assert bench.kept.records[0].key == feed_alert().feed.encode()
    assert codec.decode(bench.kept.records[0].value, FeedAlert) == feed_alert()
    assert bench.sample("tocsin_feed_alerts_total", kind="raised", trouble=feed_alert().trouble) == 1


async def test_of_a_feed_given_up_only_articles_and_dead_letters_are_sent() -> None:
    bench = Bench()
    given_up = bench.reading(
        offer("a"),
        dead=(dead_letter(stage="source"),),
        alerts=(feed_alert(),),
        state=state("wire", 1),
        held=lambda: False,
    )
    await bench.run(given_up, bench.reading(offer("b"), feed="desk", state=state("desk", 2)))
    topics = [record.topic.name for record in bench.kept.records]
    assert topics == ["articles", "articles", "deadletters", "feeds.state"]
    assert [record.key for record in bench.kept.records if record.topic == ARTICLES] == [b"a", b"b"]
    assert decode(bench.kept.records[-1].value) == state("desk", 2)
    assert bench.acknowledged == [4, 4], "what waits for it to be done with would wait for ever"


async def test_what_a_later_owner_must_not_find_overwritten_says_itself_whether_it_may_still_be_sent() -> (
    None
):
    bench = Bench()
    mine = [True]
    await bench.run(bench.reading(alerts=(feed_alert(),), state=state("wire", 1), held=lambda: mine[0]))
    mine[0] = False
    assert [record.held() for record in bench.kept.records] == [False, False]


async def test_a_state_is_not_sent_of_a_feed_given_up_while_its_articles_were() -> None:
    bench = Bench()
    reading = bench.reading(offer("a"), state=state("wire", 1), held=lambda: not bench.kept.records)
    await bench.run(reading)
    assert [record.key for record in bench.kept.records] == [b"a"]


async def test_a_state_larger_than_its_topic_takes_is_told_and_holds_up_nothing() -> None:
    bench = Bench()
    bench.kept.refuses = {"feeds.state"}
    with capture_logs() as logs:
        await bench.run(bench.reading(offer("a"), state=state("wire", 1)), bench.reading(offer("b")))
    assert [record.key for record in bench.kept.records] == [b"a", b"b"]
    assert any("state is too large" in line["event"] for line in logs)


async def test_a_record_is_a_cloud_event_under_its_article_id() -> None:
    record = article_record(article(id="a1", content="c1"))
    headers = dict(record.headers)
    assert record.key == b"a1"
    assert codec.decode(record.value, Article) == article(id="a1", content="c1")
    assert (headers["ce_id"], headers["ce_type"]) == (b"a1.c1", b"tocsin.article.v1")
    assert headers["ce_source"] == b"/tocsin/source"


async def test_an_article_larger_than_its_topic_takes_is_a_dead_letter_with_all_its_bytes() -> None:
    bench = Bench()
    large = offer("large", "x" * ARTICLES.max_bytes)
    await bench.run(bench.reading(offer("a"), large))
    assert [record.key for record in bench.kept.records if record.topic == ARTICLES] == [b"a"]
    (letter,) = bench.letters()
    assert (letter.stage, letter.reason, letter.origin.topic) == ("source", "too_large", "feed:wire")
    assert codec.decode(letter.payload, Article) == large.article
    assert bench.acknowledged == [2]
    assert bench.sample("tocsin_dead_letters_total", stage="source", reason="too_large") == 1
    assert bench.sample("tocsin_articles_published_total", feed="wire", reason="new") == 1


async def test_one_larger_than_the_dead_letters_take_is_cut_and_says_so() -> None:
    giant = article(body="x" * 2 * DEADLETTERS.max_bytes)
    letter = too_large(article_record(giant), giant, NOON)
    assert len(letter.payload) == ARTICLES.max_bytes
    assert "only its first 4194304 bytes are kept" in letter.detail
    assert len(codec.encode(letter)) < DEADLETTERS.max_bytes


async def test_what_kafka_itself_calls_too_large_is_one_too() -> None:
    bench = Bench()
    bench.kept.refuses = {"articles"}
    await bench.run(bench.reading(offer("a")))
    assert [letter.reason for letter in bench.letters()] == ["too_large"]
    assert bench.acknowledged == [1]


async def test_a_dead_letter_that_kafka_finds_too_large_is_cut_until_it_fits() -> None:
    bench = Bench()
    bench.kept.most = 5000
    large = dead_letter(payload=bytes(range(256)) * 400, detail="why " * 5000)
    await bench.run(bench.reading(dead=(large, dead_letter(payload=b"small"))), bench.reading(offer("b")))
    small, cut = bench.letters()
    assert small.payload == b"small"
    assert len(cut.payload) > 1000
    assert large.payload.startswith(cut.payload)
    assert f"only its first {len(cut.payload)} bytes are kept" in cut.detail
    assert bench.acknowledged == [3, 3]
    assert bench.sample("tocsin_dead_letters_total", stage=large.stage, reason=large.reason) == 2


@pytest.mark.parametrize("payload", [b"", b"x", b"xyz"])
async def test_a_dead_letter_of_which_kafka_takes_nothing_is_told_and_holds_up_nothing(
    payload: bytes,
) -> None:
    bench = Bench()
    bench.kept.refuses = {"deadletters"}
    with capture_logs() as logs:
        await bench.run(
            bench.reading(offer("a"), dead=(dead_letter(payload=payload),)), bench.reading(offer("b"))
        )
    assert bench.acknowledged == [2, 2]
    assert [line["detail"] for line in logs if "it is lost" in line["event"]] == [dead_letter().detail]
    assert bench.sample("tocsin_dead_letters_total", stage="dedup", reason="undecodable") == 1
