"""One fault in what the operator wrote, at its place."""

import msgspec


class Issue(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """``line`` and ``column`` count from 1; ``field`` is the dotted path of the key, empty for the whole file."""

    path: str
    line: int
    column: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}"
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
