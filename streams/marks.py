"""What a message is to change and to send, as it is written down before any of it is done."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final

import msgspec

from runtime.logs import get
from streams.sender import Encoded

_SIGN: Final = "\0"
"""What the key of a mark begins with, which no key of ours does; then comes the number of its partition."""

log = get(__name__)


class Written(msgspec.Struct, frozen=True, array_like=True):
    """One record that was to be written: what it is of, its key, its value (``None``: to be forgotten)."""

    kind: str
    key: str
    value: bytes | None


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The offset of the last message of a topic that changed something, and the newest time of any such message."""

    offset: int
    time: float


class Elsewhere(msgspec.Struct, frozen=True, array_like=True):
    """Where what is too large for one record stands: in so many parts, which are whole if this is their digest."""

    parts: int
    digest: bytes


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """What the last message that changed anything in a partition was to change and to send, and which it was.

    ``topic`` is the one it came from, ``places`` where the last ones of all topics stood.
    """

    topic: str
    places: Mapping[str, Place]
    writes: tuple[Written, ...] = ()
    sends: tuple[Encoded, ...] = ()
    elsewhere: Elsewhere | None = None


class Found(msgspec.Struct, frozen=True):
    """The marks among the records of a ledger, and the keys of all parts there are, both by partition."""

    marks: Mapping[int, Mark]
    parts: Mapping[int, tuple[str, ...]]


_Body = tuple[tuple[Written, ...], tuple[Encoded, ...]]


def is_of_marks(key: bytes) -> bool:
    """Whether a record of a ledger is a mark or a part of one."""
    return key.startswith(_SIGN.encode())


def records(kind: str, partition: int, mark: Mark, most: int) -> tuple[Written, ...]:
    """The mark as records of ``kind``, none with a value longer than ``most`` bytes.

    They count when the last is written, and only with all before it.
    """
    key, whole = f"{_SIGN}{partition}", msgspec.msgpack.encode(mark)
    if len(whole) <= most:
        return (Written(kind, key, whole),)
    body = msgspec.msgpack.encode((mark.writes, mark.sends))
    pieces = [body[begin : begin + most] for begin in range(0, len(body), most)]
    head = Mark(mark.topic, mark.places, elsewhere=Elsewhere(len(pieces), _digest(body)))
    parts = [Written(kind, f"{key}{_SIGN}{number}", piece) for number, piece in enumerate(pieces)]
    return (*parts, Written(kind, key, msgspec.msgpack.encode(head)))


def find(pairs: Iterable[tuple[bytes, bytes]]) -> Found:
    """The marks among these records, each with what it holds elsewhere. What nobody can read is left out."""
    held = {key: value for key, value in pairs if is_of_marks(key)}
    marks, parts = dict[int, Mark](), dict[int, tuple[str, ...]]()
    for key, value in held.items():
        try:
            partition, *part = map(int, key.decode().split(_SIGN)[1:])
            if part:
                parts[partition] = (*parts.get(partition, ()), key.decode())
            else:
                marks[partition] = _whole(key, msgspec.msgpack.decode(value, type=Mark), held)
        except ValueError:  # msgspec's errors are ValueErrors
            log.exception("what was done last in a partition can't be read", key=key)
    return Found(marks, parts)


def _whole(key: bytes, mark: Mark, held: Mapping[bytes, bytes]) -> Mark:
    """Parts go, or another's take their place, only when all that they held is done: nothing is owed then."""
    if mark.elsewhere is None:
        return mark
    keys = [key + f"{_SIGN}{number}".encode() for number in range(mark.elsewhere.parts)]
    body = b"".join(held.get(one, b"") for one in keys)
    if _digest(body) != mark.elsewhere.digest:
        return mark
    writes, sends = msgspec.msgpack.decode(body, type=_Body)
    return msgspec.structs.replace(mark, writes=writes, sends=sends)


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).digest()
