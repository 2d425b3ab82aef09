"""What one record of the alerts topic means to one receiver."""

from collections.abc import Container

import msgspec

from tocsin.contract.codec import InvalidEvent, decode
from tocsin.contract.events import Alert


class Deliver(msgspec.Struct, frozen=True):
    """An alert for this receiver, not delivered yet as far as we know."""

    alert: Alert


class Repeat(msgspec.Struct, frozen=True):
    """The receiver has it already."""

    event_id: str


class NotForUs(msgspec.Struct, frozen=True):
    """An alert for other receivers."""


class Poison(msgspec.Struct, frozen=True):
    """No alert at all, and why."""

    detail: str


Intake = Deliver | Repeat | NotForUs | Poison


def take_in(payload: bytes | None, receiver: str, delivered: Container[str]) -> Intake:
    """Judge the record's value for ``receiver``; ``delivered`` holds the ``event_id`` of what it has."""
    alert = decode(payload, Alert)
    if isinstance(alert, InvalidEvent):
        return Poison(alert.detail)
    if receiver not in alert.receivers:
        return NotForUs()
    return Repeat(alert.event_id) if alert.event_id in delivered else Deliver(alert)
