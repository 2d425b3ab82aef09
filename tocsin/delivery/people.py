"""What people did about an alert, in words."""

from collections.abc import Iterator
from typing import Final

from tocsin.contract.events import Handling
from tocsin.delivery.foreign import isolated
from tocsin.delivery.lines import Line, Span, counted, labelled, short, under

MOST_NOTES: Final = 3


def handled(handling: Handling) -> Iterator[Line]:
    """Who acknowledged it, whose it is, the last of what was noted; nothing where nobody did anything."""
    did = {"acknowledged by": handling.acked_by, "assigned to": handling.assignee}
    said = " · ".join(f"{what} {isolated(short(who))}" for what, who in did.items() if who)
    if said:
        yield labelled("handled", Span(said))
    for note in handling.notes[-MOST_NOTES:]:
        yield labelled("noted", Span(isolated(short(note)), "quote"))
    if len(handling.notes) > MOST_NOTES:
        yield under(f"and {counted(len(handling.notes) - MOST_NOTES, 'earlier note')}")
