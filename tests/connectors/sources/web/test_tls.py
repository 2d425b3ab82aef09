"""Over TLS: a server is who its certificate says, the guard judges as ever, and what is secret stays under it."""

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp.connector
import pytest

from connectors.sources.web.exchange import Fetch, Question
from connectors.sources.web.fetch import fetcher
from tests.brokers.certificates import Certificates
from tests.connectors.sources.rss.world import item, rss
from tests.connectors.sources.web.asking import BRIEFLY, document, failure
from tests.connectors.sources.web.server import Server, answer, serving
from tests.connectors.sources.web.test_credentials import BASIC, BEARER, told
from tests.listening import listening
from tocsin.config.model import Rss
from tocsin.feeds.feed import Access

PATIENCE = 60.0
FEED = rss(item("one", "A ceasefire holds.")).encode()


def identity(certificates: Certificates, name: str) -> ssl.SSLContext:
    """What a server shows who is that one."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificates.path(f"{name}.pem"), certificates.path(f"{name}.key"))
    return tls


@pytest.fixture(scope="module")
def good(certificates: Certificates) -> ssl.SSLContext:
    """This machine, and all of the names of these tests."""
    names = "IP:127.0.0.1,IP:127.0.0.2,DNS:localhost,DNS:news.example,DNS:rebound.example,DNS:news.internal"
    certificates.issue("web", hosts=names)
    return identity(certificates, "web")


@pytest.fixture
async def server(good: ssl.SSLContext) -> AsyncIterator[Server]:
    """A server at 127.0.0.1 that is who it says it is."""
    async with serving(tls=good) as server:
        yield server


@pytest.fixture(autouse=True)
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    """The authority, trusted as an operator has it trusted. aiohttp looks for it as it is imported."""
    monkeypatch.setenv("SSL_CERT_FILE", certificates.path("ca.pem"))
    made = aiohttp.connector._make_ssl_context(verified=True)
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", made)


async def to_this_machine(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def test_a_feed_is_fetched(server: Server, fetch: Fetch) -> None:
    server.say("/a", body=FEED, Content_Type="text/xml; charset=utf-8")
    found = await document(fetch, server.url("/a"))
    assert (found.body, found.url, found.whole) == (FEED, server.url("/a"), True)


async def test_a_process_trusts_whom_its_environment_names(
    server: Server, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other tests stand in for this: `tocsin` itself, and no authority but the one in SSL_CERT_FILE."""
    server.say("/a", body=FEED, Content_Type="text/xml; charset=utf-8")
    code, entry = await parsed(server.url("/a"))
    assert (code, entry["body"]) == (0, "A ceasefire holds.")
    monkeypatch.setenv("SSL_CERT_FILE", certificates.path("stranger-ca.pem"))
    code, entry = await parsed(server.url("/a"))
    assert code == 1
    assert not entry
    assert len(server.asked) == 1


async def parsed(url: str) -> tuple[int, dict[str, str]]:
    """What `tocsin parse` ends with, and the entry it prints."""
    words = ("-m", "cli", "parse", url, "--allow", "127.0.0.0/8", "--json")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE):
        out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, json.loads(out or b"{}")


@pytest.mark.parametrize(
    ("name", "authority", "hosts", "days", "why"),
    [
        ("stranger-ca", "", "", 0, "self-signed certificate"),
        ("unknown", "stranger-ca", "IP:127.0.0.1", 2, "unable to get local issuer certificate"),
        ("elsewhere", "ca", "DNS:other.example", 2, "certificate is not valid for"),
        ("old", "ca", "IP:127.0.0.1", -1, "certificate has expired"),
    ],
)
async def test_a_server_that_is_not_who_it_says_is_asked_for_nothing(
    certificates: Certificates, fetch: Fetch, name: str, authority: str, hosts: str, days: int, why: str
) -> None:
    if authority:
        certificates.issue(name, authority, hosts, days)
    async with serving(tls=identity(certificates, name)) as server:
        server.say("/a", body=FEED)
        said = await failure(fetch, Question(url=server.url("/a"), access=BASIC))
    assert said.reason == "unreachable"
    assert said.detail.startswith("its certificate is not trusted: ")
    assert why in said.detail
    assert not server.asked


async def test_a_name_is_held_against_the_certificate_not_the_address_it_leads_to(
    certificates: Certificates,
) -> None:
    certificates.issue("numbered", hosts="IP:127.0.0.1")
    async with (
        serving(tls=identity(certificates, "numbered")) as server,
        fetcher(Rss(), allow=[("127.0.0.1", server.port)], lookup=to_this_machine) as fetch,
    ):
        server.say("/a", body=FEED)
        assert "news.example" in (await failure(fetch, server.url("/a", host="news.example"))).detail
        assert (await document(fetch, server.url("/a"))).body == FEED


@pytest.mark.parametrize("answers", ["", "HTTP/1.1 400 Bad Request\r\n\r\n", "\x16\x03\x01"])
async def test_what_speaks_no_tls_is_told(fetch: Fetch, answers: str) -> None:
    async def speak(_: object, writer: asyncio.StreamWriter) -> None:
        writer.write(answers.encode())
        writer.close()

    async with listening(speak) as port:
        said = await failure(fetch, Question(url=f"https://127.0.0.1:{port}/a", access=BASIC))
    assert said.reason == "unreachable"


async def test_a_handshake_that_never_ends_ends_in_time(fetch: Fetch) -> None:
    async def silent(_: object, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    over = asyncio.Event()
    async with listening(silent) as port:
        said = await failure(fetch, Question(url=f"https://127.0.0.1:{port}/a", timeout=BRIEFLY))
        over.set()
    assert said.reason == "timeout"


async def test_no_certificate_opens_an_address(server: Server) -> None:
    async with fetcher(Rss(ports=(server.port,)), lookup=to_this_machine) as fetch:
        said = await failure(fetch, server.url("/a", host="news.example"))
        assert said.reason == "forbidden"
        assert "a loopback address 127.0.0.1" in said.detail
        assert (await failure(fetch, server.url("/a"))).reason == "forbidden"
    assert server.connections == 0


async def test_nor_one_that_its_name_is_bound_to_later(good: ssl.SSLContext) -> None:
    answers = [["127.0.0.2"], ["127.0.0.1"]]

    async def names(host: str, port: int) -> Sequence[str]:
        return answers.pop(0) if host == "rebound.example" else ["127.0.0.1"]

    async with serving("127.0.0.1", "127.0.0.2", tls=good) as server:
        server.say("/a", 302, Location=server.url("/a", host="news.example"), Connection="close")
        allow = [("127.0.0.2", server.port)]
        async with fetcher(Rss(), allow=allow, lookup=names) as fetch:
            said = await failure(fetch, server.url("/a", host="rebound.example"))
            assert said.detail.startswith("redirected to https://news.example:")
        async with fetcher(Rss(), allow=allow, lookup=names) as fetch:
            said = await failure(fetch, server.url("/a", host="rebound.example"))
            assert said.detail.startswith("it leads to a loopback address 127.0.0.1")
        assert [asked.at for asked in server.asked] == ["127.0.0.2"]


@asynccontextmanager
async def home(good: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Server, Server]]:
    """One host's two servers, without and with TLS, at the ports that are theirs by default."""
    async with serving() as plain, serving(tls=good) as safe:
        ports = {"http": plain.port, "https": safe.port}
        monkeypatch.setattr("connectors.sources.web.credentials._DEFAULT_PORTS", ports)
        yield plain, safe


@pytest.mark.parametrize("access", [BASIC, BEARER])
async def test_secrets_go_along_to_the_same_host_under_tls_and_never_out_of_it(
    good: ssl.SSLContext, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, access: Access
) -> None:
    async with home(good, monkeypatch) as (plain, safe):
        plain.say("/up", 301, Location=safe.url("/a"))
        safe.say("/a", body=FEED)
        safe.say("/down", 302, Location=plain.url("/a"))
        plain.say("/a", body=FEED)
        await document(fetch, Question(url=plain.url("/up"), access=access))
        assert [told(asked) for asked in (*plain.asked, *safe.asked)] == [True, True]
        await document(fetch, Question(url=safe.url("/down"), access=access))
        assert [told(asked) for asked in (*plain.asked[1:], *safe.asked[1:])] == [False, True]


async def test_a_feed_that_moved_under_tls_and_back_is_asked_without_secrets(
    good: ssl.SSLContext, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Home is what the operator wrote, whatever the address is by now."""
    async with home(good, monkeypatch) as (plain, safe):
        plain.say("/a", body=FEED)
        await document(fetch, Question(url=plain.url("/a"), home=safe.url("/a"), access=BASIC))
        assert [told(asked) for asked in plain.asked] == [False]


def through(proxy: Server) -> Access:
    return Access(proxy=f"http://proxy-user:proxy-secret@127.0.0.1:{proxy.port}", token="s3cret-token")


async def test_a_tunnel_leads_to_the_feed(server: Server, fetch: Fetch) -> None:
    server.say("/a", body=FEED)
    async with serving() as proxy:
        proxy.tunnels["news.example:443"] = server.port
        found = await document(fetch, Question(url="https://news.example/a", access=through(proxy)))
    assert (found.body, found.url) == (FEED, "https://news.example/a")
    (connect,), (asked,) = proxy.asked, server.asked
    assert "proxy-authorization" in connect.headers
    assert not told(connect)
    assert asked.headers["authorization"] == "Bearer s3cret-token"
    assert "proxy-authorization" not in asked.headers
    assert asked.headers["host"] == "news.example"


async def test_who_ends_the_tunnel_must_be_whom_we_ask(certificates: Certificates, fetch: Fetch) -> None:
    async with serving(tls=identity(certificates, "broker")) as server, serving() as proxy:
        server.say("/a", body=FEED)
        proxy.tunnels["news.example:443"] = server.port
        said = await failure(fetch, Question(url="https://news.example/a", access=through(proxy)))
    assert "its certificate is not trusted: " in said.detail
    assert "secret" not in said.detail
    assert not server.asked


async def test_secrets_on_a_way_in_and_out_of_a_tunnel(server: Server, fetch: Fetch) -> None:
    """At the ports that are http's and https's own, nothing replaced."""
    async with serving() as proxy:
        proxy.tunnels["news.example:443"] = server.port
        proxy.say("http://news.example/up", 301, Location="https://news.example/a")
        server.say("/a", body=FEED)
        server.say("/down", 302, Location="http://news.example/b")
        proxy.say("http://news.example/b", body=FEED)
        await document(fetch, Question(url="http://news.example/up", access=through(proxy)))
        assert [told(asked) for asked in server.asked] == [True]
        await document(fetch, Question(url="https://news.example/down", access=through(proxy)))
    assert [told(asked) for asked in server.asked] == [True, True]
    by_target = {asked.target: told(asked) for asked in proxy.asked}
    assert by_target == {
        "http://news.example/up": True,
        "news.example:443": False,
        "http://news.example/b": False,
    }


async def test_a_document_cut_off_under_tls_is_not_whole(server: Server, fetch: Fetch) -> None:
    async def cut(_: object, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(body=FEED, Content_Length=str(len(FEED) + 10)))
        await writer.drain()
        writer.transport.abort()

    server.pages["/a"] = cut
    found = await fetch(Question(url=server.url("/a"), timeout=timedelta(seconds=5)))
    assert getattr(found, "whole", False) is False


@pytest.mark.parametrize("url", ["https://news.example/a", "http://news.example/a"])
async def test_a_proxy_may_be_under_tls_itself(
    good: ssl.SSLContext, server: Server, fetch: Fetch, url: str
) -> None:
    server.say("/a", body=FEED)
    async with serving(tls=good) as proxy:
        proxy.tunnels["news.example:443"] = server.port
        proxy.say(url, body=FEED)
        access = Access(proxy=f"https://127.0.0.1:{proxy.port}", token="s3cret-token")
        assert (await document(fetch, Question(url=url, access=access))).body == FEED
