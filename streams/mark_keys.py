"""The keys of marks: each owner of a partition has a tenure of its own, so that none writes over another's mark."""

from typing import Final, NamedTuple

SIGN: Final = b"\0"
"""What the key of a mark begins with, which no key of ours does."""


class Tenure(NamedTuple):
    """Which of a partition's owners, one after the other; the later is the greater.

    ``generation`` is what Kafka calls the group when it gave out the partition. Where a broker forgot its groups, or
    a worker came back under its name, it does not grow: then ``epoch`` does.
    """

    epoch: int = 0
    generation: int = 0

    def next(self, generation: int) -> "Tenure":
        """The tenure of an owner who was given the partition in ``generation``, and found this one's mark."""
        return Tenure(self.epoch + (generation <= self.generation), generation)


class MarkKey(NamedTuple):
    """The key of the mark of a partition's owner, or of one ``part`` of it."""

    partition: int
    tenure: Tenure
    part: int | None = None

    def __str__(self) -> str:
        tenure, sign = f"{self.tenure.epoch}.{self.tenure.generation}", SIGN.decode()
        fields = [self.partition, tenure] if self.part is None else [self.partition, tenure, self.part]
        return "".join(f"{sign}{field}" for field in fields)


def is_of_marks(key: bytes) -> bool:
    """Whether a record of a ledger is a mark or a part of one."""
    return key.startswith(SIGN)


def read_key(key: bytes) -> MarkKey:
    """The key of a record that `is_of_marks`. Those without a tenure are older than any with one.

    Raises:
        ValueError: it is none that we write.
    """
    partition, *rest = key.decode().split(SIGN.decode())[1:]
    tenure, part = (rest[0], rest[1:]) if rest and "." in rest[0] else ("0.0", rest)
    epoch, _, generation = tenure.partition(".")
    return MarkKey(int(partition), Tenure(int(epoch), int(generation)), *map(int, part[:1]))
