"""What came of one delivery attempt: three named things, each with a reason from a closed list."""

from datetime import timedelta
from typing import Literal

import msgspec

DeliveredReason = Literal["accepted"]
RetryReason = Literal["unreachable", "timeout", "busy", "server_error", "disk_full", "io_error"]
RejectReason = Literal["refused", "gone", "unauthorized", "too_large"]


class Delivered(msgspec.Struct, frozen=True):
    """The receiver has the alert."""

    reason: DeliveredReason = "accepted"


class RetryAfter(msgspec.Struct, frozen=True):
    """Not now. ``after`` is the receiver's own wish, ``None`` where it named none."""

    reason: RetryReason
    detail: str
    after: timedelta | None = None


class Rejected(msgspec.Struct, frozen=True):
    """Never: trying again will not help."""

    reason: RejectReason
    detail: str


Outcome = Delivered | RetryAfter | Rejected
