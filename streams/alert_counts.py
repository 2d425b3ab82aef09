"""What the alert agent counts and logs: one closed list of reasons for both."""

from datetime import datetime

from runtime import logs
from runtime.metrics import Instruments
from tocsin import metrics
from tocsin.alerting.outcome import Counted, Outcome
from tocsin.contract.events import Action, Alert, Digest, Match, Wake, Withdrawn

log = logs.get(__name__)


def count_taken(
    instruments: Instruments, event: Match | Withdrawn | Action | Wake, due: datetime | None, now: datetime
) -> None:
    """Count an event before it is handled; ``due`` is when its watchlist was next due."""
    if isinstance(event, Action):
        instruments.count(metrics.ACTIONS, verb=event.verb)
    if isinstance(event, Wake) and due is not None and due <= event.at:
        instruments.observe(metrics.DUE_LATENESS, (now - due).total_seconds())


def count_outcome(instruments: Instruments, watchlist: str, outcome: Outcome) -> None:
    """Count what came of an event, once it is sent and remembered."""
    for sent in outcome.send:
        log.info(sent.kind if isinstance(sent, Alert) else "digest", **_said(sent))
        if isinstance(sent, Digest):
            instruments.count(metrics.DIGESTS, watchlist=watchlist)
            instruments.count(metrics.DIGEST_REPORTS, sent.reports, watchlist=watchlist)
        else:
            _count_alert(instruments, sent)
    for counted in outcome.counted:
        log.debug(counted.what, watchlist=watchlist, reason=counted.reason, times=counted.times)
        _count(instruments, watchlist, counted)


def _said(sent: Alert | Digest) -> dict[str, object]:
    if isinstance(sent, Digest):
        return {"id": sent.id, "watchlist": sent.watchlist, "reports": sent.reports, "held": dict(sent.held)}
    named = {"id": sent.event_id, "watchlist": sent.watchlist, "reason": sent.reason}
    return named | {"severity": sent.severity, "receivers": list(sent.receivers)}


def _count_alert(instruments: Instruments, alert: Alert) -> None:
    instruments.count(metrics.ALERTS, watchlist=alert.watchlist, kind=alert.kind, reason=alert.reason)
    if alert.kind != "initial":
        return
    clocks = alert.clocks
    fetched = (clocks.alerted - clocks.fetched).total_seconds()
    instruments.observe(metrics.LATENCY, fetched, since="fetched", step="alerted")
    if clocks.published is not None:
        age = (clocks.alerted - clocks.published).total_seconds()
        instruments.observe(metrics.LATENCY, age, since="published", step="alerted")


def _count(instruments: Instruments, watchlist: str, counted: Counted) -> None:
    times, reason = counted.times, counted.reason
    if counted.what == "held":
        instruments.count(metrics.HELD, times, watchlist=watchlist, reason=reason)
    elif counted.what == "withheld":
        instruments.count(metrics.ALERTS_WITHHELD, times, watchlist=watchlist, reason=reason)
    elif counted.what == "placed":
        instruments.count(metrics.PLACED, times, watchlist=watchlist, relation=reason)
    elif counted.what == "clock":
        instruments.count(metrics.CLOCKS_BACK, times, watchlist=watchlist)
