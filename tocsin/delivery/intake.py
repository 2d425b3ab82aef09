"""What one record of the topics that sinks read means to one receiver."""

from collections.abc import Container

import msgspec

from tocsin.contract.codec import InvalidEvent
from tocsin.delivery.notice import Notice, read_notice


class Deliver(msgspec.Struct, frozen=True):
    """A notice for this receiver, not delivered yet as far as we know."""

    notice: Notice


class Repeat(msgspec.Struct, frozen=True):
    """The receiver has it already."""

    event_id: str


class NotForUs(msgspec.Struct, frozen=True):
    """A notice for other receivers."""


class Poison(msgspec.Struct, frozen=True):
    """No notice at all, and why."""

    detail: str


Intake = Deliver | Repeat | NotForUs | Poison


def take_in(payload: bytes | None, receiver: str, delivered: Container[str]) -> Intake:
    """Judge the record's value for ``receiver``; ``delivered`` holds the ``event_id`` of what it has."""
    notice = read_notice(payload)
    if isinstance(notice, InvalidEvent):
        return Poison(notice.detail)
    if receiver not in notice.receivers:
        return NotForUs()
    return Repeat(notice.event_id) if notice.event_id in delivered else Deliver(notice)
