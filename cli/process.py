"""What the command line says of a part's process."""

from typing import Literal

import msgspec


class Process(msgspec.Struct, frozen=True):
    """What every part may be told; ``None`` where the configuration decides."""

    metrics_port: int | None = None
    log_format: Literal["text", "json"] | None = None
