"""How a feed stands: one word for people and for counting feeds by."""

from typing import Literal

from tocsin.polling.state import FeedState

FeedStanding = Literal[
    "new",  # it has never answered yet
    "well",  # it answers, and nothing is wrong with it
    "damaged",  # it answers, but not all of its document could be read
    "failing",  # its last poll failed; too soon to call that a trouble
    "troubled",  # something has been wrong with it for longer than one poll
]


def standing(state: FeedState) -> FeedStanding:
    """The nearest trouble counts: what lasts, then the last poll."""
    if state.troubles:
        return "troubled"
    if state.answered is None:
        return "new" if not state.failures else "failing"
    if state.failures:
        return "failing"
    return "damaged" if state.damage else "well"
