"""What an alert event says has happened, in one line: its kind and its reason."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from tocsin.contract.events import Alert, AlertReason
from tocsin.delivery.lines import counted


def happening(alert: Alert) -> str:
    """``initial (first report)``, ``update: 3 new reports, now 5 carriers, 2 origins``, and so on."""
    return f"{alert.kind}{_WORDS[alert.reason](alert)}"


def lasting(span: timedelta) -> str:
    """About how long: ``40 s``, ``15 min``, ``4 h``, ``3 days``; what is no time at all is ``0 s``."""
    seconds = max(0.0, span.total_seconds())
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds < 48 * 3600 else f"{seconds / 86400:.0f} days"


def _new_reports(alert: Alert) -> str:
    tally = alert.tally
    whole = f"now {counted(tally.carriers, 'carrier')}, {counted(tally.origins, 'origin')}"
    return f": {counted(tally.since, 'new report')}, {whole}"


def _unheard(alert: Alert) -> str:
    clocks = alert.clocks
    span = "" if clocks.opened is None else f" for {lasting(clocks.alerted - clocks.opened)}"
    return f"nobody has acknowledged it{span}"


_WORDS: Final[Mapping[AlertReason, Callable[[Alert], str]]] = {
    "first_report": lambda _: " (first report)",
    "new_reports": _new_reports,
    "revised": lambda _: ": a report told of was changed",
    "severity_raised": lambda alert: f": severity raised to {alert.severity}",
    "reminder": lambda alert: f": reminder, {_unheard(alert)}",
    "withdrawn": lambda _: ": its only report no longer says it",
    "unacknowledged": lambda alert: f": {_unheard(alert)}",
}
