"""What the watchlists folder holds, once it holds still.

A look may fall into the middle of a save, of a copy, of a mount that is exchanged. So a file counts as it was until
it has looked the same for ``SETTLED`` seconds, and one that is not there any more until it was away for ``GONE``:
a watchlist that is out by mistake costs alerts, one that is in for some seconds more costs little.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from tocsin.config.issues import Issue

SETTLED: Final = 1.0
GONE: Final = 10.0

Content = str | Issue
"""A file's text, or why it can't be read."""


class Look(msgspec.Struct, frozen=True):
    """One look at the folder: each file by its path. ``fault`` says why the folder itself can't be read."""

    files: Mapping[str, Content] = {}
    fault: Issue | None = None


class File(msgspec.Struct, frozen=True):
    """``seen`` by the last look, the same ``since`` then (``None``: it is not there); ``counts`` is what is taken."""

    seen: Content | None
    since: float
    counts: Content | None


class Settled(msgspec.Struct, frozen=True):
    """What counts: texts by path, the faults of what can't be read, and the paths that are away, maybe for good."""

    texts: Mapping[str, str] = {}
    unread: tuple[Issue, ...] = ()
    away: frozenset[str] = frozenset()


class Folder(msgspec.Struct, frozen=True):
    """What is kept between two looks."""

    files: Mapping[str, File] = {}
    fault: Issue | None = None

    @property
    def still(self) -> bool:
        """Whether everything that was seen counts already."""
        return all(file.seen == file.counts for file in self.files.values())

    @property
    def settled(self) -> Settled:
        there = {path: file for path, file in sorted(self.files.items()) if file.seen is not None}
        unread = [file.counts for file in there.values() if isinstance(file.counts, Issue)]
        return Settled(
            texts={path: file.counts for path, file in there.items() if isinstance(file.counts, str)},
            unread=tuple([self.fault, *unread] if self.fault else unread),
            away=frozenset(self.files.keys() - there.keys()),
        )


def first(look: Look, at: float) -> Folder:
    """The folder after the first look, in which everything counts. ``at``: seconds of a clock that only goes on."""
    return Folder({path: File(content, at, content) for path, content in look.files.items()}, look.fault)


def following(folder: Folder, look: Look, at: float) -> Folder:
    """The folder after a further look. One that can't be read itself says nothing about its files."""
    if look.fault is not None:
        return msgspec.structs.replace(folder, fault=look.fault)
    paths = folder.files.keys() | look.files.keys()
    unknown = File(None, at, None)
    files = {path: _file(folder.files.get(path, unknown), look.files.get(path), at) for path in paths}
    return Folder({path: file for path, file in files.items() if (file.seen, file.counts) != (None, None)})


def _file(before: File, seen: Content | None, at: float) -> File:
    since = before.since if seen == before.seen else at
    settled = at - since >= (GONE if seen is None else SETTLED)
    return File(seen, since, seen if settled else before.counts)
