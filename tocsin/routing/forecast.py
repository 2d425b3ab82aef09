"""When a report would be told that came now: what ``tocsin routes test`` says."""

from datetime import datetime
from typing import Literal

import msgspec

from tocsin.contract.events import Severity
from tocsin.routing.policy import Policy
from tocsin.routing.quiet import quiet_until


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """A first report is told ``at`` once; a later one ``later``, until then held by ``held``.

    ``escalated`` is when somebody else is told if nobody has acknowledged it; ``None``: never.
    """

    policy: Policy
    at: datetime
    later: datetime
    held: Literal["group_wait", "quiet_hours"]
    escalated: datetime | None = None


def forecast(policy: Policy, severity: Severity, at: datetime) -> Forecast:
    """What ``policy`` does with a report of ``severity`` that comes ``at``, if nothing else has come before it."""
    due = at + policy.group_wait
    awake = quiet_until(policy, severity, due)
    return Forecast(
        policy=policy,
        at=at,
        later=awake or due,
        held="quiet_hours" if awake else "group_wait",
        escalated=at + policy.escalate.after if policy.escalate else None,
    )
