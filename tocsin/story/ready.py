"""Compiles what stories need before the first article comes: it takes seconds, and an alert is not to wait for it."""

from datetime import UTC, datetime
from typing import Final

from tocsin.contract.events import Article
from tocsin.story.compared import Arrival
from tocsin.story.lookup import lookup
from tocsin.story.model import Placement, filed
from tocsin.story.sketch import sketch_of
from tocsin.story.view import view_of

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_SOME: Final = Article(
    id="some",
    feed="some",
    source="",
    url="",
    title="A few words",
    body="They are of some story.",
    language="en",
    published=None,
    fetched=_LONG_AGO,
    content="0",
)


def make_ready() -> None:
    """Use every compiled pass once, where there is numba."""
    sketch, kept = sketch_of(_SOME), lookup()()
    arrival = Arrival(_SOME, sketch, view_of(sketch), frozenset())
    record = filed(_SOME, sketch, Placement(relation="new"), "some", _LONG_AGO)
    kept.add(record)
    kept.by_words(arrival, 1)
    kept.by_triples(arrival, 1)
    kept.likeness(arrival, record)
    kept.names.weight(arrival.view.names)
    kept.remove(record)
