"""The bytes of an answer, never more than asked for."""

import zlib
from typing import Final

import aiohttp

_GZIP: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = zlib.MAX_WBITS + 16
_MOST_LAYERS: Final = 2


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
        body, opened = _opened(body, most)
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
    size = 0
    try:
        while body.startswith(_GZIP):
            one = zlib.decompressobj(_GZIP_WINDOW)
            found.append(one.decompress(body, most - size + 1))
            size += len(found[-1])
            if size > most:
                raise TooLargeError
            if not one.eof:
                return b"".join(found), False
            body = one.unused_data
    except zlib.error:
        return b"".join(found), False
    return b"".join(found), True
