"""What was found at feeds' addresses, for a person to read."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cli.ages import ago
from cli.paint import Painted, Piece
from cli.table import table
from connectors.sources.discovery import FoundFeed
from connectors.sources.probe import Finding
from tocsin.delivery.foreign import ascii_url, isolated

_HEADS = ("feed", "what", "entries", "newest", "language", "encoding", "hub", "title")


def view(findings: Sequence[Finding], now: datetime) -> Iterator[Painted]:
    """A table, then everything that is wrong or odd, feed by feed."""
    yield from table(_HEADS, [(one.feed, *_cells(one, now)) for one in findings])
    for one in findings:
        if not one.good:
            yield [Piece(f"{one.feed}: "), Piece(one.outcome, "no"), Piece(f": {isolated(one.detail)}")]
        for warning in one.warnings:
            yield [Piece(f"{one.feed}: {isolated(warning)}")]


def found_view(feeds: Sequence[FoundFeed], now: datetime) -> Iterator[Painted]:
    """What the discovery of a site brought, each with the command that adds it."""
    for one in feeds:
        finding = one.finding
        what, entries, newest, language, *_, title = _cells(finding, now)
        yield [Piece(ascii_url(finding.url), "url")]
        yield [Piece(f"    {what}, {one.way}, {entries} entries, newest {newest}, language {language}")]
        if title != "-":
            yield [Piece(f"    {isolated(title)}", "headline")]
        if finding.hub:
            yield [Piece(f"    pushed by {ascii_url(finding.hub)}")]
        for warning in finding.warnings:
            yield [Piece(f"    {isolated(warning)}", "label")]
        yield [Piece(f"    tocsin feeds add '{ascii_url(finding.url)}'", "label")]


def _cells(one: Finding, now: datetime) -> tuple[str, ...]:
    return (
        one.format or one.outcome,
        str(one.entries),
        ago(one.newest, now),
        one.language or "-",
        one.encoding or "-",
        "yes" if one.hub else "-",
        one.title or "-",
    )
