"""A digest as a block of lines for a person to read, in the manner of ``tocsin.delivery.render``."""

from collections.abc import Iterator
from typing import Final

from tocsin.contract.events import Digest, Held
from tocsin.delivery.foreign import isolated
from tocsin.delivery.lines import Block, Line, Span, at, counted, labelled, short, under
from tocsin.delivery.stories import held_words, listed_url

MOST_ENTRIES: Final = 10


def render_digest(digest: Digest) -> Block:
    """The whole digest: how much was held back and why, when, and the stories with the most of it."""
    return (
        _heading(digest),
        _when(digest),
        *_route(digest),
        *_entries(digest),
        labelled("digest", Span(isolated(digest.event_id))),
    )


def _heading(digest: Digest) -> Line:
    status = () if digest.status == "actual" else (Span(digest.status.upper(), "status"), Span("  "))
    title = Span(isolated(short(digest.watchlist_title)), "watchlist")
    whole = f"{counted(digest.reports, 'report')} of {counted(digest.stories, 'story', 'stories')}"
    said = Span(f"  digest: {whole} held ({held_words(digest.held)})")
    return (*status, Span(digest.severity.upper(), "severity"), Span("  "), title, said)


def _when(digest: Digest) -> Line:
    return labelled("when", Span(f"{at(digest.since)} to {at(digest.until)} · told {at(digest.at)}"))


def _route(digest: Digest) -> Iterator[Line]:
    if digest.route:
        yield labelled("route", Span(isolated(short(digest.route))))


def _entries(digest: Digest) -> Iterator[Line]:
    for entry in digest.entries[:MOST_ENTRIES]:
        yield from _entry(entry)
    more = digest.stories - min(len(digest.entries), MOST_ENTRIES)
    if more > 0:
        yield under(f"and {counted(more, 'more story', 'more stories')}")


def _entry(entry: Held) -> Iterator[Line]:
    carriers = f", {counted(entry.carriers, 'carrier')}" if entry.carriers > 1 else ""
    outlet = f"{isolated(short(entry.source))} · {isolated(entry.language)} · {entry.severity}"
    told = f"{counted(entry.reports, 'report')}{carriers} · {outlet} · "
    yield labelled("story", Span(told), Span(isolated(short(entry.title)), "quote"))
    yield labelled("", Span(listed_url(entry.url), "url"), Span(f"  {isolated(short(entry.alert))}"))
