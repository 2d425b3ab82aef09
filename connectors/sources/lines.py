"""Articles that others write: a line of JSON each, pushed to us or left in a file."""

from collections import OrderedDict
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from connectors.sources.rss.markup import plain
from tocsin.contract import codec
from tocsin.contract.codec import InvalidEvent
from tocsin.contract.events import Article
from tocsin.identity.article import article_id, content_digest
from tocsin.matching.given import in_a_language, read_line
from tocsin.polling.decide import Offer, SendReason

_UNNAMED: Final = "file"
_MOST_FEEDS: Final = 1000
_MOST_REMEMBERED: Final = 100_000


class Lines:
    """Makes articles of lines; ``feed`` is whose they are where they name none.

    Feeds become label values of metrics: after a thousand different ones the others count as ``feed``'s.
    """

    def __init__(self, feed: str) -> None:
        self._feed = feed
        self._feeds: set[str] = set()

    def article(self, line: bytes, now: datetime) -> Article | str:
        """The article in ``line``, or what is wrong with it. Never raises.

        A line has ``id`` and ``title`` or ``body``; it may have ``language``, ``url``, ``published``, ``feed`` and
        the other fields that ``tocsin match`` knows. Its id is that of its address, so that a page that comes from
        a feed too is one article; without one, that of its ``id`` within its feed.
        """
        given = read_line(line, now)
        if isinstance(given, str):
            return given
        return self._whole(given.article, now)

    def _whole(self, found: Article, now: datetime) -> Article | str:
        feed = self._feed if found.feed == _UNNAMED else found.feed
        title, body = plain(found.title).replace("\n", " "), plain(found.body)
        if not title and not body:
            return "there is neither a title nor a body"
        own = found.own if found.own is not None and body == found.body else None
        article = replace(
            found,
            id=article_id(found.url, found.id, feed, title or body),
            feed=self._counted(feed),
            source=found.source or feed,
            title=title,
            body=body,
            own=own,
            content=content_digest(title, body[:own]),
            fetched=now,  # when we had it, whatever it says of others: the dedup window counts from here
            date_source="missing" if found.published is None else "published",
        )
        return _sound(in_a_language(article))

    def _counted(self, feed: str) -> str:
        if feed not in self._feeds and len(self._feeds) >= _MOST_FEEDS:
            return self._feed
        self._feeds.add(feed)
        return feed


class Recall:
    """What was sent lately, to tell the new from the changed and the repeated. Bounded; forgets the oldest first."""

    def __init__(self, most: int = _MOST_REMEMBERED) -> None:
        self._most = most
        self._contents: OrderedDict[str, str] = OrderedDict()

    def offer(self, article: Article) -> Offer:
        """``article`` and why it goes out: a repeated one renews its place in the dedup window."""
        return Offer(article, self._reason(article))

    def sent(self, article: Article) -> None:
        """Kafka has ``article``."""
        self._contents[article.id] = article.content
        self._contents.move_to_end(article.id)
        if len(self._contents) > self._most:
            self._contents.popitem(last=False)

    def _reason(self, article: Article) -> SendReason:
        known = self._contents.get(article.id)
        if known is None:
            return "new"
        return "renewal" if known == article.content else "changed"


def _sound(article: Article) -> Article | str:
    """What crosses Kafka must be readable behind it."""
    try:
        read = codec.decode(codec.encode(article), Article)
    except UnicodeEncodeError:
        return "half a surrogate pair can't be sent"
    return read.detail if isinstance(read, InvalidEvent) else article
