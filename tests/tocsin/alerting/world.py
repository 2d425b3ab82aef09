"""A runner for tests, and a book of stories that goes by the first word of a title."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from tests.making import NOON
from tests.making import article as plain_article
from tests.making import match as plain_match
from tocsin.alerting.discipline import Alerting
from tocsin.alerting.outcome import Outcome
from tocsin.alerting.placing import Reading
from tocsin.contract.events import (
    Action,
    Alert,
    Article,
    Change,
    Digest,
    Match,
    Relation,
    Verb,
    Wake,
    Withdrawn,
)
from tocsin.routing.policy import Policy
from tocsin.routing.rules import Route, Rules
from tocsin.simulation.ledger import MemoryLedger
from tocsin.story.model import Filed, Placement, StorySettings
from tocsin.story.sketch import Sketch

Taken = Match | Withdrawn | Action | Wake
Sent = Alert | Digest
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class TopicBook:
    """One story per first word of the title; an article of the kind ``wire`` copies what is there."""

    def __init__(self, settings: StorySettings) -> None:
        self._most = settings.most_reports
        self._filed: dict[str, Filed] = {}
        self._numbers: dict[str, int] = {}

    def place(self, article: Article, sketch: Sketch, at: datetime, terms: Collection[str] = ()) -> Placement:
        topic = topic_of(article.title)
        there = [one for one in self._filed.values() if topic_of(one.title) == topic]
        if not there:
            return Placement(relation="new", why=(f"nobody has told of {topic}",))
        of = max(there, key=lambda one: (one.time, one.article))
        relation: Relation = "copy" if article.kind == "wire" else "report"
        origin = of.origin if relation == "copy" else None
        return Placement(
            relation=relation,
            story=of.story,
            of=of.article,
            origin=origin,
            score=1.0,
            why=(f"both: {topic}",),
        )

    def file(self, filed: Filed, number: int) -> tuple[str, ...]:
        self._filed[filed.article], self._numbers[filed.article] = filed, number
        story = sorted(
            (one for one in self._filed.values() if one.story == filed.story),
            key=lambda one: self._numbers[one.article],
            reverse=True,
        )
        crowded = tuple(one.article for one in story[self._most :])
        for article in crowded:
            del self._filed[article]
        return crowded

    def drop(self, story: str) -> tuple[str, ...]:
        gone = tuple(one.article for one in self._filed.values() if one.story == story)
        for article in gone:
            del self._filed[article]
        return gone

    def filed(self, article: str) -> Filed | None:
        return self._filed.get(article)


def topic_of(title: str) -> str:
    return title.split()[0]


def _change(before: Filed, article: Article, sketch: Sketch) -> Change:
    return Change(article=article.id, title_before=before.title, removed=sketch.words)


def _another(before: Filed, article: Article, sketch: Sketch) -> bool:
    return topic_of(article.title) != topic_of(before.title)


PLAIN = Reading(lambda article: Sketch(words=len(article.body.split())), _change, _another)


def rules(*policies: Policy, **fields: Any) -> Rules:
    """Every report takes all ``policies``; both receivers of the tests are configured."""
    first, *others = policies or (policy(),)
    routes = tuple(Route(policy=one, goes_on=True) for one in (first, *others)) if others else ()
    return msgspec.structs.replace(
        Rules(routes=Route(policy=first, routes=routes), receivers=("screen", "mail", "boss")), **fields
    )


def policy(route: str = "desk", receivers: tuple[str, ...] = ("screen",), **fields: Any) -> Policy:
    """A route with the defaults of everything else."""
    return Policy(route=route, receivers=receivers, **fields)


def report(name: str, topic: str = "idlib", at: datetime = NOON, **fields: Any) -> Match:
    """A match of the article ``name`` about ``topic``; fields of the article and of the match alike."""
    known = set(Article.__struct_fields__)
    of_article = {field: value for field, value in fields.items() if field in known}
    of_match = {field: value for field, value in fields.items() if field not in known}
    article = plain_article(
        **{
            "id": name,
            "title": f"{topic} as {name} tells it",
            "content": f"content of {name}",
            "source": f"outlet of {name}",
            "published": at,
            "fetched": at,
            **of_article,
        }
    )
    return plain_match(article=article, matched=at, **of_match)


def revised(match: Match, at: datetime, number: int = 2, **fields: Any) -> Match:
    """The next version of the article of ``match``."""
    article = msgspec.structs.replace(
        match.article,
        title=f"{match.article.title}, version {number}",
        content=f"version {number} of {match.article.id}",
        revises=match.article.content,
        fetched=at,
    )
    return msgspec.structs.replace(match, article=article, matched=at, **fields)


def withdrawn(match: Match, at: datetime, number: int = 99) -> Withdrawn:
    """The next version of the article of ``match`` fires no more."""
    return Withdrawn(watchlist=match.watchlist, article=revised(match, at, number).article, withdrawn=at)


def action(verb: Verb, of: Alert | str, at: datetime, **fields: Any) -> Action:
    """What the officer does."""
    alert = of.id if isinstance(of, Alert) else of
    plain = {"id": f"{verb} {alert} {at}", "watchlist": "idlib", "by": "officer"}
    return Action(alert=alert, verb=verb, at=at, **{**plain, **fields})


class World:
    """Takes events as the worker does: decide, send, remember."""

    def __init__(self, given: Rules | None = None, *, real: bool = False) -> None:
        self.rules, self._real = given or rules(), real
        self.ledger, self.sent = MemoryLedger(), list[Sent]()
        self.counted: list[tuple[str, str]] = []
        self.core = self._core()

    def _core(self) -> Alerting:
        if self._real:
            return Alerting(self.rules, self.ledger)
        return Alerting(self.rules, self.ledger, reading=PLAIN, make_book=TopicBook)

    def take(self, *events: Taken) -> list[Sent]:
        """What is sent for ``events``."""
        return [sent for event in events for sent in self.finish(self.decide(event))]

    def decide(self, event: Taken) -> Outcome:
        """What follows, sent but not remembered yet."""
        outcome = self.core.take(event, NOON)
        self.sent += outcome.send
        return outcome

    def finish(self, outcome: Outcome) -> tuple[Sent, ...]:
        """Remember it."""
        self.ledger.keep(outcome.remember)
        self.core.remembered(outcome)
        self.counted += [(one.what, one.reason) for one in outcome.counted]
        return outcome.send

    def until(self, at: datetime, watchlist: str = "idlib") -> list[Sent]:
        """What is sent for the wakes by ``at``, one for each time at which something is due."""
        sent = list[Sent]()
        while (due := self.core.due().get(watchlist)) is not None and due <= at:
            outcome = self.decide(Wake(watchlist=watchlist, at=due))
            sent += self.finish(outcome)
            assert outcome.remember or self.core.due().get(watchlist) != due, f"still due at {due}"
        return sent

    def restart(self) -> None:
        """Only what is remembered is left."""
        self.core = self._core()


def alerts(sent: Iterable[Sent]) -> list[tuple[str, str, int, int]]:
    """Kind, reason, sequence and how many reports are told for the first time."""
    return [(one.kind, one.reason, one.sequence, one.tally.since) for one in sent if isinstance(one, Alert)]


def digests(sent: Iterable[Sent]) -> list[Digest]:
    """The digests among what was sent."""
    return [one for one in sent if isinstance(one, Digest)]


def the_alert(sent: Iterable[Sent]) -> Alert:
    """The only event that was sent, which is an alert's."""
    [one] = sent
    assert isinstance(one, Alert)
    return one
