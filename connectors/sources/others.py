"""The sources of articles that no feed brings: pushed to us by HTTP, or left in files."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from connectors.sources.base import Source
from connectors.sources.files.source import FilesSource
from connectors.sources.ingest.source import IngestSource
from runtime.kafka import secret
from runtime.metrics import Instruments
from tocsin.config.model import Config


@asynccontextmanager
async def other_sources(config: Config, instruments: Instruments) -> AsyncIterator[Sequence[Source]]:
    """Those that ``config`` asks for, connected, while they are needed.

    Raises:
        OSError: the token's file can't be read, or the port is taken.
    """
    sources: list[Source] = []
    if config.ingest.port is not None:
        token = secret(config.ingest.token, config.ingest.token_file) or ""
        sources.append(IngestSource(config.ingest, token, instruments))
    if config.files.path is not None:
        every = config.files.every.total_seconds()
        sources.append(FilesSource(Path(config.files.path), every, Path(config.data_dir)))
    async with AsyncExitStack() as stack:
        for source in sources:
            stack.push_async_callback(source.close)
            await source.connect()
        yield sources
