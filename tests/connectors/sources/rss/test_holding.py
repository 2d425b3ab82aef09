"""Feeds that come and go while the source runs: partitions taken and dropped, lists changed, hubs that push."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from structlog.testing import capture_logs

from connectors.sources.base import Reading
from connectors.sources.records import Record
from connectors.sources.rss import learning
from connectors.sources.rss.source import RssSource
from connectors.sources.runner import Runner
from connectors.sources.web.exchange import Fetched
from runtime.pool import StillBusyError
from tests.connectors.sources.rss.day import Desk, Topics
from tests.connectors.sources.rss.outlets import DAWN, Outlet
from tests.connectors.sources.rss.virtual import virtually
from tests.connectors.sources.rss.world import item, rss
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed
from tocsin.feeds.partition import partition_of
from tocsin.polling.state import FeedState, Hub
from tocsin.polling.trouble import Trouble

PARTITIONS = 4
NAMES = [f"feed{number}" for number in range(40)]


def feeds(*names: str) -> list[Feed]:
    return [
        Feed(id=name, url=f"https://{name}.example/feed.xml", interval=timedelta(minutes=5)) for name in names
    ]


def share(*partitions: int) -> set[str]:
    return {name for name in NAMES if partition_of(name, PARTITIONS) in partitions}


def outlets(*names: str) -> list[Outlet]:
    return [Outlet(name, f"https://{name}.example/feed.xml", [0.0, 30.0]) for name in names]


async def taken(source: RssSource) -> list[Reading]:
    """Whatever is there to be read now."""
    readings: list[Reading] = []
    try:
        while True:
            async with asyncio.timeout(0):
                readings.append(await source.read())
    except TimeoutError:
        return readings


def run(work: Callable[[Desk], Coroutine[Any, Any, None]], *names: str) -> Desk:
    """``work`` with a desk of outlets, all of them listed, none of them held."""
    desk = Desk(outlets(*(names or NAMES)), Rss())

    async def begin() -> None:
        desk.source.apply(feeds(*(names or NAMES)))
        await desk.source.connect()
        try:
            await work(desk)
        finally:
            await desk.source.close()

    virtually(begin())
    return desk


def asked(desk: Desk, since: float = 0) -> set[str]:
    """The feeds asked for since that many minutes after dawn."""
    return {name for name, one in desk.web.outlets.items() if any(hour * 60 >= since for hour in one.asked)}


def test_only_feeds_of_partitions_taken_are_polled_and_those_dropped_no_more() -> None:
    async def work(desk: Desk) -> None:
        await asyncio.sleep(600)
        assert not asked(desk)
        desk.source.take(0, PARTITIONS, {})
        desk.source.take(2, PARTITIONS, {})
        await asyncio.sleep(600)
        assert asked(desk) == share(0, 2)
        for reading in await taken(desk.source):
            reading.acknowledged()
        await desk.source.drop(0)
        await asyncio.sleep(1800)
        assert asked(desk, since=21) == share(2)
        assert {state.feed for state in desk.source.known()} == share(2)

    run(work)


def test_what_is_dropped_before_it_was_read_is_still_brought_but_for_its_state() -> None:
    async def work(desk: Desk) -> None:
        topics = Topics()
        desk.source.take(1, PARTITIONS, {})
        desk.source.take(2, PARTITIONS, {})
        await asyncio.sleep(60)
        dropping = asyncio.create_task(desk.source.drop(1))
        await asyncio.sleep(60)
        assert not dropping.done()
        running = asyncio.create_task(
            Runner(desk.source, topics.publish, desk.instruments).run(asyncio.Event())
        )
        await dropping
        await asyncio.sleep(60)
        running.cancel()
        assert {article.feed for article in topics.articles} == share(1, 2)
        assert topics.states.keys() == share(2)

    run(work)


def test_articles_had_before_kafka_went_away_arrive_though_their_feeds_were_given_up_meanwhile() -> None:
    """However long it is away, and though those feeds show them no more."""

    async def work(desk: Desk) -> None:
        topics = Topics()
        back = asyncio.Event()

        async def publish(records: Sequence[Record]) -> tuple[Record, ...]:
            await back.wait()
            return await topics.publish(records)

        desk.source.take(1, PARTITIONS, {})
        running = asyncio.create_task(Runner(desk.source, publish, desk.instruments).run(asyncio.Event()))
        await asyncio.sleep(60)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(20):
                await desk.source.drop(1)
        for name in share(1):
            desk.web.outlets[name].minutes = []
        desk.source.take(1, PARTITIONS, {})
        await asyncio.sleep(600)
        back.set()
        await asyncio.sleep(60)
        running.cancel()
        assert {article.feed for article in topics.articles} == share(1)
        assert {state.entries for state in topics.known().values()} <= {0}, "an old state came late"

    run(work)


def test_a_partition_is_given_up_only_when_what_was_read_of_it_is_acknowledged() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(1, PARTITIONS, {})
        await asyncio.sleep(60)
        readings = await taken(desk.source)
        dropping = asyncio.create_task(desk.source.drop(1))
        await asyncio.sleep(60)
        assert not dropping.done()
        assert not any(reading.held() for reading in readings)
        for reading in readings:
            assert not dropping.done()
            reading.acknowledged()
        await asyncio.sleep(0.1)
        assert dropping.done()

    run(work)


def test_a_drop_that_is_cancelled_leaves_nothing_polled_and_the_partition_can_be_taken_again() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(1, PARTITIONS, {})
        await asyncio.sleep(60)
        readings = await taken(desk.source)
        dropping = asyncio.create_task(desk.source.drop(1))
        await asyncio.sleep(1)
        dropping.cancel()
        await asyncio.sleep(1800)
        assert not asked(desk, since=2)
        desk.source.take(1, PARTITIONS, {})
        await asyncio.sleep(60)
        for reading in readings:
            reading.acknowledged()  # late, and nobody's any more
        again = await taken(desk.source)
        assert {reading.feed for reading in again} == share(1)
        assert all(reading.held() for reading in again)

    run(work)


def test_closing_lets_go_of_whoever_waits_to_give_up() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(1, PARTITIONS, {})
        await asyncio.sleep(60)
        await taken(desk.source)
        dropping = asyncio.create_task(desk.source.drop(1))
        await asyncio.sleep(1)
        await desk.source.close()
        await asyncio.sleep(0.1)
        assert dropping.done()

    run(work)


def test_a_poll_under_way_is_not_heard_of_once_its_partition_is_dropped() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(0.2)  # an answer takes longer
        await desk.source.drop(0)
        await asyncio.sleep(60)
        assert not asked(desk)
        assert not await taken(desk.source)

    run(work, "one")


def test_nobody_takes_a_partition_twice() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        with pytest.raises(ValueError, match="held already"):
            desk.source.take(0, 1, {})

    run(work, "one")


async def settled(desk: Desk, name: str) -> FeedState:
    """The state that Kafka has of a feed once all that is there is acknowledged."""
    states = {}
    for reading in await taken(desk.source):
        states[reading.feed] = reading.state
        reading.acknowledged()
    state = states[name]
    assert state is not None
    return state


def test_a_feed_goes_on_where_the_last_process_left_it() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        state = await settled(desk, "one")
        await desk.source.drop(0)
        desk.source.take(0, 1, {"one": state})
        await asyncio.sleep(180)
        assert len(desk.web.outlets["one"].asked) == 1, "it was not due yet"
        await asyncio.sleep(180)
        assert len(desk.web.outlets["one"].asked) == 2
        assert desk.web.outlets["one"].whole_answers == 1, "it was asked without conditions"

    run(work, "one")


def test_a_feed_taken_off_the_list_is_not_polled_and_goes_on_when_it_comes_back() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        await settled(desk, "one")
        desk.source.apply(feeds("two"))
        await asyncio.sleep(3600)
        assert asked(desk, since=2) == {"two"}
        assert desk.source.listed() == {"two"}
        for reading in await taken(desk.source):
            reading.acknowledged()
        desk.source.apply(feeds("one", "two"))
        await asyncio.sleep(600)
        offers = [
            offer.article.title
            for each in await taken(desk.source)
            for offer in each.offers
            if each.feed == "one"
        ]
        assert offers == ["Report 1"], "what it had shown before was offered again, or what was new was not"

    run(work, "one", "two")


def test_a_new_interval_holds_at_once() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(10)
        (slow,) = feeds("one")
        desk.source.apply([msgspec.structs.replace(slow, interval=timedelta(minutes=1))])
        await asyncio.sleep(300)
        assert len(desk.web.outlets["one"].asked) >= 5

    run(work, "one")


def test_another_title_disturbs_nothing_and_stands_in_the_next_article() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        await settled(desk, "one")
        (feed,) = feeds("one")
        desk.source.apply([msgspec.structs.replace(feed, title="The One")])
        await asyncio.sleep(2100)
        articles = [offer.article for each in await taken(desk.source) for offer in each.offers]
        assert [(article.source, article.title) for article in articles] == [("The One", "Report 1")]
        assert 7 <= len(desk.web.outlets["one"].asked) <= 9

    run(work, "one")


PUSHED = Fetched(body=rss(item("pushed", "Pushed news.")).encode(), url="https://one.example/feed.xml")


def test_what_a_hub_pushes_is_offered_at_once_and_not_again_when_it_is_polled() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        before = await settled(desk, "one")
        assert await desk.source.push("one", PUSHED) == "taken"
        assert await desk.source.push("one", PUSHED) == "taken"
        assert await desk.source.push("another", PUSHED) == "unknown"
        (reading,) = await taken(desk.source)
        assert [offer.article.body for offer in reading.offers] == ["Pushed news."]
        assert reading.state is not None
        assert (reading.state.due, reading.state.entries) == (before.due, before.entries)
        await asyncio.sleep(600)
        assert len(desk.web.outlets["one"].asked) == 3, "polling went on beside it"
        assert not [offer for each in await taken(desk.source) for offer in each.offers]
        assert desk.source_state("one").gaps == 0

    run(work, "one")


def test_a_push_waits_while_the_feed_is_polled() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        while not desk.web.outlets["one"].asked:  # noqa: ASYNC110 -- virtual time
            await asyncio.sleep(0.01)
        assert await desk.source.push("one", PUSHED) == "taken"
        bodies = [offer.article.body for each in await taken(desk.source) for offer in each.offers]
        assert bodies == ["Report 0 of one.", "Pushed news."]

    run(work, "one")


def says(body: str) -> Fetched:
    return msgspec.structs.replace(PUSHED, body=body.encode())


def busy(*_: object) -> None:
    raise StillBusyError("one")


def late(*_: object) -> None:
    raise TimeoutError


@pytest.mark.parametrize(
    ("document", "at_fault", "how"),
    [
        (PUSHED, "connectors.sources.rss.learning.tell", "stumble"),
        (PUSHED, "connectors.sources.rss.poll.contents_of", "stumble"),
        (PUSHED, "connectors.sources.rss.poll.contents_of", "busy"),
        (PUSHED, "connectors.sources.rss.poll.contents_of", "late"),
        (says("<!doctype html><html><title>Sign in</title></html>"), "", ""),
        (says(""), "", ""),
    ],
)
def test_what_cannot_be_read_of_a_push_is_said_and_its_feed_polled_at_once(
    monkeypatch: pytest.MonkeyPatch, document: Fetched, at_fault: str, how: str
) -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        await settled(desk, "one")
        polls = len(desk.web.outlets["one"].asked)
        with monkeypatch.context() as patch:
            if at_fault:
                patch.setattr(at_fault, globals()[how])
            assert await desk.source.push("one", document) == "unreadable"
        await asyncio.sleep(2)
        assert len(desk.web.outlets["one"].asked) == polls + 1

    with capture_logs() as logs:
        run(work, "one")
    (said,) = [line for line in logs if "what a hub pushed" in line["event"]]
    assert said["feed"] == "one"


def test_a_push_that_says_nothing_new_is_no_reason_to_poll() -> None:
    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        await settled(desk, "one")
        polls = len(desk.web.outlets["one"].asked)
        for document in (says(rss()), PUSHED, PUSHED):
            assert await desk.source.push("one", document) == "taken"
        await asyncio.sleep(60)
        assert len(desk.web.outlets["one"].asked) == polls
        assert desk.source_state("one").troubles == ()

    run(work, "one")


def test_a_push_given_up_on_the_way_is_polled_for_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    async def work(desk: Desk) -> None:
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        polls = len(desk.web.outlets["one"].asked)
        with monkeypatch.context() as patch:
            patch.setattr("connectors.sources.rss.poll.Poller.take", never)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(30):
                    await desk.source.push("one", PUSHED)
        await asyncio.sleep(2)
        assert len(desk.web.outlets["one"].asked) == polls + 1

    run(work, "one")


def test_a_poll_we_stumble_over_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(desk: Desk) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(learning, "tell", stumble)
            desk.source.take(0, 1, {})
            while not desk.web.outlets["one"].asked:  # noqa: ASYNC110 -- virtual time
                await asyncio.sleep(0.01)
            await asyncio.sleep(10)
        assert not await taken(desk.source)
        await asyncio.sleep(90)
        bodies = [offer.article.body for each in await taken(desk.source) for offer in each.offers]
        assert bodies == ["Report 0 of one."]

    run(work, "one")


def stumble(*_: object) -> None:
    raise ZeroDivisionError("a bug of ours")


URL = "https://one.example/feed.xml"
HUB = Hub("https://hub.example/", URL, DAWN + timedelta(days=1))
LEARNT = [Feed(id="one", url=URL)]  # its interval is


def test_a_hub_is_told_of_after_every_good_poll_and_spares_the_feed_polls_once_it_pushes_news() -> None:
    async def work(desk: Desk) -> None:
        outlet = desk.web.outlets["one"]
        outlet.hub, outlet.minutes = HUB.url, [0.0]
        desk.source.apply(LEARNT)
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        assert desk.offered == [("one", HUB.url, URL)]
        desk.source.subscribed("one", HUB)
        assert await desk.source.push("one", PUSHED) == "taken"
        desk.source.subscribed("one", HUB)  # renewed
        await asyncio.sleep(3600 * 4)
        polls = len(outlet.asked)
        assert polls <= 6
        desk.source.subscribed("one", None)
        await asyncio.sleep(3600 * 4)
        assert len(outlet.asked) - polls > 6
        desk.source.subscribed("nobody's", None)

    run(work, "one")


@pytest.mark.parametrize("pushes", [0, 1])
def test_a_hub_that_does_not_push_the_news_does_not_slow_its_feed_down(pushes: int) -> None:
    async def work(desk: Desk) -> None:
        outlet = desk.web.outlets["one"]
        outlet.minutes = [10.0 * number for number in range(-60, 60)]
        desk.source.apply(LEARNT)
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        desk.source.subscribed("one", HUB)
        for _ in range(pushes):
            assert await desk.source.push("one", PUSHED) == "taken"
        await asyncio.sleep(3600 * 2)  # at worst one poll comes as late as if the hub pushed
        polls = len(outlet.asked)
        await asyncio.sleep(3600 * 4)
        assert len(outlet.asked) - polls >= 24

    run(work, "one")


def planned_while_pushed() -> FeedState:
    return FeedState(
        feed="one",
        url=URL,
        hub=msgspec.structs.replace(HUB, pushed=DAWN),
        polled=DAWN,
        answered=DAWN,
        due=DAWN + timedelta(minutes=55),
        due_reason="pushed",
    )


def test_whoever_takes_over_a_feed_that_a_hub_pushed_polls_it_soon() -> None:
    async def work(desk: Desk) -> None:
        desk.source.apply(LEARNT)
        desk.source.take(0, 1, {"one": planned_while_pushed()})
        await asyncio.sleep(5)
        assert asked(desk) == {"one"}

    run(work, "one")


def test_a_poll_planned_by_rhythm_stays_where_it_was_whatever_hub_there_is() -> None:
    async def work(desk: Desk) -> None:
        state = msgspec.structs.replace(planned_while_pushed(), due_reason="rhythm")
        desk.source.apply(LEARNT)
        desk.source.take(0, 1, {"one": state})
        assert desk.source_state("one").due == state.due

    run(work, "one")


def test_a_hub_that_denies_never_puts_a_poll_off() -> None:
    async def work(desk: Desk) -> None:
        desk.source.apply(LEARNT)
        desk.source.take(0, 1, {})
        await asyncio.sleep(60)
        due = desk.source_state("one").due
        assert due is not None
        for _ in range(10):
            await asyncio.sleep(10)
            desk.source.subscribed("one", None)
            assert desk.source_state("one").due == due
        await asyncio.sleep((due - desk.now()).total_seconds() + 2)
        assert len(desk.web.outlets["one"].asked) == 2

    run(work, "one")


def test_a_hub_that_denies_does_not_put_off_a_poll_wanted_at_once() -> None:
    async def work(desk: Desk) -> None:
        desk.source.apply(LEARNT)
        desk.source.take(0, 1, {"one": msgspec.structs.replace(planned_while_pushed(), due_reason="rhythm")})
        assert await desk.source.push("one", says("")) == "unreadable"
        desk.source.subscribed("one", None)
        await asyncio.sleep(61)
        assert asked(desk) == {"one"}

    run(work, "one")


def test_a_hub_that_pushes_noise_without_end_has_no_server_asked_without_end() -> None:
    async def work(desk: Desk) -> None:
        desk.source.apply(LEARNT)
        desk.source.take(0, 1, {"one": msgspec.structs.replace(planned_while_pushed(), due_reason="rhythm")})
        for _ in range(600):
            assert await desk.source.push("one", says("")) == "unreadable"
            await asyncio.sleep(0.5)
        assert 4 <= len(desk.web.outlets["one"].asked) <= 6

    run(work, "one")


def test_a_hub_that_denies_while_its_push_is_taken_has_the_feed_polled_in_its_rhythm() -> None:
    async def work(desk: Desk) -> None:
        desk.web.outlets["one"].minutes = [0.0]
        desk.source.apply(LEARNT)
        desk.source.take(0, 1, {})
        desk.source.subscribed("one", HUB)
        await asyncio.sleep(60)
        assert await desk.source.push("one", PUSHED) == "taken"
        await asyncio.sleep(900)
        assert desk.source_state("one").due_reason == "pushed"
        pushing = asyncio.create_task(desk.source.push("one", PUSHED))
        await asyncio.sleep(0)
        desk.source.subscribed("one", None)
        await pushing
        due = desk.source_state("one").due
        assert due is not None
        assert due - desk.now() < timedelta(minutes=10)

    run(work, "one")


def test_a_subscription_ends_with_the_process_that_held_its_secret() -> None:
    async def work(desk: Desk) -> None:
        until = DAWN + timedelta(days=9)
        state = FeedState(
            feed="one", url="https://one.example/feed.xml", hub=Hub("https://hub.example/", "t", until)
        )
        desk.source.take(0, 1, {"one": state})
        hub = desk.source_state("one").hub
        assert hub is not None
        assert hub.expires is None

    run(work, "one")


def troubled(name: str) -> FeedState:
    trouble = Trouble(kind="gone", since=DAWN, detail="410 Gone")
    return FeedState(
        feed=name, url=f"https://{name}.example/feed.xml", failures=9, polled=DAWN, troubles=(trouble,)
    )


@pytest.mark.parametrize("while_running", [True, False])
def test_the_troubles_of_a_feed_that_is_taken_off_the_list_are_over(*, while_running: bool) -> None:
    async def work(desk: Desk) -> None:
        desk.source.apply(feeds("one", "two") if while_running else feeds("one"))
        desk.source.take(0, 1, {"two": troubled("two")})
        desk.source.apply(feeds("one"))
        told = [reading for reading in await taken(desk.source) if reading.feed == "two"]
        assert [(alert.kind, alert.trouble) for each in told for alert in each.alerts] == [
            ("cleared", "gone")
        ]
        assert told[0].alerts[0].detail.startswith("it is no longer listed, or disabled")
        assert told[0].state is not None
        assert (told[0].state.troubles, told[0].state.failures) == ((), 9)
        desk.source.apply(feeds("one", "two"))
        assert desk.source_state("two").troubles == ()

    run(work, "one", "two")


def test_a_feed_that_fails_is_asked_at_once_when_what_stands_of_it_changes() -> None:
    async def work(desk: Desk) -> None:
        far = DAWN + timedelta(hours=1)
        state = msgspec.structs.replace(troubled("one"), due=far, due_reason="backoff", outcome="gone")
        desk.source.take(0, 1, {"one": state})
        await asyncio.sleep(600)
        assert not asked(desk)
        (listed,) = feeds("one")
        desk.source.apply([msgspec.structs.replace(listed, title="Mended")])
        await asyncio.sleep(5)
        assert asked(desk) == {"one"}

    run(work, "one")
