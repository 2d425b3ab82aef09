"""Articles from JSON lines files, for back-filling and for tests: one file, or all ``*.jsonl`` of a folder."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from connectors.sources.base import Reading
from connectors.sources.files.chunk import LONGEST, Chunk, Line, next_lines
from connectors.sources.files.places import Place, Places, onward
from connectors.sources.lines import Lines, Recall
from runtime.apart import apart
from runtime.logs import get
from tocsin.contract.events import Article, DeadLetter, Origin
from tocsin.polling.decide import Offer

FEED: Final = "files"
SAVED_IN: Final = "files.json"

_MOST_AHEAD: Final = 8
# A last line without an end is taken once its file has rested for so long, if it is an article.
_RESTED: Final = timedelta(minutes=1)

log = get(__name__)

Result = TypeVar("Result")


class Taken(msgspec.Struct):
    """What one reading took from a file, and where the file goes on behind it."""

    path: Path
    place: Place
    articles: tuple[Article, ...] = ()
    dead: tuple[DeadLetter, ...] = ()
    done: bool = False


class FilesSource:
    """Reads files line by line, ever on; ``connectors.sources.base.Source`` tells the three verbs.

    ``path`` is a file or a folder, looked at every ``every`` seconds; neither need exist yet. How far they were read is
    kept under ``data_dir`` once Kafka has the articles. A line that is no article becomes a dead letter.
    """

    def __init__(
        self,
        path: Path,
        every: float,
        data_dir: Path,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._path = path
        self._every = every
        self._places = Places(data_dir / SAVED_IN)
        self._now = now
        self._lines, self._recall = Lines(FEED), Recall()
        self._ahead: dict[str, Place] = {}
        self._open: deque[Taken] = deque()
        self._moved = asyncio.Event()
        self._looking: asyncio.Task[Taken] | None = None
        self._unsaved: dict[str, Place] = {}
        self._unread: dict[str, str] = {}

    async def connect(self) -> None:
        """Learn how far the files were read. Raises ``OSError`` where that can't be read."""
        await _apart(self._places.load)

    async def read(self) -> Reading:
        """The next lines of any file."""
        if self._looking is None:
            self._looking = asyncio.create_task(self._next())
        taken = await asyncio.shield(self._looking)
        self._looking = None
        offers = tuple(self._offers(taken.articles))
        self._open.append(taken)
        return Reading(FEED, offers, taken.dead, partial(self._acknowledged, taken))

    async def close(self) -> None:
        """Save how far we are. Closing twice is closing once."""
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
        await self._save()

    def _offers(self, articles: tuple[Article, ...]) -> Iterator[Offer]:
        """Of lines that say the same twice one is enough."""
        for article in articles:
            offer = self._recall.offer(article)
            if offer.reason != "renewal":
                yield offer
            self._recall.sent(article)

    def _acknowledged(self, taken: Taken) -> None:
        taken.done = True
        self._moved.set()

    async def _next(self) -> Taken:
        while True:
            await self._save()
            while len(self._open) >= _MOST_AHEAD:
                await self._moved.wait()
                await self._save()
            taken = await _apart(self._look)
            if taken is not None:
                self._ahead[str(taken.path)] = taken.place
                return taken
            await self._rest()

    async def _rest(self) -> None:
        """Until the files are looked at again, or until there is something to save."""
        try:
            async with asyncio.timeout(self._every):
                await self._moved.wait()
        except TimeoutError:
            return

    async def _save(self) -> None:
        """Keep how far Kafka has everything; a reading behind one that it does not have yet does not count."""
        self._moved.clear()
        while self._open and self._open[0].done:
            taken = self._open.popleft()
            self._unsaved[str(taken.path)] = taken.place
        if not self._unsaved:
            return
        try:
            await _apart(partial(self._places.save, dict(self._unsaved)))
        except OSError as fault:
            log.warning("can't keep how far files were read; a restart repeats some", why=str(fault))
        else:
            self._unsaved.clear()

    def _look(self) -> Taken | None:
        for path in self._files():
            try:
                taken = self._take(path)
                self._unread.pop(str(path), None)
            except OSError as fault:
                self._complain(path, fault)
                continue
            if taken is not None:
                return taken
        return None

    def _files(self) -> list[Path]:
        return sorted(self._path.glob("*.jsonl")) if self._path.is_dir() else [self._path]

    def _complain(self, path: Path, fault: OSError) -> None:
        """Once, until it can be read again."""
        why = fault.strerror or str(fault)
        if self._unread.get(str(path)) != why:
            log.warning("a file of articles can't be read; looked at again", path=str(path), why=why)
        self._unread[str(path)] = why

    def _take(self, path: Path) -> Taken | None:
        known = self._ahead.get(str(path))
        place = self._places.of(path, known)
        chunk = next_lines(path, place.offset, place.line)
        if not chunk.lines:
            chunk = self._with_rest(path, chunk)
        if not chunk.lines:
            return None
        taken = Taken(path, onward(path, place, chunk.offset, chunk.line))
        self._judge(taken, chunk.lines)
        return taken

    def _with_rest(self, path: Path, chunk: Chunk) -> Chunk:
        """The last line too, where nobody goes on writing it."""
        rested = self._now() - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _RESTED
        if not rested or not chunk.rest or isinstance(self._lines.article(chunk.rest, self._now()), str):
            return chunk
        last = Line(chunk.line + 1, chunk.offset, chunk.rest)
        return Chunk((last,), chunk.offset + len(chunk.rest), chunk.line + 1)

    def _judge(self, taken: Taken, lines: tuple[Line, ...]) -> None:
        now = self._now()
        found = [(line, self._found(line, now)) for line in lines if line.text.strip()]
        taken.articles = tuple(article for _, article in found if isinstance(article, Article))
        taken.dead = tuple(
            _dead(taken.path, line, fault, now) for line, fault in found if isinstance(fault, str)
        )

    def _found(self, line: Line, now: datetime) -> Article | str:
        return f"longer than {LONGEST} bytes" if line.piece else self._lines.article(line.text, now)


def _dead(path: Path, line: Line, fault: str, now: datetime) -> DeadLetter:
    return DeadLetter(
        stage="source",
        reason="unparseable",
        detail=f"{path}:{line.number}: {fault}",
        origin=Origin(topic=f"file:{path.name}", partition=-1, offset=line.offset),
        key=None,
        payload=line.text,
        at=now,
    )


async def _apart(work: Callable[[], Result]) -> Result:
    return await asyncio.wrap_future(apart(work, "files"))
