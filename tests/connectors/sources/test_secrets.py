"""What a feed is asked with is told to its server and to nobody else: whatever becomes of the feed."""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from structlog.testing import capture_logs

from cli.feedfiles import load_settled
from cli.settings import load_config
from connectors.sources.records import Record
from connectors.sources.rss.making import rss_source
from connectors.sources.rss.read import read
from connectors.sources.runner import Runner
from connectors.sources.sitemap.read import read_sitemap
from runtime.metrics import Instruments
from tests.connectors.sources.rss.world import item, rss
from tests.connectors.sources.web.server import Asked, Server, serving
from tocsin.config.model import Config
from tocsin.contract.events import Article, DeadLetter, FeedAlert
from tocsin.contract.topics import ARTICLES, FEED_STATE
from tocsin.feeds.feed import Feed
from tocsin.polling.outcome import FetchOutcome

PATIENCE = 30.0
OFTEN = timedelta(milliseconds=20)
SOON = timedelta(seconds=0.3)
USER = "s3cret-user:s3cret-password"
KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "address": {"url": f"http://{USER}@{{host}}/feed"},
    "password file": {
        "url": "http://{host}/feed",
        "username": "s3cret-user",
        "password_file": "password.txt",
    },
    "token file": {"url": "http://{host}/feed", "token_file": "token.txt"},
    "headers": {"url": "http://{host}/feed", "headers": {"X-Key": "s3cret-header", "Cookie": "id=s3cret-id"}},
    "proxy": {"url": "http://news.example/feed", "proxy": f"http://{USER}@{{host}}"},
    "query": {"url": "http://{host}/feed?key=s3cret-key"},
}
SECRETS = ("s3cret", b64encode(USER.encode()).decode())
NEWS = rss(item("one", "A ceasefire holds.")).encode()


class Desk:
    """A feed of one kind of secret, its server, another host, and all that its source leaves behind."""

    def __init__(self, home: Server, other: Server, feed: Feed) -> None:
        self.home, self.other, self.feed = home, other, feed
        self.instruments = Instruments("test")
        self.records: list[Record] = []
        self.takes_articles = True
        self.target = feed.url if feed.access.proxy else feed.url[feed.url.index("/feed") :]

    def say(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """What the feed's own host answers."""
        self.home.say(self.target, status, body, **headers)

    async def publish(self, records: Sequence[Record]) -> tuple[Record, ...]:
        """A Kafka that takes everything, or no article for its size."""
        refused = () if self.takes_articles else tuple(one for one in records if one.topic == ARTICLES)
        self.records += (record for record in records if record not in refused)
        return refused

    def targets(self) -> list[str]:
        """All that anybody was asked for."""
        return [*self.home.targets(), *self.other.targets()]

    def events(self, kind: type) -> list[Record]:
        return [record for record in self.records if isinstance(record.event, kind)]

    def outcomes(self, outcome: FetchOutcome) -> float:
        labels = {"feed": "desk", "outcome": outcome}
        return self.instruments.registry.get_sample_value("tocsin_fetches_total", labels) or 0

    def traces(self) -> dict[str, str]:
        """All it left but for its logs, by where it did."""
        kept = [record for record in self.records if record.topic != FEED_STATE]
        states = [record for record in self.records if record.topic == FEED_STATE]
        return {
            "records": repr(kept),
            "values": repr([letter.event.payload for letter in kept if isinstance(letter.event, DeadLetter)]),
            "states": repr(states),
            "metrics": self.instruments.exposition().decode(),
        }


Ends = Callable[[Desk], bool]


def good(desk: Desk) -> Ends:
    desk.say(body=NEWS, ETag='"one"')
    return lambda desk: desk.outcomes("unchanged") > 0


def denied(desk: Desk) -> Ends:
    desk.say(401, b"no", WWW_Authenticate="Basic")
    return lambda desk: bool(desk.events(FeedAlert))


def broken(desk: Desk) -> Ends:
    desk.say(500, b"oh")
    return lambda desk: bool(desk.events(FeedAlert))


def _elsewhere(desk: Desk, status: int) -> Ends:
    """The feed's host sends on with everything it was told."""
    query = desk.target.partition("?")[2]
    url = "http://other.example/feed" if desk.feed.access.proxy else desk.other.url("/feed", host="127.0.0.2")
    desk.say(status, Location=f"{url}?{query}".replace("//", f"//{USER}@"))
    there = desk.home if desk.feed.access.proxy else desk.other
    there.say(f"{url if desk.feed.access.proxy else '/feed'}?{query}".rstrip("?"), body=NEWS)
    return lambda desk: desk.outcomes("unchanged") > 0


def sent_on(desk: Desk) -> Ends:
    return _elsewhere(desk, 302)


def moved(desk: Desk) -> Ends:
    return _elsewhere(desk, 301)


def led_astray(desk: Desk) -> Ends:
    desk.say(302, Location=f"http://{USER}@10.0.0.1/feed?key=s3cret-key")
    return lambda desk: bool(desk.events(FeedAlert))


def malformed(desk: Desk) -> Ends:
    desk.say(body=rss("<item><title>Fish & <chips</title></item>").encode())
    return lambda desk: desk.outcomes("unchanged") > 0


def no_feed(desk: Desk) -> Ends:
    desk.say(body=b"<!doctype html><html><title>Sign in</title></html>")
    return lambda desk: bool(desk.events(FeedAlert))


def too_large(desk: Desk) -> Ends:
    desk.takes_articles = False
    links = ("", "<link/>", "<link>?</link>", "<link>#one</link>", "<guid>?</guid>")
    desk.say(body=rss(*(f"<item><title>{n}</title>{link}</item>" for n, link in enumerate(links))).encode())
    return lambda desk: len(desk.events(DeadLetter)) == len(links)


def blank(desk: Desk) -> Ends:
    desk.say(body=rss("<item><link>?</link><guid>?</guid></item>").encode())
    return lambda desk: bool(desk.events(DeadLetter))


def silent(desk: Desk) -> Ends:
    async def hang(_: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    desk.home.pages[desk.target] = hang
    return lambda desk: bool(desk.events(FeedAlert))


def paged(desk: Desk) -> Ends:
    """Full text: the feed's host denies its page; another host's is refused, or had through the proxy."""
    desk.feed = replace(desk.feed, full_text=True)
    proxied = bool(desk.feed.access.proxy)
    near = "http://news.example/page" if proxied else desk.home.url("/page")
    far = "http://other.example/page" if proxied else desk.other.url("/page", host="127.0.0.2")
    desk.home.say(near if proxied else "/page", 401)
    desk.home.say(far, body=b"<html><body><p>News of the day.</p></body></html>")
    items = (f"<item><title>{url}</title><link>{url}</link></item>" for url in (near, far))
    desk.say(body=rss(*items).encode(), ETag='"one"')
    return lambda desk: (near if proxied else "/page") in desk.targets() and len(desk.events(Article)) == 2


FATES = (
    good,
    denied,
    broken,
    sent_on,
    moved,
    led_astray,
    malformed,
    no_feed,
    too_large,
    blank,
    silent,
    paged,
)


def configured(folder: Path, secret: Mapping[str, Any], host: str) -> tuple[Config, Feed]:
    """What the operator writes, as a source process reads it."""
    (folder / "password.txt").write_text("s3cret-password\n")
    (folder / "token.txt").write_text("s3cret-token\n")
    feed = {name: said.format(host=host) if isinstance(said, str) else said for name, said in secret.items()}
    (folder / "feeds.yaml").write_text(yaml.safe_dump({"feeds": [{"id": "desk", **feed}]}))
    (folder / "tocsin.yaml").write_text(
        "rss: {allow: [127.0.0.0/8], host_delay: 0}\nreceivers: [{name: screen, sink: terminal}]\n"
    )
    config = load_config(folder / "tocsin.yaml", {})
    assert isinstance(config, Config)
    settled = load_settled(config)
    assert isinstance(settled, tuple), settled
    often = replace(settled[0], interval=OFTEN, min_interval=OFTEN, timeout=SOON)
    return config, often


@asynccontextmanager
async def desk_of(folder: Path, secret: Mapping[str, Any]) -> AsyncIterator[tuple[Desk, Config]]:
    async with serving() as home, serving("127.0.0.2") as other:
        config, feed = configured(folder, secret, f"127.0.0.1:{home.port}")
        yield Desk(home, other, feed), config


async def live(desk: Desk, config: Config, ends: Ends) -> None:
    """Poll until ``ends``."""
    stop = asyncio.Event()
    async with rss_source(config, desk.instruments, ()) as source:
        source.apply([desk.feed])
        source.take(0, 1, {})
        await source.connect()
        running = asyncio.create_task(Runner(source, desk.publish, desk.instruments).run(stop))
        try:
            async with asyncio.timeout(PATIENCE):
                while not ends(desk):  # noqa: ASYNC110 -- the source and its server work
                    await asyncio.sleep(0.01)
        finally:
            stop.set()
            await running


@pytest.mark.parametrize("fate", FATES)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_secret_is_in_nothing_that_is_left(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    kind: str,
    fate: Callable[[Desk], Ends],
) -> None:
    caplog.set_level("DEBUG")
    async with desk_of(tmp_path, KINDS[kind]) as (desk, config):
        ends = fate(desk)
        with capture_logs() as logs:
            await live(desk, config, ends)
        sent = repr([asked for asked in desk.home.asked if asked.target == desk.target])
        assert any(secret in sent for secret in SECRETS), "the server was told nothing: this proves nothing"
        if kind not in ("proxy", "query"):  # a proxy is told whoever is asked; who sends on sends the query
            assert not any(secret in repr(desk.other.asked) for secret in SECRETS)
        if fate not in (good, sent_on, moved, paged):
            assert logs or desk.events(DeadLetter)
        printed = capfd.readouterr()
        left = {"logs": f"{logs}{caplog.text}", "screen": printed.out + printed.err, **desk.traces()}
        told = {where for where, text in left.items() if any(secret in text for secret in SECRETS)}
        # docs/feeds.md: what stands in an address's query is a part of the address, and kept with its state.
        assert told == ({"states"} if kind == "query" else set())


LINKS = st.text(alphabet="?#;:/.htps xX&=\t\n", max_size=12)
SECRET_PLACES = ("http://news.example/feed?key=s3cret", "https://news.example/feed?key=s3cret")


@pytest.mark.parametrize("url", SECRET_PLACES)
@given(link=LINKS)
@example(link="?")
@example(link=" ?\t#one")
@example(link=";")
@example(link="ht\ntps:")
@example(link="")
def test_no_link_of_an_entry_becomes_the_feeds_own_address(url: str, link: str) -> None:
    """Joined to that address it would bring the query along."""
    link = escape(link)
    plain = rss(f"<item><title>One</title><link>{link}</link><guid>{link}</guid></item>")
    odd = plain.replace("<rss", '<!DOCTYPE rss [<!ENTITY x "y">]><rss')
    linked = f'<entry><title>One</title><link href="{link}"/><id>{link}</id></entry>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>{linked}</feed>'
    for document in (plain, odd, atom):
        assert "s3cret" not in repr(read(document.encode(), "utf-8", "", url).entries), document
    news = f"<n:news><n:title>One</n:title></n:news><loc>{link}</loc>"
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    sitemap = f"<urlset {spaces}><url>{news}</url></urlset>"
    assert "s3cret" not in repr(read_sitemap(sitemap.encode(), "utf-8", "", url).entries), sitemap


@pytest.mark.parametrize("url", SECRET_PLACES)
@given(link=st.text(alphabet="?#;:/.htps xX&=\t\n\r\0\x1f\xa0", max_size=12))
def test_nor_does_one_in_a_json_feed(url: str, link: str) -> None:
    said = {"version": "https://jsonfeed.org/version/1.1", "title": "Desk"}
    document = json.dumps(
        {**said, "items": [{"id": link, "title": "One", "url": link, "external_url": link}]}
    )
    assert "s3cret" not in repr(read(document.encode(), "utf-8", "application/feed+json", url).entries)
