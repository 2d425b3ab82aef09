"""Requests to hubs: who may be asked, and how little is repeated of what they say."""

from collections.abc import AsyncIterator, Sequence

import pytest

from connectors.sources.websub.hubs import Hubs
from connectors.sources.websub.post import Failure, Post, poster
from runtime.metrics import Instruments
from tests.connectors.sources.websub.hub import Hub
from tocsin.config.model import Rss, WebSub
from tocsin.feeds.feed import Feed
from tocsin.feeds.outcome import PushOutcome

FORM = {"hub.secret": "sesame"}
STRANGER = "https://wire.example/feed"


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with Hub().served() as hub:
        hub.verifies = False
        yield hub


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    """Where the operator opened loopback, for a feed of his own."""
    async with poster(Rss(allow=("127.0.0.0/8",))) as post:
        yield post


def outside(failure: Failure | None) -> bool:
    assert failure is not None
    return failure.outcome == "forbidden" and "a listed feed's own host" in failure.detail


async def within(_host: str, _port: int) -> Sequence[str]:
    return ["10.0.0.7"]


@pytest.mark.parametrize(
    "address", ["ftp://hub.example/", "http://hub.example:22/", "http://10.0.0.7/", "http://hub.example/"]
)
async def test_what_our_own_guard_forbids_is_said_to_be_forbidden(address: str) -> None:
    async with poster(Rss(), lookup=within) as post:
        failure = await post(address, FORM, STRANGER)
    assert failure is not None
    assert failure.outcome == "forbidden"


@pytest.mark.parametrize("status", [300, 307, 400, 403, 404, 429, 500, 503])
async def test_a_hub_that_answers_no_has_refused(hub: Hub, post: Post, status: int) -> None:
    hub.answer = status
    assert await post(hub.url, FORM, hub.url) == Failure("refused", f"HTTP status {status}")


async def test_one_that_sends_us_round_in_circles_has_too(hub: Hub, post: Post) -> None:
    hub.redirect = hub.url
    assert await post(hub.url, FORM, hub.url) == Failure("refused", "too many redirects")


async def test_one_that_is_not_there_is_unreachable(post: Post) -> None:
    failure = await post("http://127.0.0.1:1/", FORM, "http://127.0.0.1:1/feed")
    assert failure is not None
    assert failure.outcome == "unreachable"


async def test_a_hub_on_the_feeds_own_host_may_be_within(hub: Hub, post: Post) -> None:
    assert await post(hub.url, {"hub.callback": "", "hub.topic": ""}, f"{hub.url}feed?x=1") is None
    assert len(hub.asked) == 1


async def test_no_other_is(hub: Hub, post: Post) -> None:
    async with Hub().served() as inner:
        for feed in (STRANGER, f"{inner.url}feed", "http://localhost/feed"):
            assert outside(await post(hub.url, FORM, feed))
    async with poster(Rss(), allow=[("127.0.0.1", int(hub.url.split(":")[2].strip("/")))]) as by_endpoint:
        failure = await by_endpoint(hub.url, FORM, STRANGER)
        assert failure is not None
        assert failure.outcome == "forbidden"
        assert "loopback" in failure.detail
    assert hub.asked == []


async def test_nor_one_that_a_hub_leads_to(hub: Hub, post: Post) -> None:
    async with Hub().served() as inner:
        hub.redirect = inner.url
        assert outside(await post(hub.url, FORM, hub.url))
        assert inner.asked == []


@pytest.mark.parametrize("status", [400, 403, 500])
async def test_what_a_hub_repeats_of_our_secrets_is_not_logged(
    hub: Hub, post: Post, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.answer, hub.repeats = status, True
    feed = Feed(id="wire", url=f"{hub.url}feed")

    async def nobody(feed: str, document: object) -> PushOutcome:
        return "taken"

    settings = WebSub(callback="https://tocsin.example/hooks")
    hubs = Hubs(settings, post, nobody, lambda *_: None, Instruments("test"))
    hubs.offered(feed, hub.url, feed.url)
    await hubs.ask()
    said = "".join(capsys.readouterr())
    (form,) = hub.asked
    assert f"HTTP status {status}" in said
    assert form["hub.secret"] not in said
    assert form["hub.callback"].rpartition("/")[2] not in said
