"""Where the client connects: judged at the connect, whatever led there."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from connectors.sources.web.client import RefusedError, client
from connectors.sources.web.exchange import Fetch, Question
from connectors.sources.web.fetch import fetcher
from tests.connectors.sources.web.asking import document, failure
from tests.connectors.sources.web.server import Server, serving
from tests.tocsin.safety.forms import FORBIDDEN, ODD
from tocsin.config.model import Rss
from tocsin.safety.guard import guard_of
from tocsin.safety.hosts import is_odd

ADDRESSES = [address for address, _ in FORBIDDEN]
WRITTEN = [
    *(f"[{address}]" if ":" in address else address for address in ADDRESSES if "%" not in address),
    "[::ffff:127.0.0.1%25eth0]",
    "[fe80::1%25eth0]",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "0",
    "１２７.0.0.1",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "localhost",
    "LocalHost",
    "%6c%6f%63%61lhost",
    "news.example@127.0.0.1",
    "news.example:80@127.0.0.1",
]
"""Hosts as somebody may write them into an address."""


class Names:
    """A resolver of a test's own. ``asked`` are the names it was asked for."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


@pytest.fixture
async def closed() -> AsyncIterator[Fetch]:
    """Goes to the public internet alone."""
    async with fetcher(Rss()) as fetch:
        yield fetch


@pytest.fixture
def no_connect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connect is a failure."""

    async def connect(_: object, sock: socket.socket, address: object) -> None:
        raise AssertionError(f"connected to {address}")

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", connect)


def test_there_are_sixty_forms_at_least() -> None:
    assert min(len(set(ADDRESSES)), len(set(WRITTEN))) >= 60


@pytest.mark.parametrize("host", WRITTEN)
async def test_no_such_host_is_connected_to(closed: Fetch, no_connect: None, host: str) -> None:
    answer = await failure(closed, f"http://{host}/feed.xml")
    assert answer.reason == "forbidden"


@pytest.mark.parametrize("host", WRITTEN)
async def test_nor_is_one_a_redirect_leads_to(server: Server, host: str) -> None:
    server.say("/moved", 302, Location=f"http://{host}/latest/meta-data/")
    async with fetcher(Rss(), allow=[("127.0.0.1", server.port)]) as fetch:
        answer = await failure(fetch, server.url("/moved"))
    assert answer.reason in ("forbidden", "http_error")
    assert server.targets() == ["/moved"]


async def test_a_redirect_that_is_refused_is_named(server: Server) -> None:
    server.say("/moved", 302, Location="http://10.1.2.3/feed.xml?key=1")
    server.say("/off", 302, Location="ftp://10.1.2.3/feed.xml")
    async with fetcher(Rss(), allow=[("127.0.0.1", server.port)]) as fetch:
        answer = await failure(fetch, server.url("/moved"))
        other = await failure(fetch, server.url("/off"))
    assert answer.detail.startswith("redirected to http://10.1.2.3/feed.xml: ")
    assert "a private address 10.1.2.3" in answer.detail
    assert other.detail == "redirected to ftp://10.1.2.3/feed.xml: not an http or https address"


@pytest.mark.parametrize("address", ADDRESSES)
async def test_nor_one_that_a_name_leads_to(no_connect: None, address: str) -> None:
    names = Names([address])
    async with fetcher(Rss(), lookup=names) as fetch:
        answer = await failure(fetch, "https://news.example/feed.xml")
    assert answer.reason == "forbidden"
    assert answer.detail.startswith("it leads to ")
    assert address in answer.detail
    assert names.asked == ["news.example"]


class Liar(AbstractResolver):
    """A resolver that judges nothing."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        kind = socket.AF_INET6 if ":" in self._address else socket.AF_INET
        return [ResolveResult(hostname=host, host=self._address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("address", ADDRESSES)
async def test_nor_one_that_came_past_the_resolver(no_connect: None, address: str) -> None:
    async with client(guard_of((), (80,))) as session:
        session.connector._resolver = Liar(address)  # type: ignore[union-attr]
        with pytest.raises(aiohttp.ClientConnectorError) as raised:
            await session.get("http://news.example/feed.xml")
    assert isinstance(raised.value.os_error, RefusedError)


@pytest.mark.parametrize("host", ODD)
async def test_no_resolver_is_asked_for_a_number(no_connect: None, host: str) -> None:
    names = Names(["127.0.0.1"])
    async with fetcher(Rss(), lookup=names) as fetch:
        await failure(fetch, f"http://{host}/feed.xml")
    assert not any(is_odd(name) for name in names.asked)


async def test_of_a_names_addresses_only_the_open_ones_are_connected_to(server: Server) -> None:
    server.say("/a", body=b"news")
    names = Names(["10.0.0.1", "169.254.169.254", "::1", "127.0.0.1"])
    async with fetcher(Rss(), allow=[("127.0.0.1", server.port)], lookup=names) as fetch:
        assert (await document(fetch, server.url("/a", host="news.example"))).body == b"news"


async def test_ports_of_the_internet_are_limited(no_connect: None) -> None:
    names = Names(["8.8.8.8"])
    async with fetcher(Rss(ports=(80, 443)), lookup=names) as fetch:
        for url in ("http://news.example:22/", "http://8.8.8.8:25/", "https://8.8.8.8:6379/"):
            answer = await failure(fetch, url)
            assert answer.reason == "forbidden"
            assert "rss.ports" in answer.detail


async def test_what_is_open_on_one_port_is_not_on_another() -> None:
    async with serving() as one, serving() as other:
        one.say("/moved", 302, Location=other.url("/secret"))
        async with fetcher(Rss(), allow=[("127.0.0.1", one.port)]) as fetch:
            assert (await failure(fetch, one.url("/moved"))).reason == "forbidden"
        assert other.connections == 0


# "Public" is 127.0.0.2 here, opened for the test; "private" 127.0.0.1. One server listens at both.


async def rebind(session: aiohttp.ClientSession, url: str) -> None:
    """What time does: the connection is closed, the name forgotten."""
    connector = session.connector
    assert isinstance(connector, aiohttp.TCPConnector)
    connector.clear_dns_cache()


async def test_a_name_that_is_bound_anew_is_judged_anew() -> None:
    names = Names(["127.0.0.2"], ["127.0.0.1"])
    async with (
        serving("127.0.0.1", "127.0.0.2") as server,
        client(guard_of((), (), [("127.0.0.2", server.port)]), names) as session,
    ):
        server.say("/a", body=b"news", Connection="close")
        url = server.url("/a", host="rebound.example")
        async with session.get(url) as first:
            assert await first.read() == b"news"
        await rebind(session, url)
        with pytest.raises(aiohttp.ClientConnectorError) as raised:
            await session.get(url)
        assert isinstance(raised.value.os_error, RefusedError)
        assert [asked.at for asked in server.asked] == ["127.0.0.2"]
        assert len(names.asked) == 2


async def test_the_address_judged_is_the_one_connected_to() -> None:
    """Between the judgement and the connect the name is not asked for again."""
    names = Names(["127.0.0.2"], ["127.0.0.1"])
    async with serving("127.0.0.1", "127.0.0.2") as server:
        server.say("/a", 302, Location="/b", Connection="close")
        server.say("/b", 302, Location="/c", Connection="close")
        server.say("/c", body=b"news", Connection="close")
        async with fetcher(Rss(), allow=[("127.0.0.2", server.port)], lookup=names) as fetch:
            await document(fetch, server.url("/a", host="rebound.example"))
        assert [asked.at for asked in server.asked] == ["127.0.0.2"] * 3
        assert names.asked == ["rebound.example"]


async def test_a_hop_to_another_name_is_judged_too() -> None:
    async def names(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.2"] if host == "open.example" else ["127.0.0.1"]

    async with serving("127.0.0.1", "127.0.0.2") as server:
        server.say("/a", 301, Location=server.url("/b", host="closed.example"))
        async with fetcher(Rss(), allow=[("127.0.0.2", server.port)], lookup=names) as fetch:
            answer = await failure(fetch, server.url("/a", host="open.example"))
        assert answer.reason == "forbidden"
        assert "loopback" in answer.detail
        assert server.targets() == ["/a"]


async def test_the_systems_resolver_is_asked_where_no_other_is_given(server: Server) -> None:
    server.say("/a", body=b"news")
    async with fetcher(Rss(), allow=[("127.0.0.1", server.port)]) as fetch:
        assert (await document(fetch, server.url("/a", host="localhost"))).body == b"news"


async def test_a_dead_name_delays_no_other(server: Server) -> None:
    server.say("/a", body=b"news")
    forever = asyncio.Event()

    async def names(host: str, port: int) -> Sequence[str]:
        if host == "dead.example":
            await forever.wait()
        return ["127.0.0.1"]

    async with fetcher(Rss(), allow=[("127.0.0.1", server.port)], lookup=names) as fetch:
        dead = [asyncio.ensure_future(fetch(Question(url=f"http://dead.example/{n}"))) for n in range(100)]
        assert (await document(fetch, server.url("/a", host="alive.example"))).body == b"news"
        assert not any(task.done() for task in dead)
        forever.set()
        await asyncio.gather(*dead)


async def test_a_name_nobody_knows(no_connect: None) -> None:
    async def names(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async with fetcher(Rss(), lookup=names) as fetch:
        answer = await failure(fetch, "http://nobody.example/")
    assert answer.reason == "unreachable"
    assert "not known" in answer.detail
