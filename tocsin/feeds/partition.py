"""Which partition a feed belongs to: source processes share the feeds by partitions of their states' topic."""

from typing import Final

_SEED: Final = 0x9747B28C
_MIX: Final = 0x5BD1E995
_WORD: Final = 0xFFFFFFFF
_POSITIVE: Final = 0x7FFFFFFF


def partition_of(feed_id: str, partitions: int) -> int:
    """The partition of ``feed_id``'s state: where Kafka's own clients put a record of that key."""
    return (_murmur2(feed_id.encode()) & _POSITIVE) % partitions


def _murmur2(data: bytes) -> int:
    """MurmurHash2 as Kafka's default partitioner computes it."""
    whole = len(data) & ~3
    mixed = _SEED ^ len(data)
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start : start + 4], "little") * _MIX & _WORD
        word = (word ^ word >> 24) * _MIX & _WORD
        mixed = mixed * _MIX & _WORD ^ word
    if rest := data[whole:]:
        mixed = (mixed ^ int.from_bytes(rest, "little")) * _MIX & _WORD
    mixed = (mixed ^ mixed >> 13) * _MIX & _WORD
    return mixed ^ mixed >> 15
