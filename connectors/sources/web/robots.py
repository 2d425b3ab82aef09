"""What sites ask of robots (RFC 9309), asked once a day."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import msgspec
from protego import Protego
from yarl import URL

from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, Question

_HELD_FOR: Final = 24 * 3600.0
_FAILURE_HELD_FOR: Final = 3600.0
_MOST_SITES: Final = 2000
_READ: Final = 500 * 1024
_MOST_BYTES: Final = 5 * 1024 * 1024
_LONGEST_DELAY: Final = timedelta(minutes=1)


class Rule(msgspec.Struct, frozen=True):
    """Whether a page may be fetched, how long the site wants to be left alone between two, and why it may not."""

    allowed: bool
    delay: timedelta | None = None
    why: str = ""


class _Site(msgspec.Struct, frozen=True):
    """What one site says: ``rules``, or for all its pages ``rule``; until when that counts."""

    until: float
    rules: Protego | None
    rule: Rule


class Robots:
    """The rules of every site asked lately. ``user_agent`` is what requests say, its first word is our name."""

    def __init__(self, fetch: Fetch, user_agent: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._name = user_agent.split("/")[0].split()[0] if user_agent.strip() else "*"
        self._clock = clock
        self._sites: OrderedDict[str, asyncio.Task[_Site]] = OrderedDict()

    async def rule(self, url: str) -> Rule:
        """Whether ``url`` may be fetched. Asks its site at most once a day, after a failure once an hour."""
        try:
            origin = str(URL(url).origin())
        except ValueError:
            return Rule(allowed=False, why="not an http or https address")
        site = await self._site(origin)
        if site.rules is None:
            return site.rule
        if not site.rules.can_fetch(url, self._name):
            return Rule(allowed=False, delay=site.rule.delay, why="robots.txt says so")
        return site.rule

    async def _site(self, origin: str) -> _Site:
        task = self._sites.get(origin)
        if task is None or (task.done() and (task.cancelled() or task.result().until <= self._clock())):
            task = self._sites[origin] = asyncio.create_task(self._ask(origin))
            if len(self._sites) > _MOST_SITES:
                self._sites.popitem(last=False)
        self._sites.move_to_end(origin)
        # Whoever stops waiting does so alone.
        return await asyncio.shield(task)

    async def _ask(self, origin: str) -> _Site:
        answer = await self._fetch(
            Question(url=f"{origin}/robots.txt", max_bytes=_MOST_BYTES, accept="text/plain")
        )
        now = self._clock()
        if isinstance(answer, Fetched):
            rules = Protego.parse(answer.body[:_READ].decode("utf-8", "replace"))
            return _Site(now + _HELD_FOR, rules, Rule(allowed=True, delay=_delay(rules, self._name)))
        if _unavailable(answer):
            return _Site(now + _HELD_FOR, None, Rule(allowed=True))
        why = "robots.txt can't be had: " + (answer.detail if isinstance(answer, Failed) else "no answer")
        return _Site(now + _FAILURE_HELD_FOR, None, Rule(allowed=False, why=why))


def _unavailable(answer: Answer) -> bool:
    """There are no rules (4xx), as against: nobody can say at the moment."""
    return (
        isinstance(answer, Failed)
        and answer.status is not None
        and 400 <= answer.status < 500
        and answer.reason != "busy"
    )


def _delay(rules: Protego, name: str) -> timedelta | None:
    seconds = rules.crawl_delay(name)
    if seconds is None or not seconds > 0:
        return None
    return min(timedelta(seconds=min(seconds, 3600.0)), _LONGEST_DELAY)
