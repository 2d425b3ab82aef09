"""Articles that are known already, through one version of a watchlist or two."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from cli.matching import matcher_for
from cli.matchlines import Articles, settle
from cli.progress import progress
from cli.retained import open_topic
from cli.settings import count
from runtime.kafka import Connection
from tocsin.contract.codec import InvalidEvent, decode
from tocsin.contract.events import Article
from tocsin.contract.topics import UNIQUE
from tocsin.matching.backtest import Backtest
from tocsin.matching.backtested import Backtested
from tocsin.matching.batch import matches
from tocsin.matching.habits import Habits
from tocsin.watchlist.load import LoadedWatchlist


class Outcome(msgspec.Struct, frozen=True):
    """A back-test, and how many records or lines of what was read are no articles."""

    result: Backtested
    unreadable: int


class Trial:
    """One watchlist, or one and another version of it."""

    def __init__(self, versions: Sequence[LoadedWatchlist]) -> None:
        # What hosts repeat is learnt as the worker learns it, by each version for itself.
        self._matchers = [matcher_for([version], Habits()) for version in versions]
        names = [(version.watchlist.id, version.version) for version in versions]
        self.counts = Backtest(*names)
        settle()

    def take(self, article: Article) -> None:
        """Match and count it, as if it had just been fetched."""
        self.counts.take(article, *(matches(matcher, article, article.fetched) for matcher in self._matchers))


def over_file(trial: Trial, path: Path) -> Outcome:
    """The articles of a file of lines; bad lines are told on standard error.

    Raises:
        Failure: the file can't be read on.
    """
    articles = Articles(path, datetime.now(UTC))
    with progress("back-testing", articles.size) as advance:
        for given in articles.read(advance):
            trial.take(given.article)
    return Outcome(trial.counts.result(), articles.bad)


async def over_kafka(trial: Trial, connection: Connection, since: datetime) -> Outcome:
    """What Kafka retains of ``articles.unique`` since then, up to now.

    Raises:
        Failure: Kafka can't be reached, has no such topic, or stops answering.
    """
    unreadable = 0
    async with open_topic(connection, UNIQUE, since=since) as retained:
        starts = await retained.starts()
        total = sum(end - starts[tp] for tp, end in retained.ends.items())
        with progress("back-testing", total) as advance:
            async for record in retained.records():
                article = decode(record.value, Article)
                if isinstance(article, InvalidEvent):
                    unreadable += 1
                else:
                    trial.take(article)
                advance(1)
    if unreadable:
        name = connection.name(UNIQUE)
        click.echo(f"{count(unreadable, 'record')} of {name} can't be read as articles", err=True)
    return Outcome(trial.counts.result(), unreadable)
