"""articles -> [new | revised | duplicate] -> articles.unique"""

from datetime import timedelta

import faust

from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams import guard
from streams.app import attach
from streams.memory import Memory
from streams.sender import Sender
from tocsin import metrics
from tocsin.contract.events import Article
from tocsin.contract.topics import ARTICLES, SEEN, UNIQUE
from tocsin.dedup.judge import Seen, expired, judge


def register(
    app: faust.App, connection: Connection, sender: Sender, instruments: Instruments, window: timedelta
) -> None:
    """Attach the dedup agent to ``app``; ``window`` is how long an article stays known after it was last met."""
    seen = Memory(
        app,
        connection,
        SEEN,
        Seen,
        expired=lambda record, now: expired(record, now, window),
        home=lambda article, _: article,
    )

    async def handle(article: Article) -> None:
        judgement = judge(article, seen.get(article.id), window)
        if judgement.send is not None:
            await sender.send(
                UNIQUE,
                article.id,
                judgement.send,
                event_id=f"{article.id}.{article.content}",
                time=article.fetched,
            )
        if judgement.remember is not None:
            seen.put(article.id, judgement.remember)
        instruments.count(metrics.ARTICLES_JUDGED, verdict=judgement.verdict)

    async def dedup(stream: faust.types.StreamT[bytes]) -> None:
        await guard.run(stream, app, sender, "dedup", Article, handle)

    attach(app, connection, ARTICLES, dedup)
