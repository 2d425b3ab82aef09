"""articles -> [new | revised | duplicate] -> articles.unique"""

from datetime import timedelta
from typing import Any

import faust

from streams import guard
from streams.app import attach
from streams.memory import Memory
from streams.shared import Shared
from tocsin import metrics
from tocsin.contract.events import Article
from tocsin.contract.topics import ARTICLES, SEEN, UNIQUE
from tocsin.dedup.judge import Seen, expired, judge


def register(shared: Shared, window: timedelta) -> None:
    """Attach the dedup agent; ``window`` is how long an article stays known after it was last met."""
    seen = Memory(
        shared.app, shared.connection, SEEN, Seen, expired=lambda record, now: expired(record, now, window)
    )
    shared.sizes["seen"] = seen.size

    async def handle(article: Article, message: Any) -> None:
        judgement = judge(article, seen.get(article.id), window)
        if judgement.send is not None:
            await shared.sender.send(
                UNIQUE,
                article.id,
                judgement.send,
                event_id=f"{article.id}.{article.content}.{article.fetched.isoformat()}",
                time=article.fetched,
            )
        if judgement.remember is not None:
            seen.put(article.id, judgement.remember, message)
        shared.instruments.count(metrics.ARTICLES_JUDGED, verdict=judgement.verdict)

    async def dedup(stream: faust.types.StreamT[bytes]) -> None:
        await guard.run(stream, shared, "dedup", {ARTICLES: (Article,)}, handle)

    attach(shared.app, shared.connection, (ARTICLES,), dedup)
