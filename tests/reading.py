"""Documents read as a source reads them."""

from datetime import datetime

from connectors.sources.rss.article import articles_for
from connectors.sources.rss.read import read
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed


def articles_of(raw: bytes, feed: Feed, fetched: datetime) -> tuple[Article, ...]:
    """Every entry of ``raw`` that says something, in order."""
    document = read(raw, "", "", feed.url)
    return tuple(articles_for(document, range(len(document.entries)), feed, fetched).values())
