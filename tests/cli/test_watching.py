"""A folder of watchlists on a real disk, as editors, deployments and Kubernetes change it."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from cli.watching import steps
from runtime.metrics import Instruments
from streams import reload
from streams.reload import Watchlists
from tests.making import NOON, article
from tests.streams.harness import until
from tocsin.config.model import Config, Worker
from tocsin.watchlist import settling


def text(form: str, name: str = "river") -> str:
    return f"id: {name}\ntitle: T\nterms:\n  - {{id: t, forms: {{en: [{form}]}}}}\n"


class Desk:
    """A worker's watchlists over the folder ``lists``."""

    watchlists: Watchlists

    def __init__(self, folder: Path) -> None:
        self.lists = folder / "lists"
        config = Config(watchlists=str(self.lists), worker=Worker(reload_every=timedelta(milliseconds=10)))
        self.instruments = Instruments("worker")
        self.steps = steps(config)

    def fires(self, *words: str) -> list[str]:
        """Those of ``words`` that fire a watchlist now."""
        matcher = self.watchlists.in_use.current
        return [word for word in words if matcher.match(article(title="", body=word), NOON)]

    def value(self, name: str) -> float | None:
        return self.instruments.registry.get_sample_value(name)

    async def comes(self, what: Callable[[], bool]) -> None:
        async def look() -> bool:
            return what()

        await until(look, seconds=20)


Started = Callable[[], Awaitable[Desk]]


@pytest.fixture
async def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Started]:
    """Starts the desk once the test has made the folder."""
    for module in (settling, reload):
        monkeypatch.setattr(module, "SETTLED", 0.03)
    monkeypatch.setattr(settling, "GONE", 0.2)
    desk = Desk(tmp_path)
    async with AsyncExitStack() as stack:

        async def start() -> Desk:
            desk.watchlists = await Watchlists.read(desk.steps, desk.instruments)
            await stack.enter_async_context(desk.watchlists.reloaded(0.01))
            return desk

        yield start


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """The folder, with one watchlist for the word river."""
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "river.yaml").write_text(text("river"), encoding="utf-8")
    return folder


async def test_a_file_written_in_place(lists: Path, started: Started) -> None:
    desk = await started()
    assert desk.fires("river", "stream") == ["river"]
    (lists / "river.yaml").write_text(text("stream"), encoding="utf-8")
    await desk.comes(lambda: desk.fires("river", "stream") == ["stream"])


async def test_an_editor_that_moves_the_old_file_away_and_leaves_files_of_its_own(
    lists: Path, started: Started
) -> None:
    desk = await started()
    (lists / ".#river.yaml").symlink_to("someone@machine.4711")
    (lists / ".river.yaml.swp").write_bytes(b"\x00\xff")
    (lists / "river.yaml").rename(lists / "river.yaml~")
    (lists / "river.yaml").write_text(text("stream"), encoding="utf-8")
    await desk.comes(lambda: desk.fires("river", "stream") == ["stream"])
    assert desk.value("tocsin_watchlist_faults") == 0


async def test_a_save_that_keeps_size_and_time(lists: Path, started: Started) -> None:
    desk = await started()
    path = lists / "river.yaml"
    before = path.stat()
    path.write_text(text("rival"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    await desk.comes(lambda: desk.fires("river", "rival") == ["rival"])


async def test_a_config_map_that_kubernetes_swaps(tmp_path: Path, started: Started) -> None:
    """Each file is a link through `..data`, itself a link to a folder with a date, replaced as a whole."""
    lists = tmp_path / "lists"

    def mount(date: str, **files: str) -> None:
        (lists / f"..{date}").mkdir(parents=True)
        for name, content in files.items():
            (lists / f"..{date}" / f"{name}.yaml").write_text(content, encoding="utf-8")
        (lists / "..data_tmp").symlink_to(f"..{date}")
        (lists / "..data_tmp").rename(lists / "..data")
        for name in files:
            if not (link := lists / f"{name}.yaml").is_symlink():
                link.symlink_to(f"..data/{name}.yaml")

    mount("2026_03_01", river=text("river"), lake=text("lake", "lake"))
    desk = await started()
    assert desk.fires("river", "lake") == ["river", "lake"]
    mount("2026_03_02", river=text("stream"), lake=text("pond", "lake"))
    await desk.comes(lambda: desk.fires("river", "stream", "lake", "pond") == ["stream", "pond"])
    assert desk.value("tocsin_watchlist_faults") == 0


async def test_watchlists_in_a_folder_of_the_folder_are_told(lists: Path, started: Started) -> None:
    desk = await started()
    (lists / "more").mkdir()
    (lists / "lake.yml").write_text(text("lake", "lake"), encoding="utf-8")
    (lists / "more" / "pond.yml").write_text(text("pond", "pond"), encoding="utf-8")
    await desk.comes(lambda: desk.value("tocsin_watchlist_faults") == 1)
    await desk.comes(lambda: desk.fires("river", "lake", "pond") == ["river", "lake"])


async def test_a_folder_that_is_exchanged_as_a_whole(lists: Path, started: Started, tmp_path: Path) -> None:
    def bring(name: str, form: str) -> None:
        lists.mkdir()
        (lists / name).write_text(text(form), encoding="utf-8")

    desk = await started()
    shutil.move(lists, tmp_path / "old")
    await desk.comes(lambda: desk.value("tocsin_watchlist_faults") == 1)
    assert desk.fires("river") == ["river"]
    bring("stream.yml", "stream")
    await desk.comes(lambda: desk.fires("river", "stream") == ["stream"])
    assert desk.value("tocsin_watchlist_faults") == 0


async def test_a_folder_that_is_not_there_at_the_start(tmp_path: Path, started: Started) -> None:
    desk = await started()
    assert (desk.fires("river"), desk.value("tocsin_watchlist_faults")) == ([], 1)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "river.yaml").write_text(text("river"), encoding="utf-8")
    await desk.comes(lambda: desk.fires("river") == ["river"])


async def test_a_file_deleted_for_good(lists: Path, started: Started) -> None:
    desk = await started()
    (lists / "river.yaml").unlink()
    await desk.comes(lambda: desk.fires("river") == [])
    assert desk.value("tocsin_watchlists_loaded") == 0
