"""The bytes of an answer, never more than asked for."""

import asyncio
import zlib
from collections.abc import Iterator
from typing import Final

import aiohttp

_GZIP: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = zlib.MAX_WBITS + 16
_CHUNK: Final = 64 * 1024
_MOST_LAYERS: Final = 2
_MOST_MEMBERS: Final = 64


class TooLargeError(Exception):
    """More than the limit."""


async def body_of(response: aiohttp.ClientResponse, most: int) -> tuple[bytes, bool]:
    """What the server sends, decompressed, and whether that is all of it. Holds ``most`` bytes and a chunk.

    Raises:
        TooLargeError: it is more than ``most`` bytes.
        aiohttp.ClientPayloadError: not a byte of it can be read.
    """
    if (response.content_length or 0) > most:
        raise TooLargeError
    body, whole = await _received(response, most)
    for _ in range(_MOST_LAYERS):
        if not body.startswith(_GZIP):
            break
        body, opened = await asyncio.to_thread(_opened, body, most)
        whole = whole and opened
    return body, whole


async def _received(response: aiohttp.ClientResponse, most: int) -> tuple[bytes, bool]:
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in response.content.iter_any():
            size += len(chunk)
            if size > most:
                raise TooLargeError
            chunks.append(chunk)
    except aiohttp.ClientPayloadError:
        if not chunks:
            raise
        return b"".join(chunks), False  # what came can still hold entries
    return b"".join(chunks), True


def _opened(body: bytes, most: int) -> tuple[bytes, bool]:
    """A compressed file, or what is compressed twice or by a name nobody declared."""
    found: list[bytes] = []
    left = most
    try:
        for _ in range(_MOST_MEMBERS):
            one = zlib.decompressobj(_GZIP_WINDOW)
            for chunk in _chunks(one, body):
                left -= len(chunk)
                if left < 0:
                    raise TooLargeError
                found.append(chunk)
            body = one.unused_data
            if not body.startswith(_GZIP):
                return b"".join(found), one.eof
    except zlib.error:
        return b"".join(found), False
    return b"".join(found), False


def _chunks(one: "zlib._Decompress", body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _CHUNK):
        piece = body[start : start + _CHUNK]
        while piece and not one.eof:
            yield one.decompress(piece, _CHUNK)
            piece = one.unconsumed_tail
