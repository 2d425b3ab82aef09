"""What of a decision stands in the log: the reason of the event, by the same word."""

from structlog.testing import capture_logs

from runtime.metrics import Instruments
from streams.alert_counts import count_outcome
from tests.alerts import alert, digest
from tocsin.alerting.outcome import Counted, Outcome


def test_what_is_sent_and_what_is_not_is_logged_with_its_reason() -> None:
    sent, held = alert(), digest()
    outcome = Outcome(send=(sent, held), counted=(Counted("withheld", "repeat"),))
    with capture_logs() as logs:
        count_outcome(Instruments("worker"), sent.watchlist, outcome)
    assert logs == [
        {
            "event": sent.kind,
            "log_level": "info",
            "id": sent.event_id,
            "watchlist": sent.watchlist,
            "reason": sent.reason,
            "severity": sent.severity,
            "receivers": list(sent.receivers),
        },
        {
            "event": "digest",
            "log_level": "info",
            "id": held.id,
            "watchlist": held.watchlist,
            "reports": held.reports,
            "held": dict(held.held),
        },
        {
            "event": "withheld",
            "log_level": "debug",
            "watchlist": sent.watchlist,
            "reason": "repeat",
            "times": 1,
        },
    ]
