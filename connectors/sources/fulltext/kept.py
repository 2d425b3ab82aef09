"""What pages said, kept for a while: a page is not asked again whenever its feed moves a comma."""

from collections import OrderedDict
from datetime import datetime
from typing import Final
from zlib import compress, decompress

import msgspec

from connectors.sources.fulltext.asking import Visit
from connectors.sources.fulltext.extract import Extract
from tocsin.contract.events import Article

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_TRIES: Final = 3
_MOST_FAILED: Final = 10_000

Name = tuple[str, str]
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Extract)


def name_of(article: Article) -> Name:
    """An article as its feed has it: its id and its content."""
    return article.id, article.content


class Read(msgspec.Struct, frozen=True):
    """What the page of an article said, and when it was read."""

    extract: Extract
    at: datetime


class Kept:
    """The pages read last, within ``most`` bytes. An article whose feed's text has changed since is another one."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[Name, tuple[datetime, bytes]] = OrderedDict()

    def get(self, article: Article) -> Read | None:
        """What is kept for ``article`` as its feed has it."""
        found = self._kept.get(name_of(article))
        if found is None:
            return None
        self._kept.move_to_end(name_of(article))
        return Read(_decoder.decode(decompress(found[1])), found[0])

    def put(self, article: Article, extract: Extract, at: datetime) -> None:
        """Keep what the page of ``article``, as its feed has it, said at that time."""
        packed = compress(_encoder.encode(extract), 1)
        self._drop(name_of(article))
        self._kept[name_of(article)] = at, packed
        self._bytes += len(packed)
        while self._bytes > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Name) -> None:
        _, packed = self._kept.pop(key, (None, b""))
        self._bytes -= len(packed)


class Failures:
    """Pages that could not be had, how often and when last; who failed longest ago is forgotten first."""

    def __init__(self, most: int = _MOST_FAILED) -> None:
        self._most = most
        self._failed: OrderedDict[Name, tuple[int, datetime, Visit]] = OrderedDict()

    def put(self, article: Article, found: Visit, at: datetime) -> bool:
        """Note what came of asking for the page of ``article``; whether it is worth another try."""
        tries, _, _ = self._failed.pop(name_of(article), (0, at, found))
        # Without its text: it is known where it is needed, and there are many.
        self._failed[name_of(article)] = tries + 1, at, msgspec.structs.replace(found, extract=None)
        if len(self._failed) > self._most:
            self._failed.popitem(last=False)
        return found.passing and tries + 1 < MOST_TRIES

    def get(self, article: Article, since: datetime) -> Visit | None:
        """What came of it, if that was after ``since`` and another try is not worth it."""
        tries, at, found = self._failed.get(name_of(article), (0, since, None))
        worth = found is None or (found.passing and tries < MOST_TRIES)
        return None if worth or at <= since else found

    def forget(self, article: Article) -> None:
        """It could be had."""
        self._failed.pop(name_of(article), None)
