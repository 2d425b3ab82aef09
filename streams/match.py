"""articles.unique -> watchlists -> matches, one per watchlist that fires"""

from datetime import UTC, datetime

import faust

from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams import guard
from streams.app import attach
from streams.sender import Sender
from tocsin import metrics
from tocsin.contract.events import Article
from tocsin.contract.topics import MATCHES, UNIQUE
from tocsin.matching.matcher import Matcher


class InUse:
    """The matcher in use. ``current`` is replaced as a whole, by one assignment on the event loop."""

    def __init__(self, matcher: Matcher) -> None:
        self.current = matcher


def register(
    app: faust.App, connection: Connection, sender: Sender, instruments: Instruments, matcher: InUse
) -> None:
    """Attach the match agent to ``app``.

    A message that comes again fires the same watchlists: what the matcher remembers of a host only marks words.
    An article is matched with one matcher from start to end, whatever is put in use meanwhile.
    """

    async def handle(article: Article) -> None:
        now = datetime.now(UTC)
        found = matcher.current.match(article, now)
        for match in found:
            await sender.send(
                MATCHES,
                match.watchlist,
                match,
                event_id=f"{match.watchlist}.{article.id}.{article.content}",
                time=now,
            )
        for match in found:
            instruments.count(metrics.MATCHES, watchlist=match.watchlist)
        instruments.count(metrics.ARTICLES_MATCHED, verdict="matched" if found else "unmatched")

    async def match_terms(stream: faust.types.StreamT[bytes]) -> None:
        await guard.run(stream, app, sender, "match", Article, handle)

    attach(app, connection, UNIQUE, match_terms)
