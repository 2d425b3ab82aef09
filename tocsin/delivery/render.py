"""An alert as a block of lines for a person to read.

Every piece that others wrote is isolated, so that a Persian headline with digits and Latin names keeps its own
order and leaves ours alone. The URL needs no isolation: it is ASCII, on a line of its own.
"""

from collections.abc import Iterator
from typing import Final

from tocsin.contract.events import Alert, Clocks, Evidence, Report
from tocsin.delivery.foreign import ascii_url, isolated
from tocsin.delivery.happening import happening
from tocsin.delivery.lines import Block, Line, Span, at, labelled, short, under
from tocsin.delivery.people import handled
from tocsin.delivery.provenance import provenance
from tocsin.delivery.quotes import former, headline, quotes
from tocsin.delivery.stories import changed, held, joined, others, referring, so_far

MOST_CAUSES: Final = 5
BOILERPLATE: Final = "related links, menus or repeated sentences"


def render(alert: Alert) -> Block:
    """The whole event: what happened, the story so far, the report with the words that fired, people, address."""
    return (
        _heading(alert),
        *_severity(alert),
        *so_far(alert),
        _origin(alert.report),
        headline(alert.report.title, alert.evidence),
        *(former if alert.kind == "retraction" else quotes)(alert.evidence),
        *changed(alert.change),
        *_causes(alert.evidence),
        *joined(alert),
        _when(alert.clocks),
        *_provenance(alert.report),
        *others(alert),
        *held(alert.tally),
        *handled(alert.handling),
        labelled("url", Span(ascii_url(alert.report.url), "url")),
        *referring(alert.references),
        labelled("alert", Span(isolated(alert.event_id))),
    )


def _heading(alert: Alert) -> Line:
    status = () if alert.status == "actual" else (Span(alert.status.upper(), "status"), Span("  "))
    title = Span(isolated(short(alert.watchlist_title)), "watchlist")
    event = Span(f"  {happening(alert)}")
    return (*status, Span(alert.severity.upper(), "severity"), Span("  "), title, event)


def _severity(alert: Alert) -> Iterator[Line]:
    if alert.downgraded:
        yield labelled("lowered", Span(f"without words in {BOILERPLATE} it would not have fired"))
    if alert.severity_why:
        yield labelled("weighs", Span(f"{alert.severity}, {isolated(short(alert.severity_why))}"))


def _origin(report: Report) -> Line:
    return labelled("source", Span(f"{isolated(short(report.source))} · {isolated(report.language)}"))


def _causes(evidence: tuple[Evidence, ...]) -> Iterator[Line]:
    """Why it fired, each cause once: term, form, what linked it to the text, score."""
    causes = list(dict.fromkeys(_cause(one) for one in evidence))
    for cause in causes[:MOST_CAUSES]:
        yield labelled("why", Span(cause))
    if len(causes) > MOST_CAUSES:
        yield under(f"and {len(causes) - MOST_CAUSES} more")


def _cause(one: Evidence) -> str:
    form, surface = isolated(short(one.form)), isolated(short(one.surface))
    where = f"{isolated(one.term)} ({isolated(one.language)})"
    zone = "" if one.zone == "text" else f", in {BOILERPLATE}"
    return f"{where}: {form} found as {surface} by {isolated(short(one.rule))}, score {one.score:.0f}{zone}"


def _provenance(report: Report) -> Iterator[Line]:
    if said := " · ".join(provenance(report.date_source, report.notes)):
        yield labelled("note", Span(said))


def _when(clocks: Clocks) -> Line:
    published = "unknown" if clocks.published is None else at(clocks.published)
    return labelled(
        "when",
        Span(f"published {published} · fetched {at(clocks.fetched)} · alerted {at(clocks.alerted)}"),
    )
