"""The dead letters as Kafka holds them."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from cli.retained import Offsets, Retained, open_topic
from runtime.kafka import Connection
from tocsin.contract.codec import InvalidEvent, decode
from tocsin.contract.events import DeadLetter
from tocsin.contract.topics import DEADLETTERS

Ends = Offsets


class Kept(msgspec.Struct, frozen=True):
    """One record of the dead letters topic. ``id`` is its place there, `partition/offset`: short to type."""

    id: str
    letter: DeadLetter | InvalidEvent
    payload: bytes


class Shelf:
    """All dead letters up to the moment it was opened."""

    def __init__(self, retained: Retained) -> None:
        self._retained = retained

    @property
    def ends(self) -> Ends:
        """Where it ends in each partition."""
        return self._retained.ends

    async def letters(self) -> AsyncIterator[Kept]:
        """Each one, oldest first within a partition; call it again to read them again.

        A record that is no dead letter is given as it is, with what is wrong with it.

        Raises:
            Failure: Kafka stops answering.
        """
        async for record in self._retained.records():
            yield _kept(record)


@contextlib.asynccontextmanager
async def open_shelf(connection: Connection, ends: Ends | None = None) -> AsyncIterator[Shelf]:
    """The dead letters topic up to ``ends`` (up to now, where not given), read without joining any group.

    Raises:
        Failure: Kafka can't be reached in time, or has no such topic.
    """
    async with open_topic(connection, DEADLETTERS, ends=ends) as retained:
        yield Shelf(retained)


def _kept(record: Any) -> Kept:
    return Kept(f"{record.partition}/{record.offset}", decode(record.value, DeadLetter), record.value or b"")
