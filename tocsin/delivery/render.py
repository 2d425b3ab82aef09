"""An alert as a block of lines for a person to read: text and meaning, no colours and no escape codes.

Every piece that others wrote is isolated, so that a Persian headline with digits and Latin names keeps its own
order and leaves ours alone. The URL needs no isolation: it is ASCII, on a line of its own.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Final, Literal

import msgspec

from tocsin.contract.events import Alert, Clocks, Evidence, Report
from tocsin.delivery.foreign import FSI, PDI, ascii_url, isolated, neutral
from tocsin.delivery.provenance import provenance

Role = Literal[
    "plain", "severity", "status", "cleared", "watchlist", "headline", "quote", "hit", "label", "url"
]

MOST_QUOTES: Final = 3
MOST_CAUSES: Final = 5
LONGEST_TEXT: Final = 400
BOILERPLATE: Final = "related links, menus or repeated sentences"
_MARGIN: Final = 120


class Span(msgspec.Struct, frozen=True):
    """A stretch of a line, and what it is."""

    text: str
    role: Role = "plain"


Line = tuple[Span, ...]
Block = tuple[Line, ...]
Hit = tuple[int, int]


def render(alert: Alert) -> Block:
    """The whole alert: what, where from, the words that fired with their sentence, why, when, and the address."""
    return (
        _heading(alert),
        *_downgrade(alert),
        _origin(alert),
        headline(alert.report.title, alert.evidence),
        *quotes(alert.evidence),
        *_causes(alert.evidence),
        _when(alert.clocks),
        *_provenance(alert.report),
        labelled("url", Span(ascii_url(alert.report.url), "url")),
        labelled("alert", Span(isolated(alert.event_id))),
    )


def plain(block: Block) -> str:
    """The block as text, hits marked as »term«; ends with a line break."""
    marked = (
        "".join(f"»{span.text}«" if span.role == "hit" else span.text for span in line) for line in block
    )
    return "\n".join(marked) + "\n"


def _heading(alert: Alert) -> Line:
    status = () if alert.status == "actual" else (Span(alert.status.upper(), "status"), Span("  "))
    title = Span(isolated(short(alert.watchlist_title)), "watchlist")
    event = Span(f"  {alert.kind} ({alert.reason.replace('_', ' ')})")
    return (*status, Span(alert.severity.upper(), "severity"), Span("  "), title, event)


def _downgrade(alert: Alert) -> Iterator[Line]:
    if alert.downgraded:
        yield labelled("lowered", Span(f"without words in {BOILERPLATE} it would not have fired"))


def _origin(alert: Alert) -> Line:
    report = alert.report
    return labelled("source", Span(f"{isolated(short(report.source))} · {isolated(report.language)}"))


def headline(title: str, evidence: Iterable[Evidence]) -> Line:
    """The title with its hits."""
    hits = [
        (one.start, one.end)
        for one in evidence
        if one.field == "title" and title[one.start : one.end] == one.surface
    ]
    return quoted(title, hits, "headline", "title")


def quotes(evidence: Iterable[Evidence]) -> Iterator[Line]:
    """Each sentence of the body once, with all its hits; the article's own words before related links and menus."""
    body = sorted((one for one in evidence if one.field == "body"), key=_place)
    sentences = [list(found) for _, found in groupby(body, key=_place)]
    for found in sentences[:MOST_QUOTES]:
        hits = [hit for one in found for hit in _hit_in_sentence(one)]
        yield quoted(found[0].sentence, hits, "quote", "text" if found[0].zone == "text" else "related")
    if len(sentences) > MOST_QUOTES:
        yield (Span(f"          and {len(sentences) - MOST_QUOTES} more sentences"),)


def _place(one: Evidence) -> tuple[bool, int, str]:
    return one.zone != "text", one.sentence_start, one.sentence


def _hit_in_sentence(one: Evidence) -> list[Hit]:
    start, end = one.start - one.sentence_start, one.end - one.sentence_start
    fits = start >= 0 and one.sentence[start:end] == one.surface
    return [(start, end)] if fits else []


def quoted(text: str, hits: Iterable[Hit], role: Role, label: str) -> Line:
    """What others wrote, isolated, its hits marked; a long one is cut to a stretch around the first hit."""
    merged = _merged(hit for hit in hits if hit[0] < hit[1])
    first, last = _window(text, merged)
    spans: list[Span] = []
    at = first
    for start, end in merged:
        if start < last:
            spans += [Span(neutral(text[at:start]), role), Span(neutral(text[start : min(end, last)]), "hit")]
            at = min(end, last)
    spans.append(Span(neutral(text[at:last]), role))
    opening, closing = FSI + "…" * (first > 0), "…" * (last < len(text)) + PDI
    inside = [span for span in spans if span.text]
    return labelled(label, Span(opening), *inside, Span(closing))


def _merged(hits: Iterable[Hit]) -> list[Hit]:
    merged: list[Hit] = []
    for start, end in sorted(hits):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, hits: list[Hit]) -> Hit:
    """The part of ``text`` to show: all of it, or a stretch around the first hit."""
    if len(text) <= LONGEST_TEXT:
        return 0, len(text)
    first = max(0, hits[0][0] - _MARGIN) if hits else 0
    return first, min(len(text), first + LONGEST_TEXT)


def _causes(evidence: tuple[Evidence, ...]) -> Iterator[Line]:
    """Why it fired, each cause once: term, form, what linked it to the text, score."""
    causes = list(dict.fromkeys(_cause(one) for one in evidence))
    for cause in causes[:MOST_CAUSES]:
        yield labelled("why", Span(cause))
    if len(causes) > MOST_CAUSES:
        yield (Span(f"          and {len(causes) - MOST_CAUSES} more"),)


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


def at(time: datetime) -> str:
    """The moment, to the second."""
    return time.isoformat(sep=" ", timespec="seconds").replace("+00:00", " UTC")


def short(text: str) -> str:
    """As much of ``text`` as a line takes."""
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def labelled(label: str, *spans: Span) -> Line:
    """A line of a block: what it is, then what it says."""
    return (Span(f"  {label:<8}", "label"), *spans)
