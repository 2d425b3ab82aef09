"""Structured logs on standard error: text for a person, JSON lines for a machine."""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, Final, Literal

import structlog


def set_up(part: str, *, level: str = "info", form: Literal["text", "json"] = "text") -> None:
    """Route structlog and the standard library's logging (Faust, aiokafka) through one formatter."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for chatty in ("faust", "mode", "aiokafka"):
        logging.getLogger(chatty).setLevel("INFO" if level == "debug" else "WARNING")
    if level != "debug":
        handler.addFilter(Repeats())
    structlog.contextvars.bind_contextvars(part=part)


def get(name: str) -> Any:
    """A structlog logger: ``log.info("what happened", key=value)``."""
    return structlog.stdlib.get_logger(name)


class Repeats(logging.Filter):
    """Lets one library's complaint through once in ``seconds``: aiokafka repeats itself 20 times a second while Kafka
    is away. What was held back is counted on the next that goes through. Our own messages always go through."""

    LIBRARIES: Final = ("aiokafka", "faust", "mode")

    def __init__(self, seconds: float = 10.0, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds, self._clock = seconds, clock
        self._last: dict[tuple[str, str], float] = {}
        self._held: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether ``record`` goes through."""
        if not record.name.startswith(self.LIBRARIES):
            return True
        key, now = (record.name, str(record.msg)), self._clock()
        if now - self._last.get(key, -self._seconds) < self._seconds:
            self._held[key] = self._held.get(key, 0) + 1
            return False
        self._last[key] = now
        if held := self._held.pop(key, 0):
            record.msg, record.args = f"{record.getMessage()} ({held} more like this held back)", None
        return True
