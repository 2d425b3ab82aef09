"""Private networks that the operator opened: to whom they are open, and to whom not."""

from collections.abc import AsyncIterator, Sequence

import pytest

from connectors.sources.web.exchange import Fetch, Question
from connectors.sources.web.fetch import fetcher
from connectors.sources.web.reach import reach
from tests.connectors.sources.web.asking import document, failure
from tests.connectors.sources.web.conftest import LOOPBACK
from tests.connectors.sources.web.server import Server, serving
from tocsin.config.model import Rss
from tocsin.feeds.feed import Access

# Loopback is the intranet here. What a stranger writes are public names that lead there, and addresses.
STRANGE = ("127.0.0.1", "elsewhere.example", "intranet.internal")


@pytest.fixture
async def inner() -> AsyncIterator[Server]:
    """What a stranger would like us to ask: another port of the intranet."""
    async with serving() as server:
        server.say("/admin", body=b"secret")
        yield server


@pytest.fixture
async def named() -> AsyncIterator[Fetch]:
    async with fetcher(LOOPBACK, lookup=inside) as fetch:
        yield fetch


async def inside(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def test_a_feeds_own_host_may_be_within(server: Server, named: Fetch) -> None:
    server.say("/a", 301, Location="/b")
    server.say("/b", body=b"news")
    found = await document(named, server.url("/a", host="desk.example"))
    assert found.body == b"news"


@pytest.mark.parametrize("host", STRANGE)
async def test_a_public_feed_leads_nobody_there(
    server: Server, inner: Server, named: Fetch, host: str
) -> None:
    server.say("/a", 302, Location=inner.url("/admin", host=host))
    said = await failure(named, server.url("/a", host="desk.example"))
    assert said.reason == "forbidden"
    assert "127.0.0.1, which rss.allow opens to nothing but a listed feed's own host and port" in said.detail
    assert inner.connections == 0


@pytest.mark.parametrize("host", STRANGE)
async def test_nor_does_it_by_having_moved(inner: Server, named: Fetch, host: str) -> None:
    question = Question(url=inner.url("/admin", host=host), home="http://desk.example/feed")
    assert (await failure(named, question)).reason == "forbidden"
    assert inner.connections == 0


@pytest.mark.parametrize("home", ["127.0.0.1", "desk.internal"])
async def test_a_feed_within_may_lead_to_its_neighbours(
    server: Server, inner: Server, named: Fetch, home: str
) -> None:
    for host in ("127.0.0.1", "intranet.internal"):
        inner.say("/there", body=b"news")
        server.say("/a", 301, Location=inner.url("/there", host=host))
        found = await document(named, server.url("/a", host=home))
        assert found.moved == inner.url("/there", host=host)
        moved = Question(url=found.moved, home=server.url("/a", host=home))
        assert (await document(named, moved)).body == b"news"


async def test_but_not_by_a_name_that_anyone_may_own(server: Server, inner: Server, named: Fetch) -> None:
    server.say("/a", 302, Location=inner.url("/admin", host="elsewhere.example"))
    assert (await failure(named, server.url("/a"))).reason == "forbidden"
    assert inner.connections == 0


@pytest.mark.parametrize("host", STRANGE)
async def test_what_is_linked_is_asked_on_the_feeds_own_host_alone(
    server: Server, inner: Server, named: Fetch, host: str
) -> None:
    server.say("/1", body=b"a page")
    server.say("/2", 302, Location=inner.url("/admin", host=host))
    home = server.url("/feed")
    own = Question(url=server.url("/1"), home=home, linked=True)
    assert (await document(named, own)).body == b"a page"
    for url, feed in (
        (inner.url("/admin", host=host), home),
        (server.url("/2"), home),
        (server.url("/1"), ""),
    ):
        assert (await failure(named, Question(url=url, home=feed, linked=True))).reason == "forbidden"
    assert inner.connections == 0


async def test_a_single_endpoint_is_open_to_no_stranger(inner: Server) -> None:
    async with fetcher(Rss(), allow=[("127.0.0.1", inner.port)], lookup=inside) as fetch:
        assert (await document(fetch, inner.url("/admin"))).body == b"secret"
        for home in ("http://desk.example/", ""):
            question = Question(url=inner.url("/admin"), home=home, linked=True)
            assert (await failure(fetch, question)).reason == "forbidden"


async def test_the_operators_own_proxy_is_connected_to_for_strangers_too(server: Server) -> None:
    server.say("http://news.example/1", body=b"a page")
    access = Access(proxy=server.url(""))
    question = Question(url="http://news.example/1", home="http://desk.example/", access=access, linked=True)
    async with fetcher(LOOPBACK) as fetch:
        assert (await document(fetch, question)).body == b"a page"
        inside_it = Question(url="http://127.0.0.1/", home="http://desk.example/", access=access, linked=True)
        assert (await failure(fetch, inside_it)).reason == "forbidden"
    async with fetcher(Rss()) as fetch:
        assert (await failure(fetch, question)).reason == "forbidden"
    assert server.targets() == ["http://news.example/1"]


async def test_where_nothing_is_opened_one_pool_of_connections_does() -> None:
    async with reach(Rss(), (), None) as one, reach(LOOPBACK, (), None) as two:
        assert one.session(trusted=True) is one.session(trusted=False)
        assert two.session(trusted=True) is not two.session(trusted=False)
