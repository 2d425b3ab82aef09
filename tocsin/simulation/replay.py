"""The whole line without Kafka: article -> judge -> match -> story -> discipline, on the articles' own clock."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec
from msgspec.structs import replace

from tocsin.alerting.outcome import Outcome
from tocsin.contract.events import Action, Alert, Article, Digest, Match, Wake, Withdrawn
from tocsin.dedup import judge as dedup
from tocsin.identity.article import content_digest
from tocsin.matching import fired as firing
from tocsin.matching.batch import matches
from tocsin.matching.beside import beside
from tocsin.matching.matcher import Matcher
from tocsin.simulation.ledger import MemoryLedger

_SWEPT_EVERY: Final = 50_000
"""Articles after which what is no longer known is forgotten."""

Told = Alert | Digest


class Discipline(Protocol):
    """What ``tocsin.alerting.discipline.Alerting`` does."""

    def take(self, event: Match | Withdrawn | Action | Wake, now: datetime) -> Outcome:
        """What follows from ``event``."""
        ...

    def remembered(self, outcome: Outcome) -> None:
        """The ledger holds all that ``outcome`` says."""
        ...

    def due(self) -> Mapping[str, datetime]:
        """When each watchlist needs a wake."""
        ...


class Handled(msgspec.Struct, frozen=True):
    """An event that discipline was asked about, and what followed from it."""

    event: Match | Withdrawn | Action | Wake
    outcome: Outcome


class Replay:
    """Takes articles and actions in the order they came; what was due before one of them is told before it."""

    def __init__(
        self,
        matcher: Matcher,
        versions: Mapping[str, str],
        discipline: Discipline,
        ledger: MemoryLedger,
        window: timedelta,
    ) -> None:
        """``versions`` are the watchlists' by id, ``window`` is how long an article stays known."""
        self._matcher, self._versions = matcher, versions
        self._discipline, self._ledger = discipline, ledger
        self._window = window
        self._seen: dict[str, dedup.Seen] = {}
        self._fired: dict[str, firing.Fired] = {}
        self._contents: dict[str, str] = {}
        self._taken = 0

    def article(self, article: Article) -> Iterator[Handled]:
        """What follows from an article; its time is when it was fetched."""
        now = article.fetched
        yield from self.until(now)
        judged = self._judged(article)
        if judged is not None:
            for event in self._matched(judged, now):
                yield self._handled(event, now)

    def action(self, action: Action) -> Iterator[Handled]:
        """What follows from what a person did."""
        yield from self.until(action.at)
        yield self._handled(action, action.at)

    def until(self, at: datetime) -> Iterator[Handled]:
        """What is due at or before ``at``, in the order of due times."""
        while (wake := self._next()) is not None and wake.at <= at:
            yield self._woken(wake)

    def rest(self) -> Iterator[Handled]:
        """The time after the last article, until nothing is held and every story is over."""
        while (wake := self._next()) is not None:
            yield self._woken(wake)

    def _matched(self, article: Article, now: datetime) -> Sequence[Match | Withdrawn]:
        before = self._fired.get(article.id)
        found = beside(matches(self._matcher, article, now))
        if not found and before is None:
            return ()
        content = content_digest(article.title, article.body)
        revises = article.revises and self._contents.get(article.id, article.revises)
        self._contents[article.id] = content
        article = replace(article, content=content, revises=revises)
        found = tuple(
            replace(match, article=replace(match.article, content=content, revises=revises))
            for match in found
        )
        change = firing.compared(article, found, before, self._versions, now)
        if change.remember is not None:
            self._fired[article.id] = change.remember
        return change.send

    def _judged(self, article: Article) -> Article | None:
        # To fold a text takes longer than to match it: that is left to the few that fire. A text that is the same but
        # for its layout is a revision until then, and a repeat from there on.
        article = replace(article, content=_as_written(article))
        judgement = dedup.judge(article, self._seen.get(article.id), self._window)
        if judgement.remember is not None:
            self._seen[article.id] = judgement.remember
        self._taken += 1
        if self._taken % _SWEPT_EVERY == 0:
            self._sweep(article.fetched)
        return judgement.send

    def _sweep(self, now: datetime) -> None:
        window = self._window
        self._seen = {name: seen for name, seen in self._seen.items() if not dedup.expired(seen, now, window)}
        self._fired = {
            name: fired for name, fired in self._fired.items() if not firing.expired(fired, now, window)
        }
        self._contents = {name: self._contents[name] for name in self._fired if name in self._contents}

    def _next(self) -> Wake | None:
        at, watchlist = min(
            ((at, watchlist) for watchlist, at in self._discipline.due().items()), default=(None, "")
        )
        return None if at is None else Wake(watchlist=watchlist, at=at)

    def _woken(self, wake: Wake) -> Handled:
        handled = self._handled(wake, wake.at)
        if self._next() == wake and not handled.outcome.remember:
            raise RuntimeError(f"{wake.watchlist} is still due at {wake.at}, and nothing was done")
        return handled

    def _handled(self, event: Match | Withdrawn | Action | Wake, now: datetime) -> Handled:
        outcome = self._discipline.take(event, now)
        self._ledger.keep(outcome.remember)
        self._discipline.remembered(outcome)
        return Handled(event, outcome)


def _as_written(article: Article) -> str:
    text = f"{article.title}\x1f{article.body}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()
