"""What all agents of one worker share."""

from collections.abc import Callable

import faust
import msgspec

from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams.in_hand import InHand
from streams.sender import Sender

Size = tuple[int, int]
"""How many records a memory holds, and the bytes of their keys and values."""


class Shared(msgspec.Struct, frozen=True):
    """The application, its way out, and what it shows. ``sizes`` gives the size of each memory, by its name."""

    app: faust.App
    connection: Connection
    sender: Sender
    instruments: Instruments
    in_hand: InHand
    sizes: dict[str, Callable[[], Size]] = {}


def shared(app: faust.App, connection: Connection, instruments: Instruments) -> Shared:
    """Made once for an application."""
    sender = Sender(app, connection, instruments)
    in_hand = InHand(app, connection.settings.session_timeout.total_seconds())
    return Shared(app, connection, sender, instruments, in_hand)
