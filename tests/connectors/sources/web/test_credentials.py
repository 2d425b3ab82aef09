"""Secrets: to the host they were given for, and nowhere else, in no words of ours either."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from yarl import URL

from connectors.sources.web.credentials import at_home, bare, secret_headers
from connectors.sources.web.exchange import Failed, Fetch, Question
from connectors.sources.web.fetch import fetcher
from tests.connectors.sources.web.asking import document
from tests.connectors.sources.web.conftest import LOOPBACK
from tests.connectors.sources.web.server import Asked, Server, serving
from tocsin.feeds.feed import Access

SECRETS = ("s3cret-user", "s3cret-password", "s3cret-token", "s3cret-header", "s3cret-key")
BASIC = Access(username=SECRETS[0], password=SECRETS[1], headers=(("X-Key", SECRETS[3]),))
BEARER = Access(token=SECRETS[2], headers=(("x-key", SECRETS[3]), ("COOKIE", "id=s3cret-key")))


def told(asked: Asked) -> bool:
    """Whether a request holds anything secret, open or encoded."""
    text = repr(asked)
    encoded = b64encode(f"{SECRETS[0]}:{SECRETS[1]}".encode()).decode()
    return any(secret in text for secret in (*SECRETS, encoded))


@pytest.fixture
async def named() -> AsyncIterator[Fetch]:
    """Every name leads to this machine; those of local networks may be gone to from each other."""

    async def names(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    async with fetcher(LOOPBACK, lookup=names) as fetch:
        yield fetch


async def test_the_feeds_host_is_told(server: Server, fetch: Fetch) -> None:
    server.say("/a", body=b"news")
    await document(fetch, Question(url=server.url("/a"), access=BASIC))
    await document(fetch, Question(url=server.url("/a"), access=BEARER))
    basic, bearer = (asked.headers for asked in server.asked)
    assert basic["authorization"] == "Basic " + b64encode(b"s3cret-user:s3cret-password").decode()
    assert bearer["authorization"] == "Bearer s3cret-token"
    assert basic["x-key"] == bearer["x-key"] == "s3cret-header"
    assert bearer["cookie"] == "id=s3cret-key"


async def test_a_user_and_password_may_stand_in_the_address(server: Server, fetch: Fetch) -> None:
    server.say("/a", 301, Location="/b")
    server.say("/b", body=b"news")
    url = server.url("/a").replace("//", "//s3cret-user:s3cret-password@")
    found = await document(fetch, url)
    assert [asked.headers["authorization"] for asked in server.asked] == [
        "Basic " + b64encode(b"s3cret-user:s3cret-password").decode()
    ] * 2
    assert (found.url, found.moved) == (server.url("/b"), server.url("/b"))
    # From now on it is asked for where it moved to, and home is still who may know.
    await document(fetch, Question(url=found.moved, home=url))
    assert told(server.asked[-1])


async def test_operators_headers_stand_in_place_of_ours(server: Server, fetch: Fetch) -> None:
    server.say("/a", body=b"news")
    own = Access(
        token="t", headers=(("authorization", "Digest x"), ("user-agent", "own/1"), ("ACCEPT", "a/b"))
    )
    await document(fetch, Question(url=server.url("/a"), access=own))
    sent = server.asked[0].headers
    assert (sent["authorization"], sent["user-agent"], sent["accept"]) == ("Digest x", "own/1", "a/b")


@pytest.mark.parametrize("access", [BASIC, BEARER])
async def test_another_host_on_the_way_is_not(named: Fetch, access: Access) -> None:
    async with serving() as home, serving() as other:
        elsewhere = [
            home.url("/b", host="other.internal"),
            home.url("/b", host="news.internal.other.internal"),
            home.url("/b", host="www.news.internal"),
            other.url("/b", host="news.internal"),
        ]
        for status, target in zip((301, 302, 307, 308), elsewhere, strict=True):
            home.say("/a", status, Location=target)
            home.say("/b", body=b"news")
            other.say("/b", body=b"news")
            await document(named, Question(url=home.url("/a", host="news.internal"), access=access))
        asked = [*home.asked, *other.asked]
        assert len(asked) == 8
        assert [told(one) for one in asked] == [one.target == "/a" for one in asked]


async def test_back_home_it_is_told_again_and_away_from_home_never(named: Fetch) -> None:
    async with serving() as server:
        home = server.url("/feed", host="news.internal")
        server.say("/away", 302, Location=home)
        server.say("/feed", body=b"news")
        await document(named, Question(url=server.url("/away", host="o.internal"), home=home, access=BASIC))
        assert [told(asked) for asked in server.asked] == [False, True]


async def test_a_redirect_brings_no_user_of_its_own(server: Server, fetch: Fetch) -> None:
    server.say("/a", 301, Location=server.url("/b").replace("//", "//s3cret-user:s3cret-password@"))
    server.say("/b", body=b"news")
    found = await document(fetch, server.url("/a"))
    assert found.moved == server.url("/b")
    assert not told(server.asked[1])


@pytest.mark.parametrize(
    ("home", "hop", "same"),
    [
        ("http://news.example/a", "http://news.example/b", True),
        ("http://news.example/a", "http://NEWS.example:80/b", True),
        ("http://news.example/a", "https://news.example/a", True),
        ("https://news.example/a", "http://news.example/a", False),
        ("https://news.example:443/a", "http://news.example:443/a", False),
        ("http://news.example:8080/a", "https://news.example/a", False),
        ("http://news.example/a", "https://news.example:8443/a", False),
        ("http://news.example/a", "http://news.example:8080/a", False),
        ("http://news.example/a", "http://www.news.example/a", False),
        ("http://news.example/a", "http://news.example.evil.example/a", False),
        ("http://bücher.example/a", "http://xn--bcher-kva.example/b", True),
    ],
)
def test_home_is_a_host_and_never_less_protected(home: str, hop: str, same: bool) -> None:
    assert at_home(URL(home), URL(hop)) == same


def test_who_may_know_is_decided_before_what() -> None:
    assert secret_headers(Access(), URL("https://news.example/")) == {}
    assert secret_headers(Access(username="a"), URL("https://news.example/"))["Authorization"] == "Basic YTo="
    assert secret_headers(Access(), URL("https://a%40b:%D1%84@n.example/")) == {
        "Authorization": "Basic " + b64encode("a@b:ф".encode()).decode()
    }


def test_an_address_is_told_without_its_user() -> None:
    assert str(bare(URL("https://a:b@news.example:8443/x?y=1#z"))) == "https://news.example:8443/x?y=1"
    assert str(bare(URL("https://news.example/x"))) == "https://news.example/x"


FAILURES = [
    "http://s3cret-user:s3cret-password@127.0.0.1:1/?key=s3cret-key",
    "http://s3cret-user:s3cret-password@10.0.0.1/?key=s3cret-key",
    "http://s3cret-user:s3cret-password@nobody.example/?key=s3cret-key",
    "http://s3cret-user:s3cret-password@[::1/?key=s3cret-key",
    "ftp://s3cret-user:s3cret-password@news.example/?key=s3cret-key",
    "http://s3cret-user:s3cret-password@news.example:99999/?key=s3cret-key",
    "https://s3cret-user:s3cret-password@{server}/?key=s3cret-key",
    "http://s3cret-user:s3cret-password@{server}/404?key=s3cret-key",
    "http://s3cret-user:s3cret-password@{server}/garbage?key=s3cret-key",
    "http://s3cret-user:s3cret-password@{server}/hangs?key=s3cret-key",
    "http://s3cret-user:s3cret-password@{server}/circle?key=s3cret-key",
    "http://s3cret-user:s3cret-password@{server}/nowhere?key=s3cret-key",
]


@pytest.mark.parametrize("url", FAILURES)
@pytest.mark.parametrize("access", [Access(), BASIC, BEARER])
async def test_no_failure_tells_a_secret(server: Server, fetch: Fetch, url: str, access: Access) -> None:
    async def hang(_: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    server.pages["/garbage?key=s3cret-key"] = b"s3cret-token: x\r\n\r\n"
    server.pages["/hangs?key=s3cret-key"] = hang
    server.say("/circle?key=s3cret-key", 302, Location="/circle?key=s3cret-key")
    server.say("/nowhere?key=s3cret-key", 302, Location="http://s3cret-user:s3cret-password@10.0.0.1/")
    where = url.format(server=f"127.0.0.1:{server.port}") if "{" in url else url
    answer = await fetch(Question(url=where, access=access, timeout=timedelta(seconds=0.3)))
    assert isinstance(answer, Failed)
    assert "s3cret" not in repr(answer)


@pytest.mark.parametrize("broken", ["s3cret\r\nX-Injected: 1", "s3cret\x00", "s3cret\udcff"])
@pytest.mark.parametrize("where", ["header", "token", "agent"])
async def test_what_can_not_be_sent_is_not(server: Server, fetch: Fetch, broken: str, where: str) -> None:
    access = {
        "header": Access(headers=(("X-Key", broken),)),
        "token": Access(token=broken),
        "agent": Access(user_agent=broken),
    }[where]
    answer = await fetch(Question(url=server.url("/a"), access=access))
    assert isinstance(answer, Failed)
    assert "s3cret" not in repr(answer)
    assert all("x-injected" not in asked.headers for asked in server.asked)
