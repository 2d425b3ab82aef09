"""Structured logs on standard error: text for a person, JSON lines for a machine."""

import logging
import sys
from typing import Any, Literal

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
    structlog.contextvars.bind_contextvars(part=part)


def get(name: str) -> Any:
    """A structlog logger: ``log.info("what happened", key=value)``."""
    return structlog.stdlib.get_logger(name)
