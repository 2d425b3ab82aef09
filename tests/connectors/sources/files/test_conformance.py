"""The source of files does what every source must do."""

import json
from pathlib import Path

import pytest

from connectors.sources.base import Source
from connectors.sources.files.source import FilesSource
from tests.conformance.sources import SourceConformance


class Outlet:
    """Writes lines to a file, which is read by itself or as one of its folder; how far does not outlive a process."""

    def __init__(self, folder: Path, read: Path) -> None:
        self._folder, self._read = folder, folder / read
        self._sources = 0
        (folder / "in").mkdir()

    def publish(self, name: str, text: str) -> None:
        line = json.dumps({"id": name, "body": text, "language": "en", "feed": "files"})
        with (self._folder / "in" / "desk.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def source(self) -> Source:
        self._sources += 1
        return FilesSource(self._read, 0.02, self._folder / f"data-{self._sources}")


class TestFiles(SourceConformance):
    @pytest.fixture(params=["in/desk.jsonl", "in"], ids=["file", "folder"])
    def outlet(self, tmp_path: Path, request: pytest.FixtureRequest) -> Outlet:
        return Outlet(tmp_path, Path(request.param))
