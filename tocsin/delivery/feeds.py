"""A feed alert as a block of lines for a person to read, in the manner of ``tocsin.delivery.render``."""

from collections.abc import Iterator, Mapping
from typing import Final

from tocsin.contract.events import FeedAlert
from tocsin.delivery.foreign import ascii_url, isolated
from tocsin.delivery.lines import Block, Line, Span, at, labelled, short
from tocsin.polling.trouble import TroubleKind

MEANING: Final[Mapping[TroubleKind, str]] = {
    "failing": "no document could be had of it for a while; it is tried again, ever more slowly",
    "gone": "its server says that it is no more",
    "emptied": "it answers, but its entries are gone",
    "html": "a web page stands where the feed was",
    "malformed": "it answers with something that nothing can be read from",
    "frozen": "its server says that nothing has changed, but has news when it is asked for everything",
    "silent": "it has brought nothing new for much longer than it usually takes",
    "gap": "a poll shared no entry with the one before: entries may have come and gone unseen",
}


def render_feed(alert: FeedAlert) -> Block:
    """The whole feed alert: which feed, what is wrong or was, since when, and its address."""
    return (
        _heading(alert),
        labelled("what", Span(MEANING[alert.trouble])),
        *_detail(alert.detail),
        labelled("feed", Span(isolated(alert.feed))),
        _when(alert),
        labelled("url", Span(ascii_url(alert.url), "url")),
        labelled("alert", Span(isolated(alert.event_id))),
    )


def _heading(alert: FeedAlert) -> Line:
    status = () if alert.status == "actual" else (Span(alert.status.upper(), "status"), Span("  "))
    raised = alert.kind == "raised"
    word = Span(alert.severity.upper(), "severity") if raised else Span("CLEARED", "cleared")
    event = Span(f"  {'feed in trouble' if raised else 'feed no longer in trouble'}: {alert.trouble}")
    return (*status, word, Span("  "), Span(isolated(short(alert.source)), "watchlist"), event)


def _detail(detail: str) -> Iterator[Line]:
    if detail:
        yield labelled("detail", Span(isolated(short(detail))))


def _when(alert: FeedAlert) -> Line:
    noticed = "noticed" if alert.kind == "raised" else "over"
    return labelled("when", Span(f"since {at(alert.since)} · {noticed} {at(alert.at)}"))
