"""Hubs push what we subscribed to, and only that; when they do not, the feed is polled as if there were none."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sources.web.exchange import Fetched
from connectors.sources.websub import door
from connectors.sources.websub.door import Door
from connectors.sources.websub.hubs import Hubs
from connectors.sources.websub.post import Failure, Post, poster
from connectors.sources.websub.signature import signed
from connectors.sources.websub.subscription import Subscription
from runtime.metrics import Instruments
from tests.connectors.sources.stalling import stalled
from tests.connectors.sources.websub.hub import Hub
from tests.making import NOON
from tests.waiting import until
from tocsin.config.model import Rss, WebSub
from tocsin.feeds.feed import Feed
from tocsin.feeds.outcome import PushOutcome
from tocsin.polling.state import Hub as HubState

FEED = Feed(id="wire", url="https://wire.example/feed")
TOPIC = "https://wire.example/feed?format=rss&lang=فا"
NEWS = "<rss><channel><item><title>هدنة</title></item></channel></rss>".encode()


class Subscriber:
    """Our side: hubs and door on loopback, a clock that a test sets, and a source that notes."""

    def __init__(self) -> None:
        self.now = NOON
        self.pushes: list[tuple[str, Fetched]] = []
        self.says: PushOutcome = "taken"
        self.told: list[tuple[str, HubState | None]] = []
        self.instruments = Instruments("test")
        self.hubs: Hubs
        self.settings: WebSub
        self.base = ""
        self.posts = 0
        self.slow = ""
        self.stuck = False
        self.begun = 0
        self.release = asyncio.Event()

    async def open(self, stack: AsyncExitStack, post: Post, port: int = 0, max_bytes: int = 10_000) -> None:
        self.settings = WebSub(callback="http://127.0.0.1:1/hooks/", port=port)
        self.hubs = Hubs(
            self.settings, self._post, self.push, self.subscribed, self.instruments, now=self.clock
        )
        self._real_post = post
        opened = Door(self.settings, self.hubs.callbacks, max_bytes)
        self.base = f"http://127.0.0.1:{await opened.open()}/hooks/"
        stack.push_async_callback(opened.close)

    async def _post(self, url: str, form: Mapping[str, str], feed: str) -> Failure | None:
        """What a proxy in front of us does: the callback's address is not the one we listen on.

        The hub stands for one on the feed's own host, as those on loopback must.
        """
        self.posts += 1
        if url == self.slow:
            await asyncio.Event().wait()
        callback = form["hub.callback"].replace("http://127.0.0.1:1/hooks/", self.base)
        return await self._real_post(url, {**form, "hub.callback": callback}, url)

    async def push(self, feed: str, document: Fetched) -> PushOutcome:
        self.begun += 1
        if self.stuck:
            await self.release.wait()
        self.pushes.append((feed, document))
        return self.says

    def subscribed(self, feed: str, hub: HubState | None) -> None:
        self.told.append((feed, hub))

    def clock(self) -> datetime:
        return self.now

    def count(self, metric: str, **labels: str) -> float:
        return self.instruments.registry.get_sample_value(metric, labels) or 0.0


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with Hub().served() as hub:
        yield hub


@pytest.fixture
async def ours() -> AsyncIterator[Subscriber]:
    subscriber = Subscriber()
    async with AsyncExitStack() as stack:
        post = await stack.enter_async_context(poster(Rss(allow=("127.0.0.0/8",))))
        await subscriber.open(stack, post)
        yield subscriber


async def subscribed(ours: Subscriber, hub: Hub) -> None:
    ours.hubs.offered(FEED, hub.url, TOPIC)
    await ours.hubs.ask()
    await until(lambda: len(hub.confirmed) > 0)


async def test_subscribes_and_proves_that_it_meant_it(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    (form,) = hub.asked
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", TOPIC)
    assert form["hub.lease_seconds"] == str(7 * 24 * 3600)
    assert hub.confirmed == [(200, "<b>chal&lenge</b>")]
    expires = NOON + timedelta(seconds=600)  # the hub's word counts, not ours
    assert ours.told == [("wire", HubState(url=hub.url, topic=TOPIC, expires=expires))]
    assert ours.count("tocsin_websub_subscriptions") == 1
    assert ours.count("tocsin_websub_requests_total", outcome="verified") == 1


async def test_the_callback_cannot_be_guessed_and_is_each_feeds_own(ours: Subscriber, hub: Hub) -> None:
    ours.hubs.offered(FEED, hub.url, TOPIC)
    ours.hubs.offered(Feed(id="other", url="https://other.example/"), hub.url, TOPIC)
    await ours.hubs.ask()
    first, second = hub.asked
    tokens = {form["hub.callback"].rpartition("/")[2] for form in hub.asked}
    assert len(tokens) == 2
    assert min(map(len, tokens)) >= 40
    assert first["hub.secret"] != second["hub.secret"]
    assert first["hub.secret"] not in first["hub.callback"]


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_takes_what_is_signed(ours: Subscriber, hub: Hub, method: str) -> None:
    await subscribed(ours, hub)
    assert await hub.push(NEWS, method) == 202
    assert ours.pushes == [
        ("wire", Fetched(body=NEWS, url=FEED.url, charset="utf-8", media_type="application/rss+xml"))
    ]
    assert ours.count("tocsin_websub_pushes_total", outcome="taken") == 1


async def test_what_is_signed_and_cannot_be_read_is_counted_and_ends_nothing(
    ours: Subscriber, hub: Hub
) -> None:
    await subscribed(ours, hub)
    ours.says = "unreadable"
    assert await hub.push(NEWS) == 202
    assert await hub.push(NEWS) == 202
    assert ours.count("tocsin_websub_pushes_total", outcome="unreadable") == 2
    assert ours.count("tocsin_websub_pushes_total", outcome="taken") == 0


async def test_throws_away_what_is_not_signed_as_agreed_and_does_not_say_so(
    ours: Subscriber, hub: Hub
) -> None:
    await subscribed(ours, hub)
    assert await hub.push(NEWS, "") == 202
    assert await hub.push(NEWS, "md5") == 202
    assert await hub.push(NEWS, secret="guessed") == 202
    assert ours.pushes == []
    assert ours.count("tocsin_websub_pushes_total", outcome="unsigned") == 3


async def test_knows_no_other_address(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    assert await hub.push(NEWS, callback=ours.base + "guess") == 404
    assert (await hub.ask_back(ours.base + "guess", TOPIC))[0] == 404
    assert ours.pushes == []


async def test_takes_no_more_than_it_can_hold(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    assert await hub.push(b"x" * 10_001) == 413
    assert ours.pushes == []
    assert ours.count("tocsin_websub_pushes_total", outcome="too_large") == 1


async def test_a_push_that_stops_in_the_middle_is_not_waited_for(
    ours: Subscriber, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribed(ours, hub)
    monkeypatch.setattr(door, "_READ_WITHIN", 0.1)
    assert (await stalled(hub.asked[0]["hub.callback"]))[0] == 408
    assert ours.pushes == []
    assert ours.count("tocsin_websub_pushes_total", outcome="stalled") == 1
    assert (await stalled(ours.base + "guess"))[0] == 404, "a stranger is not even waited for"
    assert await hub.push(NEWS) == 202


async def test_a_push_that_is_not_taken_in_time_may_come_again(
    ours: Subscriber, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribed(ours, hub)
    monkeypatch.setattr(door, "_TAKE_WITHIN", 0.1)
    ours.stuck = True
    assert await hub.push(NEWS) == 503
    assert ours.count("tocsin_websub_pushes_total", outcome="unavailable") == 1
    ours.stuck = False
    assert await hub.push(NEWS) == 202


async def test_confirms_only_what_it_asked_for(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    callback = hub.asked[0]["hub.callback"]
    assert (await hub.ask_back(callback, "https://evil.example/"))[0] == 404
    assert (await hub.ask_back(callback, TOPIC, mode="unsubscribe"))[0] == 404
    assert (await hub.ask_back(callback, TOPIC, mode="dance"))[0] == 404
    assert len(ours.told) == 1


@pytest.mark.parametrize("lease", ["", "0", "-5", "soon", "9" * 30])
async def test_a_senseless_lease_is_the_one_we_asked_for(ours: Subscriber, hub: Hub, lease: str) -> None:
    hub.lease = lease
    await subscribed(ours, hub)
    (_, told) = ours.told[-1]
    assert told is not None
    assert told.expires == NOON + timedelta(days=7)


async def test_renews_in_time_and_keeps_its_secret(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    ours.now += timedelta(seconds=400)
    await ours.hubs.ask()
    assert len(hub.asked) == 1
    ours.now += timedelta(seconds=90)
    await ours.hubs.ask()
    await until(lambda: len(hub.confirmed) == 2)
    assert hub.asked[0] == hub.asked[1]
    assert ours.told[-1][1] == HubState(url=hub.url, topic=TOPIC, expires=ours.now + timedelta(seconds=600))


async def test_a_lease_that_ends_goes_back_to_polling(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    hub.answer = 500
    ours.now += timedelta(seconds=601)
    await ours.hubs.ask()
    assert ours.told[-1] == ("wire", None)
    assert ours.count("tocsin_websub_subscriptions") == 0
    assert ours.count("tocsin_websub_requests_total", outcome="expired") == 1
    assert await hub.push(NEWS) == 202  # late, but signed: news is news


async def test_a_hub_that_denies_is_asked_again_much_later(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    status, _ = await hub.ask_back(hub.asked[0]["hub.callback"], TOPIC, mode="denied", **{"hub.reason": "no"})
    assert status == 200
    assert ours.told[-1] == ("wire", None)
    await ours.hubs.ask()
    assert len(hub.asked) == 1
    ours.now += timedelta(minutes=7)
    await ours.hubs.ask()
    assert len(hub.asked) == 2


async def test_a_hub_that_refuses_is_asked_ever_more_slowly(ours: Subscriber, hub: Hub) -> None:
    hub.answer = 403
    ours.hubs.offered(FEED, hub.url, TOPIC)
    times: list[datetime] = []
    for _ in range(3 * 24 * 60 // 5):
        await ours.hubs.ask()
        times += [ours.now] * (len(hub.asked) - len(times))
        ours.now += timedelta(minutes=5)
        ours.hubs.offered(FEED, hub.url, TOPIC)
    gaps = [after - before for before, after in pairwise(times)]
    assert 9 < len(times) < 14
    assert gaps[-1] > timedelta(hours=15)
    assert ours.told == []
    assert ours.count("tocsin_websub_requests_total", outcome="refused") == len(times)


async def test_a_hub_that_never_asks_back_is_asked_again(ours: Subscriber, hub: Hub) -> None:
    hub.verifies = False
    ours.hubs.offered(FEED, hub.url, TOPIC)
    await ours.hubs.ask()
    ours.now += timedelta(minutes=6)
    await ours.hubs.ask()
    assert ours.count("tocsin_websub_requests_total", outcome="unverified") == 1
    assert len(hub.asked) == 1
    ours.now += timedelta(minutes=7)
    await ours.hubs.ask()
    assert len(hub.asked) == 2


async def test_a_hub_that_is_away_is_no_trouble(ours: Subscriber) -> None:
    ours.hubs.offered(FEED, "http://127.0.0.1:1/", TOPIC)
    await ours.hubs.ask()
    assert ours.count("tocsin_websub_requests_total", outcome="unreachable") == 1


async def test_a_hub_that_is_away_is_asked_once_and_not_for_every_feed(ours: Subscriber) -> None:
    for number in range(50):
        ours.hubs.offered(Feed(id=f"f{number}", url=FEED.url), "http://127.0.0.1:1/", TOPIC)
    await ours.hubs.ask()
    assert ours.posts == 1
    assert ours.count("tocsin_websub_requests_total", outcome="unreachable") == 50


async def test_a_hub_we_must_not_ask_is_counted_as_forbidden_and_not_as_away(ours: Subscriber) -> None:
    for number in range(3):
        ours.hubs.offered(Feed(id=f"f{number}", url=FEED.url), "http://192.168.0.1/", TOPIC)
    await ours.hubs.ask()
    assert ours.posts == 3, "what one feed must not ask, another may"
    assert ours.count("tocsin_websub_requests_total", outcome="forbidden") == 3
    assert ours.count("tocsin_websub_requests_total", outcome="unreachable") == 0


async def test_a_slow_hub_delays_no_other(ours: Subscriber, hub: Hub) -> None:
    ours.slow = "http://slow.example/"
    ours.hubs.offered(Feed(id="slow", url=FEED.url), ours.slow, TOPIC)
    ours.hubs.offered(FEED, hub.url, TOPIC)
    running = asyncio.create_task(ours.hubs.run())
    await until(lambda: len(hub.confirmed) > 0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_hub_that_moved_is_followed(ours: Subscriber, hub: Hub) -> None:
    hub.redirect = f"{hub.url}moved"
    await subscribed(ours, hub)
    assert len(hub.asked) == 1


async def test_a_feed_that_names_another_hub_leaves_the_first(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    async with Hub().served() as other:
        ours.hubs.offered(FEED, other.url, TOPIC)
        assert ours.told[-1] == ("wire", None)
        assert await hub.push(NEWS) == 404
        await ours.hubs.ask()
        await until(lambda: len(other.confirmed) > 0)
        assert await other.push(NEWS) == 202


async def test_a_feed_that_is_no_longer_ours_ends_its_subscription(ours: Subscriber, hub: Hub) -> None:
    await subscribed(ours, hub)
    ours.says = "unknown"
    assert await hub.push(NEWS) == 410
    assert await hub.push(NEWS) == 404
    ours.now += timedelta(days=1)
    await ours.hubs.ask()
    assert len(hub.asked) == 1


async def test_a_late_end_of_a_subscription_does_not_touch_the_one_after_it(
    ours: Subscriber, hub: Hub
) -> None:
    await subscribed(ours, hub)
    ours.stuck, ours.says = True, "unknown"
    pushing = asyncio.create_task(hub.push(NEWS))
    await until(lambda: ours.begun > 0)
    async with Hub().served() as other:
        ours.hubs.offered(FEED, other.url, TOPIC)
        await ours.hubs.ask()
        await until(lambda: len(other.confirmed) > 0)
        told = len(ours.told)
        ours.release.set()
        assert await pushing == 410
        assert ours.told[told:] == []
        ours.stuck, ours.says = False, "taken"
        assert await other.push(NEWS) == 202
        ours.hubs.offered(FEED, other.url, TOPIC)
        await ours.hubs.ask()
        assert len(other.asked) == 1


async def test_a_feed_no_longer_polled_is_not_renewed(ours: Subscriber, hub: Hub) -> None:
    hub.lease = str(4 * 24 * 3600)
    await subscribed(ours, hub)
    ours.now += timedelta(days=3, hours=12)
    await ours.hubs.ask()
    assert len(hub.asked) == 1
    assert ours.told[-1] == ("wire", None)


@pytest.mark.parametrize(
    "address",
    ["ftp://hub.example/", "javascript:alert(1)", "", "http://" + "h" * 5000, "http://", "http://[half/"],
)
async def test_only_sensible_hubs_are_asked(ours: Subscriber, address: str) -> None:
    ours.hubs.offered(FEED, address, TOPIC)
    await ours.hubs.ask()
    assert ours.count("tocsin_websub_requests_total", outcome="unreachable") == 0


async def test_what_is_pushed_stands_at_the_feeds_address_without_its_password(
    ours: Subscriber, hub: Hub
) -> None:
    feed = Feed(id="wire", url="https://desk:sesame@wire.example/feed?format=rss")
    ours.hubs.offered(feed, hub.url, TOPIC)
    await ours.hubs.ask()
    await until(lambda: len(hub.confirmed) > 0)
    assert await hub.push(NEWS) == 202
    assert [document.url for _, document in ours.pushes] == ["https://wire.example/feed?format=rss"]


def test_a_subscription_tells_nobody_its_secrets() -> None:
    known = Subscription(feed="wire", url="", hub="", topic="", due=NOON, offered=NOON)
    assert "wire" in repr(known)
    assert known.secret not in repr([known])
    assert known.token not in repr([known])


@pytest.mark.parametrize("lease", ["9" * 30, "0" * 19 + "5" + "9" * 30, "9" * 5000, "1000000001", "-1", "٣"])
async def test_a_lease_that_makes_no_sense_is_none(ours: Subscriber, hub: Hub, lease: str) -> None:
    hub.lease = lease
    assert (await hub.ask_back(f"{ours.base}nobody", TOPIC, **{"hub.lease_seconds": lease}))[0] == 404
    await subscribed(ours, hub)
    assert hub.confirmed[0][0] == 200
    _, held = ours.told[-1]
    assert held is not None
    assert held.expires == NOON + ours.settings.lease


@given(st.binary(max_size=40))
def test_any_header_is_a_signature_or_none(header: bytes) -> None:
    assert not signed("sha256=" + header.decode("utf-8", "surrogateescape"), b"key", b"body")


async def test_a_feed_cannot_send_us_into_our_own_network(hub: Hub) -> None:
    async with poster(Rss()) as post:
        for address, why in ((hub.url, "loopback"), ("file:///etc/passwd", "not an http")):
            failure = await post(address, {}, FEED.url)
            assert failure is not None
            assert why in failure.detail
    assert hub.asked == []
