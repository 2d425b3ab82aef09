"""Made-up outlets: which feed lives where, how it behaves, and what it holds at which moment. Pure."""

import math
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final
from xml.sax.saxutils import escape

import msgspec

ENTRIES: Final = 30
SLOW_SECONDS: Final = 5.0
SLOW_SHARE: Final = 0.05
FAILING_SHARE: Final = 0.05
ANSWERS_AFTER: Final = 0.02
"""Seconds: what the others take to answer."""
# Of all polls 30 % shall find news: that is one in three of those that are neither slow nor fail.
POLLS_PER_NEWS: Final = 3
_FEEDS_PER_HOST: Final = 5
_SPREAD: Final = 0.6180339887498949  # the golden ratio: neighbours' phases lie far apart


class World(msgspec.Struct, frozen=True):
    """``feeds`` outlets, each of which brings an entry every ``period`` seconds from ``since`` on (seconds, UTC).

    Once ``pressed``, time counts no more: an outlet brings its next entry to every third who asks, however often
    that is. ``texts`` are the paragraphs that entries are made of.
    """

    feeds: int
    since: float
    period: float
    texts: tuple[str, ...]
    pressed: float | None = None

    def press(self, now: float) -> "World":
        """The same world, pressed from ``now`` on."""
        return msgspec.structs.replace(self, pressed=now)

    def is_slow(self, feed: int) -> bool:
        """Whether the feed of that number takes ``SLOW_SECONDS`` to answer, always."""
        return (feed * 7919 % 1000) / 1000 < SLOW_SHARE

    def fails(self, feed: int, polls: int) -> bool:
        """Whether it fails when it is asked after having been asked ``polls`` times. Never the first time."""
        every = round(1 / FAILING_SHARE)
        return polls % every == 1 + feed % (every - 1)

    def newest(self, feed: int, now: float, polls: int) -> int:
        """The number of its newest entry at ``now``, when it has been asked ``polls`` times since it is pressed."""
        clock = now if self.pressed is None else self.pressed
        by_time = math.floor((clock - self.since) / self.period - feed * _SPREAD % 1)
        return by_time + (0 if self.pressed is None else (polls + feed % POLLS_PER_NEWS) // POLLS_PER_NEWS)

    def appeared(self, feed: int, entry: int) -> datetime:
        """When that entry came; one that came by asking is dated to when the pressing began."""
        came = self.since + (entry + feed * _SPREAD % 1) * self.period
        return datetime.fromtimestamp(min(round(came, 3), self.pressed or math.inf), UTC)

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
