"""Whoever shows the token may push articles, and is told exactly what became of them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from connectors.sources.base import Reading
from connectors.sources.ingest import source
from connectors.sources.ingest.source import IngestSource
from runtime.metrics import Instruments
from tests.conformance.sources import reading
from tests.connectors.sources.stalling import stalled
from tocsin.config.model import Ingest

TOKEN = "open sesame"
GOOD = {"id": "1", "title": "A ceasefire holds", "language": "en"}


class Door:
    """The source, and a client before it."""

    def __init__(self, source: IngestSource, client: aiohttp.ClientSession, instruments: Instruments) -> None:
        self.source = source
        self._client = client
        self._instruments = instruments

    async def push(
        self, body: Any, *, token: str | None = f"Bearer {TOKEN}", kind: str = "application/x-ndjson"
    ) -> tuple[int, Any]:
        """Status and answer."""
        headers = {"Content-Type": kind, **({} if token is None else {"Authorization": token})}
        url = f"http://127.0.0.1:{self.source.port}/articles"
        async with self._client.post(url, data=body, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith("{") else text

    async def accepted(self, body: Any, **more: Any) -> tuple[Reading, Any]:
        """Push, read, acknowledge: the reading, and the answer to a 202."""
        pushing = asyncio.create_task(self.push(body, **more))
        taken = await reading(self.source)
        assert not pushing.done()
        taken.acknowledged()
        status, answer = await pushing
        assert status == 202
        return taken, answer

    def count(self, outcome: str) -> float | None:
        return self._instruments.registry.get_sample_value(
            "tocsin_ingest_requests_total", {"outcome": outcome}
        )


Opened = Callable[..., Any]


@asynccontextmanager
async def opened(patience: float = 20.0, **settings: Any) -> AsyncIterator[Door]:
    instruments = Instruments("test")
    listening = IngestSource(Ingest(port=0, **settings), TOKEN, instruments, patience=patience)
    await listening.connect()
    async with aiohttp.ClientSession() as client:
        yield Door(listening, client, instruments)
    await listening.close()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened() as door:
        yield door


async def test_is_accepted_only_once_kafka_has_it(door: Door) -> None:
    taken, answer = await door.accepted(json.dumps(GOOD))
    (offer,) = taken.offers
    assert (offer.article.title, offer.reason, taken.feed) == ("A ceasefire holds", "new", "ingest")
    assert answer == {"outcome": "accepted", "ids": [offer.article.id]}
    assert door.count("accepted") == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (json.dumps(GOOD, indent=2), "application/json"),
        (json.dumps(GOOD), "text/plain"),
        (f"\n{json.dumps(GOOD)}\r\n\n", "application/x-ndjson"),
        (json.dumps([GOOD], indent=2), "application/json"),
        (json.dumps([GOOD]), "application/x-ndjson"),
    ],
)
async def test_takes_one_article_a_list_or_lines(door: Door, body: str, kind: str) -> None:
    taken, _ = await door.accepted(body, kind=kind)
    assert [offer.article.title for offer in taken.offers] == ["A ceasefire holds"]


async def test_a_request_is_taken_as_a_whole_and_in_order(door: Door) -> None:
    lines = "\n".join(json.dumps({**GOOD, "id": str(number)}) for number in range(500))
    taken, answer = await door.accepted(lines)
    assert answer["ids"] == [offer.article.id for offer in taken.offers]
    assert len(set(answer["ids"])) == 500


async def test_one_bad_line_refuses_all_and_every_fault_is_told_at_its_line(door: Door) -> None:
    body = "\n".join(
        [json.dumps(GOOD), "{", "", json.dumps({"id": "2"}), json.dumps({**GOOD, "published": "soon"})]
    )
    status, answer = await door.push(body)
    assert status == 400
    assert [(fault["line"], fault["fault"].split(":")[0]) for fault in answer["faults"]] == [
        (2, "no JSON"),
        (4, "there is neither a title nor a body"),
        (5, "published"),
    ]
    assert door.count("invalid") == 1
    taken, _ = await door.accepted(json.dumps({**GOOD, "id": "next"}))
    assert len(taken.offers) == 1


@pytest.mark.parametrize(
    "body", ["", "\n \n", "[]", "[", "[1, {}]", "null", '"text"', b"\xff\xfe", "[" * 100_000]
)
async def test_nonsense_is_told_so(door: Door, body: str | bytes) -> None:
    status, answer = await door.push(body)
    assert status == 400
    assert answer["faults"]


@pytest.mark.parametrize(
    "token",
    [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", "Bearer open sesam", "Bearer ouvert sésame", TOKEN],
)
async def test_without_the_token_nothing_is_read(door: Door, token: str | None) -> None:
    assert (await door.push(json.dumps(GOOD), token=token))[0] == 401
    assert door.count("unauthorized") == 1
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await door.source.read()


async def test_too_much_is_refused() -> None:
    async with opened(max_bytes=1024) as door:
        assert (await door.push(json.dumps({**GOOD, "body": "x" * 1024})))[0] == 413
        assert door.count("too_large") == 1


async def test_whoever_stops_in_the_middle_is_not_waited_for(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_READ_WITHIN", 0.1)
    url = f"http://127.0.0.1:{door.source.port}/articles"
    assert await stalled(url, f"Authorization: Bearer {TOKEN}") == (408, {"outcome": "stalled"})
    assert (await stalled(url))[0] == 401, "who shows no token is not even waited for"
    assert (door.count("stalled"), door.count("unauthorized")) == (1, 1)
    await door.accepted(json.dumps(GOOD))


async def test_while_kafka_is_away_it_says_come_again_and_keeps_nothing() -> None:
    async with opened(patience=0.05) as door:
        for _ in range(3):
            status, _ = await door.push(json.dumps(GOOD))
            assert status == 503
        assert door.count("unavailable") == 3
        pushing = asyncio.create_task(door.push(json.dumps({**GOOD, "id": "2"})))
        taken = await reading(door.source)
        taken.acknowledged()
        assert (await pushing)[0] == 202
        assert len(taken.offers) == 1


async def test_what_comes_again_is_sent_again_and_called_so(door: Door) -> None:
    first, _ = await door.accepted(json.dumps(GOOD))
    again, _ = await door.accepted(json.dumps(GOOD))
    changed, _ = await door.accepted(json.dumps({**GOOD, "title": "A ceasefire breaks"}))
    assert [taken.offers[0].reason for taken in (first, again, changed)] == ["new", "renewal", "changed"]
    assert len({taken.offers[0].article.id for taken in (first, again, changed)}) == 1


async def test_closing_keeps_nobody_waiting() -> None:
    async with opened() as door:
        pushing = asyncio.create_task(door.push(json.dumps(GOOD)))
        await reading(door.source)
        async with asyncio.timeout(5):
            await door.source.close()
            assert (await pushing)[0] == 503


async def test_only_articles_are_taken_and_only_by_post(door: Door) -> None:
    url = f"http://127.0.0.1:{door.source.port}"
    async with aiohttp.ClientSession() as client:
        async with client.get(f"{url}/articles") as response:
            assert response.status == 405
        async with client.post(f"{url}/") as response:
            assert response.status == 404


def test_there_is_no_ingest_without_a_token() -> None:
    with pytest.raises(ValueError, match="token"):
        IngestSource(Ingest(port=0), "", Instruments("test"))
