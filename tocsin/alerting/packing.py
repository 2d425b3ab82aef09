"""Records to bytes and back. What a key says, or what follows from it, is not kept twice."""

import hashlib
import re
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from tocsin.alerting.ids import ALERT_SIGN
from tocsin.alerting.records import Kept, Over, Story

R = TypeVar("R", bound=msgspec.Struct)

SIGN_BYTES: Final = 8
_HEX: Final = re.compile(r"[0-9a-f]+")
_encoder: Final = msgspec.msgpack.Encoder()
_decoders: Final[dict[type[msgspec.Struct], msgspec.msgpack.Decoder[msgspec.Struct]]] = {}


def pack(record: msgspec.Struct) -> bytes:
    """The bytes of a record."""
    return _encoder.encode(record)


def unpack(raw: bytes | None, kind: type[R]) -> R | None:
    """The record of ``kind`` in ``raw``; ``None`` where there is none, or none of ours: a repeat beats a loss."""
    if raw is None:
        return None
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.msgpack.Decoder(kind)
    try:
        record = decoder.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    return record if isinstance(record, kind) else None


def unpack_story(raw: bytes | None) -> Story | Over | None:
    """A story, or what is left of one."""
    return unpack(raw, Story) or unpack(raw, Over)


def pack_kept(article: str, kept: Kept) -> bytes:
    """The bytes of what is kept of ``article``, which its key names."""
    filed = kept.filed
    if filed is not None:
        own = filed.origin == article
        filed = replace(filed, article="", story="", content="", origin="" if own else filed.origin)
    digest, alert = _digest(kept.content), _digest(kept.story.removeprefix(ALERT_SIGN))
    content, story = "" if digest else kept.content, "" if alert else kept.story
    return _encoder.encode(
        replace(kept, story=story, content=content, digest=digest, alert=alert, filed=filed)
    )


def unpack_kept(article: str, raw: bytes | None) -> Kept | None:
    """The reverse of `pack_kept`."""
    kept = unpack(raw, Kept)
    if kept is None:
        return None
    story, content = kept.story or f"{ALERT_SIGN}{kept.alert.hex()}", kept.content or kept.digest.hex()
    filed = kept.filed
    if filed is not None:
        filed = replace(filed, article=article, story=story, content=content, origin=filed.origin or article)
    return replace(kept, story=story, content=content, digest=b"", alert=b"", filed=filed)


def sign_of(*parts: str) -> bytes:
    """8 bytes that stand for ``parts``."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=SIGN_BYTES).digest()


def size_of(key: str, value: bytes | None) -> int:
    """Bytes that a record takes, its key included."""
    return 0 if value is None else len(key.encode()) + len(value)


def _digest(content: str) -> bytes:
    """The bytes that ``content`` spells in hexadecimal digits, which it mostly is; none where it is not."""
    return bytes.fromhex(content) if len(content) % 2 == 0 and _HEX.fullmatch(content) else b""
