"""What a message is to change and to send, as it is written down before any of it is done."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import msgspec

from runtime.logs import get
from streams.mark_keys import SIGN, MarkKey, Tenure, read_key
from streams.sender import Encoded

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
    """What there is of the marks of one partition: the mark of its last owner who left one, if anybody can read it.

    ``tenure`` is that of the last owner, ``key`` that of the mark, ``spare`` are all other keys.
    """

    tenure: Tenure
    mark: Mark | None
    key: str
    spare: tuple[str, ...]


_Body = tuple[tuple[Written, ...], tuple[Encoded, ...]]


def records(kind: str, key: MarkKey, mark: Mark, most: int) -> tuple[Written, ...]:
    """The mark as records of ``kind``, none with a value longer than ``most`` bytes.

    They count when the last is written, and only with all before it.
    """
    whole = msgspec.msgpack.encode(mark)
    if len(whole) <= most:
        return (Written(kind, str(key), whole),)
    body = msgspec.msgpack.encode((mark.writes, mark.sends))
    pieces = [body[begin : begin + most] for begin in range(0, len(body), most)]
    head = Mark(mark.topic, mark.places, elsewhere=Elsewhere(len(pieces), _digest(body)))
    parts = [Written(kind, str(key._replace(part=number)), piece) for number, piece in enumerate(pieces)]
    return (*parts, Written(kind, str(key), msgspec.msgpack.encode(head)))


def find(pairs: Iterable[tuple[bytes, bytes]]) -> Mapping[int, Found]:
    """What these records, all of them of marks, say of each partition. What nobody can read is left out.

    Only the mark of the last owner counts: one before it that did not know that it had lost the partition may have
    written its own later.
    """
    held, keys = dict(pairs), dict[int, dict[bytes, MarkKey]]()
    for key in held:
        try:
            read = read_key(key)
        except ValueError:
            log.warning("the key of a mark can't be read", key=key)
        else:
            keys.setdefault(read.partition, {})[key] = read
    return {partition: _found(of_it, held) for partition, of_it in keys.items()}


def _found(keys: Mapping[bytes, MarkKey], held: Mapping[bytes, bytes]) -> Found:
    heads = sorted((key.tenure, raw) for raw, key in keys.items() if key.part is None)
    mark, chosen = None, b""
    while heads and mark is None:
        _, chosen = heads.pop()
        try:
            mark = _whole(chosen, msgspec.msgpack.decode(held[chosen], type=Mark), held)
        except ValueError:  # msgspec's errors are ValueErrors
            log.exception("what was done last in a partition can't be read", key=chosen)
    spare = tuple(raw.decode() for raw in keys if mark is None or raw != chosen)
    return Found(max(key.tenure for key in keys.values()), mark, chosen.decode() if mark else "", spare)


def _whole(key: bytes, mark: Mark, held: Mapping[bytes, bytes]) -> Mark:
    """Parts go, or another's take their place, only when all that they held is done: nothing is owed then."""
    if mark.elsewhere is None:
        return mark
    keys = (key + SIGN + str(number).encode() for number in range(mark.elsewhere.parts))
    body = b"".join(held.get(one, b"") for one in keys)
    if _digest(body) != mark.elsewhere.digest:
        return mark
    writes, sends = msgspec.msgpack.decode(body, type=_Body)
    return msgspec.structs.replace(mark, writes=writes, sends=sends)


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).digest()
