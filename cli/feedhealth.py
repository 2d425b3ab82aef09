"""How the feeds are: what the list says of them, and what sources keep of them in Kafka."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

import click

from cli.exits import USAGE, Failure
from cli.feedstates import known
from cli.kafka import connection
from cli.progress import working
from cli.settings import load_feeds, tell
from tocsin.config.feeds import FeedEntry, FeedList
from tocsin.config.model import Config
from tocsin.feeds.health import FeedHealth, Health, healths

_BAD: Final[frozenset[Health]] = frozenset({"troubled", "failing", "damaged"})


def every_health(config: Config, bootstrap: Sequence[str], now: datetime) -> Sequence[FeedHealth]:
    """How each feed is, the worst first; where the list of feeds is at fault, that is told, and Kafka's are all.

    Raises:
        Failure: there is no Kafka, or it does not answer.
    """
    with working("reading the list of feeds"):
        feeds = load_feeds(config)
    states = known(connection(config, bootstrap))
    if isinstance(feeds, FeedList):
        return healths((*feeds.feeds, *samples(config)), states, now)
    tell(feeds)
    click.echo("the list of feeds is at fault: shown is what Kafka knows, listed or not", err=True)
    return healths(None, states, now)


def chosen(every: Sequence[FeedHealth], names: Collection[str], *, bad: bool) -> list[FeedHealth]:
    """Those called ``names``, all where none are; only those with something wrong where ``bad``.

    Raises:
        Failure: no feed has one of the names.
    """
    if unknown := set(names) - {one.feed for one in every}:
        raise Failure(f"no feed is called {', '.join(sorted(unknown))}: see `tocsin feeds list`", USAGE)
    named = (one for one in every if not names or one.feed in names)
    return [one for one in named if not bad or one.health in _BAD]


def tally(every: Sequence[FeedHealth]) -> str:
    """How many are how, in a line."""
    numbers = Counter(one.health for one in every)
    return ", ".join(f"{number} {name}" for name, number in numbers.items()) or "no feed"


def samples(config: Config) -> tuple[FeedEntry, ...]:
    """The sample feeds, where they are polled; their addresses change with every run."""
    if not config.samples:
        return ()
    from connectors.sources.samples.server import sample_feeds

    feeds = sample_feeds("http://127.0.0.1")
    return tuple(FeedEntry(id=feed.id, url=feed.url, title=feed.title) for feed in feeds)
