"""One fault in what the operator wrote, at its place."""

import msgspec


class Issue(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """``line`` and ``column`` count from 1; ``field`` is the dotted path of the key, empty for the whole file.

    A fault that stands in no file has line 0: ``path`` is then ``environment`` and ``field`` the variable.
    """

    path: str
    line: int
    column: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
