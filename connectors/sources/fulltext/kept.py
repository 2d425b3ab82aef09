"""What pages said, kept for a while: a page is not asked again whenever its feed moves a comma."""

from collections import OrderedDict
from datetime import datetime
from typing import Final
from zlib import compress, decompress

import msgspec

from connectors.sources.fulltext.extract import Extract
from tocsin.contract.events import Article

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_TRIES: Final = 3
_MOST_TRIED: Final = 10_000

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Extract)


class Read(msgspec.Struct, frozen=True):
    """What the page of an article said, and when it was read."""

    extract: Extract
    at: datetime


class Kept:
    """The pages read last, within ``most`` bytes. An article whose feed's text has changed since is another one."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[tuple[str, str], tuple[datetime, bytes]] = OrderedDict()

    def get(self, article: Article) -> Read | None:
        """What is kept for ``article`` as its feed has it."""
        found = self._kept.get(_key(article))
        if found is None:
            return None
        self._kept.move_to_end(_key(article))
        return Read(_decoder.decode(decompress(found[1])), found[0])

    def put(self, article: Article, extract: Extract, at: datetime) -> None:
        """Keep what the page of ``article``, as its feed has it, said at that time."""
        packed = compress(_encoder.encode(extract), 1)
        self._drop(_key(article))
        self._kept[_key(article)] = at, packed
        self._bytes += len(packed)
        while self._bytes > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, str]) -> None:
        _, packed = self._kept.pop(key, (None, b""))
        self._bytes -= len(packed)


class Tries:
    """How often a page could not be had; who failed longest ago is forgotten first."""

    def __init__(self, most: int = _MOST_TRIED) -> None:
        self._most = most
        self._tries: OrderedDict[str, int] = OrderedDict()

    def failed(self, article: str) -> bool:
        """Count a failure; whether the page is worth another try."""
        tries = self._tries[article] = self._tries.pop(article, 0) + 1
        if len(self._tries) > self._most:
            self._tries.popitem(last=False)
        return tries < MOST_TRIES

    def forget(self, article: str) -> None:
        """It could be had."""
        self._tries.pop(article, None)


def _key(article: Article) -> tuple[str, str]:
    return article.id, article.content
