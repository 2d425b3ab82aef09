"""What is new in the files: the next lines of one of them, as articles and dead letters. For off the event loop."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from connectors.sources.files.chunk import LONGEST, Chunk, Line, next_lines
from connectors.sources.files.places import Place, Places, name_of, onward
from connectors.sources.lines import Lines
from runtime.logs import get
from tocsin.contract.events import Article, DeadLetter, Origin

# A last line without an end is taken once its file has rested for so long, if it is an article.
_RESTED: Final = timedelta(minutes=1)

log = get(__name__)


class Taken(msgspec.Struct):
    """What one look took from a file, and where the file goes on behind it."""

    path: Path
    place: Place
    articles: tuple[Article, ...]
    dead: tuple[DeadLetter, ...]
    done: bool = False


class Files:
    """A file, or all ``*.jsonl`` of a folder; neither need exist yet. Each look goes on where the last one ended."""

    def __init__(self, path: Path, feed: str, places: Places, now: Callable[[], datetime]) -> None:
        self._path = path
        self._lines = Lines(feed)
        self._places = places
        self._now = now
        self._ahead: dict[str, Place] = {}
        self._unread: dict[str, str] = {}

    def look(self) -> Taken | None:
        """The next lines of the first file that has any; ``None`` where none has."""
        for path in self._listed():
            try:
                taken = self._take(path)
                self._unread.pop(name_of(path), None)
            except OSError as fault:
                self._complain(path, fault)
                continue
            if taken is not None:
                self._ahead[name_of(path)] = taken.place
                return taken
        return None

    def _listed(self) -> list[Path]:
        everything = self._path / "*.jsonl"
        try:
            paths = self._files()
        except OSError as fault:
            self._complain(everything, fault)
            return []
        self._unread.pop(name_of(everything), None)
        return paths

    def _files(self) -> list[Path]:
        """Raises ``OSError`` where the folder can't be looked into."""
        if not self._path.is_dir():
            return [self._path]
        return sorted(path for path in self._path.iterdir() if path.name.endswith(".jsonl"))

    def _complain(self, path: Path, fault: OSError) -> None:
        """Once, until it can be read again."""
        why = fault.strerror or str(fault)
        name = name_of(path)
        if self._unread.get(name) != why:
            log.warning("a file of articles can't be read; looked at again", path=name, why=why)
        self._unread[name] = why

    def _take(self, path: Path) -> Taken | None:
        place = self._places.of(path, self._ahead.get(name_of(path)))
        chunk = next_lines(path, place.offset, place.line)
        if not chunk.lines:
            chunk = self._with_rest(path, chunk)
        if not chunk.lines:
            return None
        articles, dead = self._judged(path, chunk.lines)
        return Taken(path, onward(path, place, chunk.offset, chunk.line), articles, dead)

    def _with_rest(self, path: Path, chunk: Chunk) -> Chunk:
        """The last line too, where nobody goes on writing it."""
        rested = self._now() - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _RESTED
        if not rested or not chunk.rest or isinstance(self._lines.article(chunk.rest, self._now()), str):
            return chunk
        last = Line(chunk.line + 1, chunk.offset, chunk.rest)
        return Chunk((last,), chunk.offset + len(chunk.rest), chunk.line + 1)

    def _judged(
        self, path: Path, lines: tuple[Line, ...]
    ) -> tuple[tuple[Article, ...], tuple[DeadLetter, ...]]:
        now = self._now()
        found = [(line, self._found(line, now)) for line in lines if line.text.strip()]
        articles = tuple(article for _, article in found if isinstance(article, Article))
        return articles, tuple(
            _dead(path, line, fault, now) for line, fault in found if isinstance(fault, str)
        )

    def _found(self, line: Line, now: datetime) -> Article | str:
        return f"longer than {LONGEST} bytes" if line.piece else self._lines.article(line.text, now)


def _dead(path: Path, line: Line, fault: str, now: datetime) -> DeadLetter:
    return DeadLetter(
        stage="source",
        reason="unparseable",
        detail=f"{name_of(path)}:{line.number}: {fault}",
        origin=Origin(topic=f"file:{name_of(Path(path.name))}", partition=-1, offset=line.offset),
        key=None,
        payload=line.text,
        at=now,
    )
