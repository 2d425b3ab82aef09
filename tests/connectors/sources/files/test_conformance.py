"""The source of files does what every source must do."""

import json
from pathlib import Path

import pytest

from connectors.sources.base import Source
from connectors.sources.files.source import FilesSource
from tests.conformance.sources import SourceConformance


class Folder:
    """An outlet that writes lines; how far they were read does not outlive a process here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources = 0
        (folder / "in").mkdir()

    def publish(self, name: str, text: str) -> None:
        line = json.dumps({"id": name, "body": text, "language": "en", "feed": "files"})
        with (self._folder / "in" / "desk.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def source(self) -> Source:
        self._sources += 1
        return FilesSource(self._folder / "in", 0.02, self._folder / f"data-{self._sources}")


class TestFiles(SourceConformance):
    @pytest.fixture
    def outlet(self, tmp_path: Path) -> Folder:
        return Folder(tmp_path)
