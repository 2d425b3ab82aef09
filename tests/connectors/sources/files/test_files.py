"""Files are read to their end and on, each line once, whatever happens to the process or to the file."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from connectors.sources.files import chunk
from connectors.sources.files.chunk import Line, next_lines
from connectors.sources.files.source import SAVED_IN, FilesSource
from connectors.sources.records import dead_letter_record
from tests.conformance.sources import reading
from tests.making import NOON


def line(name: object, title: str = "") -> str:
    return json.dumps({"id": str(name), "title": title or f"Report {name}", "language": "en"}) + "\n"


class Desk:
    """A folder of files, and sources that read it one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "in"
        self.folder.mkdir()
        self.data = folder / "data"
        self.now = NOON

    def write(self, text: str | bytes, name: str = "desk.jsonl", mode: str = "ab") -> Path:
        path = self.folder / name
        with path.open(mode) as file:
            file.write(text.encode() if isinstance(text, str) else text)
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
        return path

    @asynccontextmanager
    async def source(self, path: Path | None = None) -> AsyncIterator[FilesSource]:
        source = FilesSource(path or self.folder, 0.02, self.data, now=lambda: self.now)
        await source.connect()
        yield source
        await source.close()

    async def take(self, source: FilesSource, *, acknowledge: bool = True) -> list[str]:
        taken = await reading(source)
        if acknowledge:
            taken.acknowledged()
        return [offer.article.title for offer in taken.offers]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def nothing_comes(source: FilesSource) -> bool:
    try:
        async with asyncio.timeout(0.2):
            await source.read()
    except TimeoutError:
        return True
    return False


async def test_a_restart_goes_on_where_kafka_has_everything(desk: Desk) -> None:
    desk.write(line(1) + line(2))
    async with desk.source() as source:
        assert await desk.take(source) == ["Report 1", "Report 2"]
    desk.write(line(3))
    async with desk.source() as source:
        assert await desk.take(source) == ["Report 3"]
        assert await nothing_comes(source)


async def test_how_far_it_is_is_kept_without_a_proper_end(desk: Desk) -> None:
    desk.write(line(1))
    async with desk.source() as killed:
        await desk.take(killed)
        waiting = asyncio.create_task(killed.read())
        async with asyncio.timeout(20):
            while not (desk.data / SAVED_IN).exists():  # noqa: ASYNC110 -- a thread writes it
                await asyncio.sleep(0.01)
        desk.write(line(2))
        async with desk.source() as source:  # the killed one has not been closed
            assert await desk.take(source) == ["Report 2"]
        waiting.cancel()


async def test_what_kafka_does_not_have_comes_again(desk: Desk) -> None:
    desk.write(line(1))
    async with desk.source() as source:
        first = await reading(source)
        desk.write(line(2))
        (await reading(source)).acknowledged()  # out of turn: nothing behind the first counts yet
    async with desk.source() as source:
        assert await desk.take(source) == ["Report 1", "Report 2"]
    first.acknowledged()


async def test_a_name_that_is_no_utf_8_is_shown_with_its_bytes(desk: Desk) -> None:
    name = os.fsdecode(b"caf\xe9.jsonl")
    desk.write(line(1) + "no article\n", name)
    async with desk.source() as source:
        taken = await reading(source)
        taken.acknowledged()
    (letter,) = taken.dead
    record = dead_letter_record(letter)
    assert (letter.origin.topic, letter.detail.partition(":")[0]) == (
        r"file:caf\xe9.jsonl",
        rf"{desk.folder}/caf\xe9.jsonl",
    )
    assert record.value is not None
    assert b"caf" in record.value
    desk.write(line(2), name)
    async with desk.source() as again:
        assert await desk.take(again) == ["Report 2"]


@pytest.mark.parametrize("call", ["is_dir", "iterdir"])
async def test_a_folder_that_can_not_be_looked_into_is_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    desk.write(line(1))

    def denied(path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    with capture_logs() as logs:
        async with desk.source() as source:
            with monkeypatch.context() as patch:
                patch.setattr(Path, call, denied)
                assert await nothing_comes(source)
            assert await desk.take(source) == ["Report 1"]
    (said,) = logs
    assert (said["why"], said["path"]) == ("Permission denied", f"{desk.folder}/*.jsonl")


async def test_a_half_written_line_waits_for_its_end(desk: Desk) -> None:
    whole = line(2)
    desk.write(line(1) + whole[:20])
    async with desk.source() as source:
        assert await desk.take(source) == ["Report 1"]
        assert await nothing_comes(source)
        desk.write(whole[20:])
        assert await desk.take(source) == ["Report 2"]


async def test_a_last_line_without_an_end_is_taken_once_nobody_writes(desk: Desk) -> None:
    desk.write(line(1).rstrip("\n"))
    async with desk.source() as source:
        assert await nothing_comes(source)
        desk.now += timedelta(minutes=2)
        assert await desk.take(source) == ["Report 1"]
        desk.write("\n" + line(2))
        assert await desk.take(source) == ["Report 2"]


async def test_half_a_line_is_never_taken_for_a_whole_one(desk: Desk) -> None:
    desk.write(line(1)[:-10])
    desk.now += timedelta(days=1)
    async with desk.source() as source:
        assert await nothing_comes(source)


async def test_a_bad_line_becomes_a_dead_letter_at_its_place(desk: Desk) -> None:
    path = desk.write(line(1) + "\n" + '{"id": 2}\n' + line(3))
    async with desk.source() as source:
        taken = await reading(source)
    (letter,) = taken.dead
    assert letter.detail == f"{path}:3: there is neither a title nor a body"
    assert (letter.origin.topic, letter.origin.offset) == ("file:desk.jsonl", len(line(1)) + 1)
    assert (letter.reason, letter.payload) == ("unparseable", b'{"id": 2}')
    assert [offer.article.title for offer in taken.offers] == ["Report 1", "Report 3"]


async def test_line_numbers_outlive_a_restart(desk: Desk) -> None:
    desk.write(line(1) * 3)
    async with desk.source() as source:
        await desk.take(source)
    path = desk.write("?\n")
    async with desk.source() as source:
        (letter,) = (await reading(source)).dead
    assert letter.detail.startswith(f"{path}:4: ")


async def test_a_file_that_began_anew_is_read_anew(desk: Desk) -> None:
    desk.write(line(1) + line(2))
    async with desk.source() as source:
        await desk.take(source)
        desk.write(line(3) + line(4) + line(5), mode="wb")
        assert await desk.take(source) == ["Report 3", "Report 4", "Report 5"]
        desk.write(line(6), mode="wb")
        assert await desk.take(source) == ["Report 6"]


async def test_every_file_of_a_folder_is_read_and_no_other(desk: Desk) -> None:
    desk.write(line(1), "a.jsonl")
    desk.write(line(2), "b.jsonl")
    desk.write("notes\n", "readme.txt")
    async with desk.source() as source:
        assert await desk.take(source) == ["Report 1"]
        assert await desk.take(source) == ["Report 2"]
        desk.write(line(3), "a.jsonl")
        assert await desk.take(source) == ["Report 3"]


async def test_the_file_may_come_later(desk: Desk) -> None:
    async with desk.source(desk.folder / "late.jsonl") as source:
        assert await nothing_comes(source)
        desk.write(line(1), "late.jsonl")
        assert await desk.take(source) == ["Report 1"]


async def test_what_is_there_twice_is_sent_once(desk: Desk) -> None:
    desk.write(line(1) * 100 + line(1, "Report 1, corrected"))
    async with desk.source() as source:
        assert await desk.take(source) == ["Report 1", "Report 1, corrected"]


async def test_a_damaged_memory_is_a_repeat_and_no_crash(desk: Desk) -> None:
    desk.write(line(1))
    desk.data.mkdir()
    (desk.data / SAVED_IN).write_text('{"half')
    async with desk.source() as source:
        assert await desk.take(source) == ["Report 1"]


async def test_much_comes_in_bearable_pieces(desk: Desk) -> None:
    text = "".join(line(number, "x" * 1000) for number in range(5000))
    desk.write(text)
    titles = 0
    async with desk.source() as source:
        while titles < 5000:
            came = len(await desk.take(source))
            assert came < 1100
            titles += came


async def test_it_reads_ahead_only_so_far(desk: Desk) -> None:
    for number in range(20):
        desk.write(line(number), f"{number:02}.jsonl")
    async with desk.source() as source:
        taken = [await reading(source) for _ in range(8)]
        assert await nothing_comes(source)
        taken[0].acknowledged()
        assert await desk.take(source) == ["Report 8"]


async def test_a_line_too_long_is_a_dead_letter_in_pieces(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunk, "_USUAL", 100)
    monkeypatch.setattr(chunk, "LONGEST", 200)
    desk.write(line(1) + "x" * 450 + "\n" + line(2))
    payload, titles = b"", list[str]()
    async with desk.source() as source:
        while len(titles) < 2:
            taken = await reading(source)
            payload += b"".join(letter.payload for letter in taken.dead)
            titles += [offer.article.title for offer in taken.offers]
    assert payload == b"x" * 450
    assert titles == ["Report 1", "Report 2"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=30), max_size=12), st.integers(1, 40), st.booleans())
def test_chunks_are_the_files_lines(tmp_path: Path, texts: list[bytes], usual: int, ended: bool) -> None:
    raw = b"\n".join(texts) + (b"\n" if ended else b"")
    path = tmp_path / "any.jsonl"
    path.write_bytes(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunk, "_USUAL", usual)
        found: list[Line] = []
        offset = number = 0
        while (piece := next_lines(path, offset, number)).lines:
            found += piece.lines
            offset, number = piece.offset, piece.line
    *whole, rest = raw.split(b"\n")
    assert [each.text for each in found] == whole
    assert [each.number for each in found] == list(range(1, len(whole) + 1))
    assert all(raw[each.offset :].startswith(each.text) for each in found)
    assert piece.rest == rest
