"""Where a replay keeps its records."""

from collections.abc import Iterable

from tocsin.alerting.ledger import RecordKind, Write


class MemoryLedger:
    """Records by kind and key, as ``tocsin.alerting.ledger.Ledger`` wants them."""

    def __init__(self) -> None:
        self._records: dict[RecordKind, dict[str, bytes]] = {"filed": {}, "story": {}, "desk": {}}

    def get(self, kind: RecordKind, key: str) -> bytes | None:
        """See ``Ledger``."""
        return self._records[kind].get(key)

    def items(self, kind: RecordKind) -> Iterable[tuple[str, bytes]]:
        """See ``Ledger``."""
        return self._records[kind].items()

    def keep(self, writes: Iterable[Write]) -> None:
        """Write them down, in their order."""
        for write in writes:
            if write.value is None:
                self._records[write.kind].pop(write.key, None)
            else:
                self._records[write.kind][write.key] = write.value
