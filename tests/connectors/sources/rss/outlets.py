"""A web of outlets on a virtual clock: each publishes by its timetable, and has its good and bad hours."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal

import msgspec

from connectors.sources.web.exchange import Answer, Failed, Fetched, NotModified, Question
from tests.connectors.sources.rss.world import rss
from tocsin.polling.state import Validators

DAWN = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)

Kind = Literal["dead", "busy", "gone", "missing", "empty", "html", "unreadable", "damaged", "frozen", "moved"]


class Spell(msgspec.Struct, frozen=True):
    """From when to when (hours) an outlet is like that; ``to`` is where it ``moved``."""

    kind: Kind
    since: float
    until: float = 1e9
    to: str = ""


class Outlet(msgspec.Struct):
    """It publishes at ``minutes``; its document holds the last ``window`` entries; ``served`` are all ever shown."""

    name: str
    url: str
    minutes: Sequence[float]
    window: int = 30
    spells: tuple[Spell, ...] = ()
    served: set[str] = msgspec.field(default_factory=set)
    asked: list[float] = msgspec.field(default_factory=list)
    whole_answers: int = 0
    hub: str = ""

    def spell(self, hour: float) -> Spell | None:
        return next((spell for spell in self.spells if spell.since <= hour < spell.until), None)

    def shown(self, hour: float) -> list[int]:
        """The numbers of the entries in its document then."""
        out = [number for number, minute in enumerate(self.minutes) if minute <= hour * 60]
        return out[-self.window :]

    def link(self, number: int) -> str:
        return f"https://{self.name}.example/news/{number}"

    def document(self, numbers: Sequence[int]) -> bytes:
        self.served.update(map(self.link, numbers))
        return rss(*(self._item(number) for number in reversed(numbers)), title=self.name).encode()

    def _item(self, number: int) -> str:
        at = DAWN + timedelta(minutes=self.minutes[number])
        return (
            f"<item><title>Report {number}</title><link>{self.link(number)}</link>"
            f"<pubDate>{format_datetime(at)}</pubDate><description>Report {number} of {self.name}.</description></item>"
        )


class Web:
    """Answers for all outlets; ``hour`` tells the time since dawn."""

    def __init__(self, outlets: Sequence[Outlet], hour: Callable[[], float]) -> None:
        self.outlets = {outlet.name: outlet for outlet in outlets}
        self._hour = hour

    async def fetch(self, question: Question) -> Answer:
        """As ``connectors.sources.web.exchange.Fetch``."""
        await asyncio.sleep(0.3)
        hour = self._hour()
        outlet = next((one for one in self.outlets.values() if self._lives_at(one, question.url)), None)
        if outlet is None:
            return Failed(reason="unreachable", detail="no such host")
        outlet.asked.append(hour)
        spell = outlet.spell(hour)
        at_home = question.url == outlet.url
        if spell is not None and spell.kind == "moved" and at_home:
            return self._moved(outlet, spell, question, hour)
        if spell is not None and spell.kind != "moved":
            return await self._out_of_order(outlet, spell, question, hour)
        return self._document(outlet, question, outlet.shown(hour))

    def _lives_at(self, outlet: Outlet, url: str) -> bool:
        return url == outlet.url or any(spell.to == url for spell in outlet.spells)

    def _moved(self, outlet: Outlet, spell: Spell, question: Question, hour: float) -> Answer:
        if hour > spell.since + 2:
            return Failed(reason="not_found", detail="HTTP status 404", status=404)
        answer = self._document(outlet, question, outlet.shown(hour))
        return msgspec.structs.replace(answer, moved=spell.to)

    async def _out_of_order(self, outlet: Outlet, spell: Spell, question: Question, hour: float) -> Answer:
        match spell.kind:
            case "dead":
                await asyncio.sleep(question.timeout.total_seconds())
                return Failed(reason="timeout", detail="no complete answer")
            case "busy":
                return Failed(reason="busy", detail="503", status=503, retry_after=timedelta(minutes=10))
            case "gone":
                return Failed(reason="gone", detail="HTTP status 410 Gone", status=410)
            case "missing":
                return Failed(reason="not_found", detail="HTTP status 404 Not Found", status=404)
            case "html":
                return Fetched(body=b"<!doctype html><html><title>Sign in</title></html>", url=question.url)
            case "unreadable":
                return Fetched(body=b"Warning: mysql_connect() in line 7", url=question.url)
            case "frozen" if question.known != Validators():
                return NotModified()
            case _:
                numbers = [] if spell.kind == "empty" else outlet.shown(hour)
                answer = self._document(outlet, question, numbers, "frozen" if spell.kind == "frozen" else "")
                return _damaged(answer) if spell.kind == "damaged" else answer

    def _document(
        self, outlet: Outlet, question: Question, numbers: Sequence[int], tag: str = ""
    ) -> Fetched | NotModified:
        etag = f'"{tag or (numbers[-1] if numbers else "none")}"'
        if question.known.etag == etag:
            return NotModified()
        outlet.whole_answers += 1
        validators = Validators(etag=etag)
        links = (("hub", outlet.hub),) if outlet.hub else ()
        return Fetched(body=outlet.document(numbers), url=question.url, validators=validators, links=links)


def _damaged(answer: Fetched | NotModified) -> Fetched | NotModified:
    """Every entry can still be read."""
    if isinstance(answer, NotModified):
        return answer
    return msgspec.structs.replace(answer, body=answer.body.replace(b"</title>", b" & more</title>", 1))
