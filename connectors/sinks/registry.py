"""Which sink serves which kind of receiver: one line each."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from connectors.sinks.base import Sink
from connectors.sinks.jsonl import JsonlSink
from connectors.sinks.terminal import TerminalSink
from connectors.sinks.webhook import WebhookSink
from tocsin.config.model import Jsonl, Receiver, Terminal, Webhook
from tocsin.config.types import Section

SINKS: Final[Mapping[type[Section], Callable[[Any], Sink]]] = {
    Terminal: TerminalSink,
    Jsonl: JsonlSink,
    Webhook: WebhookSink,
}


def sink_for(receiver: Receiver) -> Sink:
    """The sink of ``receiver``, not connected yet."""
    return SINKS[type(receiver)](receiver)
