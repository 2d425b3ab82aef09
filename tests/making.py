"""Events for tests: valid ones, with any field set."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from tocsin.alerting.discipline import Alerting
from tocsin.contract.events import Alert, Article, DeadLetter, Evidence, Match, Origin
from tocsin.routing.rules import Rules
from tocsin.simulation.ledger import MemoryLedger

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def article(**fields: Any) -> Article:
    """An article about nothing in particular."""
    plain = Article(
        id="a1",
        feed="wire",
        source="Sample Wire",
        url="https://wire.example/1",
        title="Shelling reported in Idlib",
        body="Residents of Idlib reported shelling overnight.",
        language="en",
        published=NOON,
        fetched=NOON,
        content="c1",
    )
    return msgspec.structs.replace(plain, **fields)


def match(**fields: Any) -> Match:
    """A hit on the title of ``article()``."""
    plain = Match(
        watchlist="idlib",
        watchlist_title="Idlib",
        watchlist_version="v1",
        severity="high",
        status="actual",
        receivers=(),
        article=article(),
        evidence=(
            Evidence(
                term="idlib",
                language="en",
                form="Idlib",
                field="title",
                start=21,
                end=26,
                surface="Idlib",
                rule="phrase",
                score=100.0,
                sentence="Shelling reported in Idlib",
                sentence_start=0,
            ),
        ),
        matched=NOON,
    )
    return msgspec.structs.replace(plain, **fields)


def alert(**fields: Any) -> Alert:
    """The alert of ``match()``, to one receiver."""
    [plain] = Alerting(Rules.plain(("screen",)), MemoryLedger()).take(match(), NOON).send
    assert isinstance(plain, Alert)
    return msgspec.structs.replace(plain, **fields)


def dead_letter(**fields: Any) -> DeadLetter:
    """Poison from the articles topic."""
    plain = DeadLetter(
        stage="dedup",
        reason="undecodable",
        detail="JSON is malformed",
        origin=Origin(topic="tocsin.articles", partition=2, offset=41),
        key=b"a1",
        payload=b"\xff\x00 no JSON",
        at=NOON,
    )
    return msgspec.structs.replace(plain, **fields)
