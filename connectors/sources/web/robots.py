"""What sites ask of robots (RFC 9309), asked once a day."""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import Final

import msgspec
from protego import Protego
from yarl import URL

from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, Question

_HELD_FOR: Final = 24 * 3600.0
_FAILURE_HELD_FOR: Final = 3600.0
_MOST_SITES: Final = 5000
# Rules take some twenty times their text in memory; what is forgotten for want of room is asked again.
_MOST_HELD: Final = 2 * 1024 * 1024
_MOST_READ: Final = 500 * 1024
# Every page is held against all rules of its site, at some 30 us each.
_MOST_LINES: Final = 5000
# So few are looked through faster than a thread takes them over.
_FEW_LINES: Final = 30
_OTHERS: Final = "User-agent: somebody-else"
_MOST_BYTES: Final = 5 * 1024 * 1024
_LONGEST_DELAY: Final = timedelta(minutes=1)
_AGENT: Final = re.compile(r"user[- \t]*agent[ \t]*[: \t]", re.IGNORECASE)


class Rule(msgspec.Struct, frozen=True):
    """Whether a page may be fetched, how long its site wants to be left alone between two, and why it may not."""

    allowed: bool
    delay: timedelta | None = None
    why: str = ""


class _Site(msgspec.Struct, frozen=True):
    """``rules`` of a site, ``lines`` of ``size`` characters, or without any ``rule`` for all its pages; until when."""

    until: float
    rule: Rule
    rules: Protego | None = None
    size: int = 0
    lines: int = 0


class Robots:
    """The rules of every site asked lately. ``user_agent`` is what requests say; its first word is our name."""

    def __init__(self, fetch: Fetch, user_agent: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._name = user_agent.partition("/")[0].strip() or "*"
        self._clock = clock
        self._sites: OrderedDict[str, asyncio.Task[_Site]] = OrderedDict()

    async def rule(self, url: str) -> Rule:
        """Whether ``url`` may be fetched. Asks its site once a day, once an hour while it can't say. Never raises."""
        try:
            page = URL(url)
            origin = str(page.origin())
        except ValueError:
            return Rule(allowed=False, why="not an http or https address")
        site = await self._site(origin)
        if site.rules is None or await self._allowed(site.rules, site.lines, str(page)):
            return site.rule
        return Rule(allowed=False, delay=site.rule.delay, why="robots.txt says so")

    async def _allowed(self, rules: Protego, lines: int, page: str) -> bool:
        if lines <= _FEW_LINES:
            return rules.can_fetch(page, self._name)
        return await asyncio.to_thread(rules.can_fetch, page, self._name)

    async def _site(self, origin: str) -> _Site:
        task = self._sites.get(origin)
        if task is None or task.cancelled() or (task.done() and task.result().until <= self._clock()):
            task = self._sites[origin] = asyncio.create_task(self._ask(origin))
        self._sites.move_to_end(origin)
        # Whoever stops waiting does so alone.
        return await asyncio.shield(task)

    async def _ask(self, origin: str) -> _Site:
        question = Question(url=f"{origin}/robots.txt", max_bytes=_MOST_BYTES, accept="text/plain, */*;q=0.5")
        answer = await self._fetch(question)
        site = await self._read(answer) if isinstance(answer, Fetched) else self._without_rules(answer)
        self._make_room(site.size)
        return site

    async def _read(self, answer: Fetched) -> _Site:
        lines, rules = await asyncio.to_thread(_parsed, answer.body, self._name.lower())
        rule = Rule(allowed=True, delay=_delay(rules.crawl_delay(self._name)))
        return _Site(self._clock() + _HELD_FOR, rule, rules, sum(map(len, lines)), len(lines))

    def _without_rules(self, answer: Answer) -> _Site:
        if _there_are_none(answer):
            return _Site(self._clock() + _HELD_FOR, Rule(allowed=True))
        why = answer.detail if isinstance(answer, Failed) else "not modified"
        rule = Rule(allowed=False, why=f"robots.txt can't be had: {why}")
        return _Site(self._clock() + _FAILURE_HELD_FOR, rule)

    def _make_room(self, size: int) -> None:
        """Forget the sites longest unused."""
        held = size + sum(task.result().size for task in self._sites.values() if _is_known(task))
        while self._sites and (held > _MOST_HELD or len(self._sites) > _MOST_SITES):
            _, task = self._sites.popitem(last=False)
            held -= task.result().size if _is_known(task) else 0


def _parsed(body: bytes, name: str) -> tuple[list[str], Protego]:
    """The lines that we read of a robots.txt, and the rules in them."""
    text = body[:_MOST_READ].decode("utf-8-sig", "replace")
    said = (line.partition("#")[0].strip() for line in text.splitlines())
    lines = [_without_others(line, name) for line in islice(filter(None, said), _MOST_LINES)]
    return lines, Protego.parse("\n".join(lines))


def _without_others(line: str, name: str) -> str:
    """Rules are kept once for each robot they are for: all others are one."""
    agent = _AGENT.match(line)
    if agent is None or line[agent.end() :].strip().lower().replace("*", "") in name:
        return line
    return _OTHERS


def _is_known(task: asyncio.Task[_Site]) -> bool:
    return task.done() and not task.cancelled()


def _there_are_none(answer: Answer) -> bool:
    """4xx: the site has no rules; as against: nobody can say at the moment."""
    return (
        isinstance(answer, Failed)
        and answer.status is not None
        and 400 <= answer.status < 500
        and answer.reason != "busy"
    )


def _delay(seconds: float | None) -> timedelta | None:
    if seconds is None or not seconds > 0:
        return None
    return min(timedelta(seconds=min(seconds, 3600.0)), _LONGEST_DELAY)
