"""An account of a desk whose alerts did not come: which ones, how far each got, and what every process said last."""

import asyncio
from collections.abc import Collection, Mapping

from aiokafka.errors import KafkaError

from cli.exits import Failure
from cli.kafka import connection
from cli.settings import accepted, load_config
from runtime.kafka import Connection
from tests.e2e.desk import Desk
from tests.streams.harness import offsets, read
from tocsin.contract.events import Alert, Article, DeadLetter, Match
from tocsin.contract.topics import ALERTS, ARTICLES, DEADLETTERS, MATCHES, UNIQUE

_ASKED_WITHIN = 30.0
_NAMED = 30
_LAST_WORDS = 4000


async def account(desk: Desk, must: Mapping[str, Article]) -> str:
    """What of ``must`` (articles by the id of their alert) is missing at ``desk``, and all that may tell why."""
    have = {alert.id for alert in desk.alerts()}
    missing = {alert: article for alert, article in must.items() if alert not in have}
    lines = [f"{len(have)} alerts came, {len(missing)} of {len(must)} did not"]
    try:
        async with asyncio.timeout(_ASKED_WITHIN):
            lines += await _in_kafka(connection(accepted(load_config(desk.config, {})), ()), missing)
    except (Failure, KafkaError, OSError) as fault:
        lines.append(f"Kafka can't be asked: {fault!r}")
    for part in desk.all_parts():
        lines.append(f"== {part.log.stem}, wrong: {await part.wrong()}\n{part.said()[-_LAST_WORDS:]}")
    return "\n".join(lines)


async def _in_kafka(kafka: Connection, missing: Mapping[str, Article]) -> list[str]:
    """How far the workers' group has come, and which topics each missing one is in."""
    articles, unique = await read(kafka, ARTICLES, Article), await read(kafka, UNIQUE, Article)
    matches, alerts = await read(kafka, MATCHES, Match), await read(kafka, ALERTS, Alert)
    counts = f"{len(articles)} articles, {len(unique)} unique, {len(matches)} matches, {len(alerts)} alerts"
    by_article = {
        "articles": {article.id for article in articles},
        "unique": {article.id for article in unique},
        "matches": {match.article.id for match in matches},
    }
    rung = {alert.id for alert in alerts}
    named = [
        f"missing: {article.title}, is in {_places(article.id, by_article)}{' alerts' if alert in rung else ''}"
        for alert, article in list(missing.items())[:_NAMED]
    ]
    letters = [f"dead letter: {letter.detail}" for letter in await read(kafka, DEADLETTERS, DeadLetter)]
    return [counts, f"committed and end: {await offsets(kafka)}", *letters[:_NAMED], *named]


def _places(article: str, by_article: Mapping[str, Collection[str]]) -> str:
    return " ".join(topic for topic, ids in by_article.items() if article in ids) or "no topic"
