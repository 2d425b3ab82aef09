"""Whose turn it is at which host: feeds and pages of one host wait for each other, those of others never do."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from connectors.sources.web.exchange import Answer, Failed, Fetch, Question
from tocsin.polling.hosts import (
    Host,
    Manners,
    forgettable,
    host_of,
    left_alone,
    next_free,
    release,
    slowed,
    take,
)

Begin = Callable[[], bool]
"""Called when it is one's turn; says whether one still wants it. Whoever does must ``leave`` afterwards."""


class Wish(msgspec.Struct, frozen=True):
    """To be left alone for ``rest``; ``host`` is empty where the host asked wishes it."""

    host: str
    rest: timedelta


# Hosts kept before those are looked for that need not be remembered.
_MANY = 1000


class Turns:
    """Lets requests to one host begin as its manners allow, in the order they asked; ``waiting`` is how many wait."""

    def __init__(self, manners: Manners, now: Callable[[], datetime]) -> None:
        self._manners = manners
        self._now = now
        self._hosts: dict[str, Host] = {}
        self._waiting: dict[str, deque[Begin]] = {}
        self.waiting = 0
        self._alarms: dict[str, asyncio.TimerHandle] = {}
        self._crowd = _MANY

    def ask(self, host: str, begin: Begin) -> None:
        """Have ``begin`` called at one's turn: at once, where the host is free."""
        self._waiting.setdefault(host, deque()).append(begin)
        self.waiting += 1
        self._serve(host)

    def leave(self, host: str, wish: Wish | None = None) -> None:
        """The host has answered (or never will), or has led to another that did, with this ``wish``."""
        now, other = self._now(), wish is not None and wish.host not in ("", host)
        retry_after = None if wish is None or other else wish.rest
        self._hosts[host] = release(self._hosts.get(host, Host()), self._manners, now, retry_after)
        if wish is not None and other:
            self._hosts[wish.host] = left_alone(self._hosts.get(wish.host, Host()), wish.rest, now)
        self._serve(host)
        self._tidy()

    def slow_down(self, host: str, delay: timedelta) -> None:
        """From now on leave ``host`` alone for ``delay`` between requests, as its robots.txt asks; zero: no more."""
        if not delay and host not in self._hosts:
            return
        self._hosts[host] = slowed(self._hosts.get(host, Host()), delay, self._now())
        self._tidy()

    def polite(self, fetch: Fetch) -> Fetch:
        """``fetch``, waiting for the turn at the host it asks."""

        async def asked(question: Question) -> Answer:
            host = host_of(question.url)
            await self._turn(host)
            answer: Answer | None = None
            try:
                answer = await fetch(question)
            finally:
                self.leave(host, busy_for(answer))
            return answer

        return asked

    def close(self) -> None:
        """Let nobody begin any more."""
        for alarm in self._alarms.values():
            alarm.cancel()
        self._alarms.clear()
        self._waiting.clear()

    async def _turn(self, host: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def begin() -> bool:
            if not turn.done():
                turn.set_result(None)
                return True
            return False

        self.ask(host, begin)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave(host)
            raise

    def _serve(self, host: str) -> None:
        queue = self._waiting.get(host)
        while queue:
            known = self._hosts.get(host, Host())
            now = self._now()
            free = next_free(known, self._manners, now)
            if free is None:
                return  # whoever leaves serves the next
            if free > now:
                self._serve_in(host, (free - now).total_seconds())
                return
            begin = queue.popleft()
            self.waiting -= 1
            self._hosts[host] = take(known)
            if not begin():
                self._hosts[host] = known
        self._waiting.pop(host, None)

    def _serve_in(self, host: str, seconds: float) -> None:
        if host not in self._alarms:
            self._alarms[host] = asyncio.get_running_loop().call_later(seconds, self._ring, host)

    def _ring(self, host: str) -> None:
        del self._alarms[host]
        self._serve(host)

    def _tidy(self) -> None:
        if len(self._hosts) < self._crowd:
            return
        now = self._now()
        for name in [name for name, host in self._hosts.items() if forgettable(host, now)]:
            del self._hosts[name]
        self._crowd = max(_MANY, 2 * len(self._hosts))


def busy_for(answer: Answer | None) -> Wish | None:
    """Which host asked with this answer to be left alone, and for how long; ``None`` where none did."""
    if not isinstance(answer, Failed) or answer.reason != "busy" or answer.retry_after is None:
        return None
    return Wish(host_of(answer.url), answer.retry_after)
