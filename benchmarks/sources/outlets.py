"""Made-up outlets: which feed lives where, how it behaves, and what it holds at which moment. Pure."""

import math
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, Literal
from xml.sax.saxutils import escape

import msgspec

Manner = Literal["lively", "slow", "failing"]

ENTRIES: Final = 30
SLOW_SECONDS: Final = 5.0
SLOW_SHARE: Final = 0.05
FAILING_SHARE: Final = 0.05
# Of all polls 30 % shall find news: that is one in three of the lively ones.
POLLS_PER_NEWS: Final = 3
_FEEDS_PER_HOST: Final = 5
_SPREAD: Final = 0.6180339887498949  # the golden ratio: neighbours' phases lie far apart


class Era(msgspec.Struct, frozen=True):
    """From ``since`` on (seconds, UTC), when ``count`` entries had come, one comes every ``period`` seconds."""

    since: float
    count: float
    period: float


class World(msgspec.Struct, frozen=True):
    """``feeds`` outlets that bring entries at the pace of ``eras``; ``texts`` are the paragraphs they are made of."""

    feeds: int
    eras: tuple[Era, ...]
    texts: tuple[str, ...]

    def then(self, since: float, period: float) -> "World":
        """The same world, in which from ``since`` on an entry comes every ``period`` seconds."""
        return msgspec.structs.replace(self, eras=(*self.eras, Era(since, self._count(since), period)))

    def manner(self, feed: int) -> Manner:
        """How the feed of that number behaves, always."""
        share = (feed * 7919 % 1000) / 1000
        if share < SLOW_SHARE:
            return "slow"
        return "failing" if share < SLOW_SHARE + FAILING_SHARE else "lively"

    def newest(self, feed: int, now: float) -> int:
        """The number of its newest entry at ``now``."""
        return math.floor(self._count(now) - feed * _SPREAD % 1)

    def appeared(self, feed: int, entry: int) -> datetime:
        """When that entry came."""
        count = entry + feed * _SPREAD % 1
        era = next((era for era in reversed(self.eras) if era.count <= count), self.eras[0])
        return datetime.fromtimestamp(round(era.since + (count - era.count) * era.period, 3), UTC)

    def _count(self, now: float) -> float:
        era = next((era for era in reversed(self.eras) if era.since <= now), self.eras[0])
        return era.count + (now - era.since) / era.period

    def document(self, feed: int, newest: int) -> bytes:
        """An RSS document of about 40 KB with the ``ENTRIES`` entries up to ``newest``."""
        items = "".join(self._item(feed, number) for number in range(newest, newest - ENTRIES, -1))
        head = f"<title>Outlet {feed}</title><link>http://{host(feed)}/</link><language>ar</language>"
        return (
            f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}{items}</channel></rss>'
        ).encode()

    def _item(self, feed: int, number: int) -> str:
        link = f"http://outlet-{feed}.example/news/{number}"
        at = feed * 31 + number
        paragraphs = (self.texts[(at + step) % len(self.texts)] for step in range(4))
        body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        title = escape(self.texts[at % len(self.texts)][:90])
        return (
            f"<item><title>{title} ({number})</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{format_datetime(self.appeared(feed, number))}</pubDate>"
            f"<description>{escape(body)}</description></item>\n"
        )


def host(feed: int) -> str:
    """The loopback address of the feed's host: a few feeds share one."""
    number = feed // _FEEDS_PER_HOST
    return f"127.{20 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}"


def hosts(feeds: int) -> int:
    """How many hosts so many feeds have."""
    return -(-feeds // _FEEDS_PER_HOST)
