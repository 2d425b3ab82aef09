"""Articles from JSON lines files, for back-filling and for tests: one file, or all ``*.jsonl`` of a folder."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from connectors.sources.base import Reading
from connectors.sources.files.look import Files, Taken
from connectors.sources.files.places import Place, Places, name_of
from connectors.sources.lines import Recall
from runtime.apart import done_apart
from runtime.logs import get
from tocsin.contract.events import Article
from tocsin.polling.decide import Offer

FEED: Final = "files"
SAVED_IN: Final = "files.json"

_MOST_AHEAD: Final = 8

log = get(__name__)


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
        self._every = every
        self._places = Places(data_dir / SAVED_IN)
        self._files = Files(path, FEED, self._places, now)
        self._recall = Recall()
        self._open: deque[Taken] = deque()
        self._moved = asyncio.Event()
        self._looking: asyncio.Task[Taken] | None = None
        self._unsaved: dict[str, Place] = {}

    async def connect(self) -> None:
        """Learn how far the files were read. Raises ``OSError`` where that can't be read."""
        await done_apart(self._places.load, FEED)

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
            taken = await done_apart(self._files.look, FEED)
            if taken is not None:
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
            self._unsaved[name_of(taken.path)] = taken.place
        if not self._unsaved:
            return
        try:
            await done_apart(partial(self._places.save, dict(self._unsaved)), FEED)
        except OSError as fault:
            log.warning("can't keep how far files were read; a restart repeats some", why=str(fault))
        else:
            self._unsaved.clear()
