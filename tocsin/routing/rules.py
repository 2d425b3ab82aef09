"""All that is configured about who is told what, as frozen values."""

from datetime import timedelta
from typing import Final

import msgspec

from tocsin.routing.condition import ANYTHING, Condition
from tocsin.routing.policy import Policy
from tocsin.story.model import StorySettings

DEFAULT_ROUTE: Final = "default"
"""The name of the root, where the file gives it none."""
LATE: Final = timedelta(days=2)
ARCHIVE: Final = 20


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One node of the tree: a report takes it if it is all that ``match`` asks and nothing that ``excludes`` names.

    ``policy`` says everything, what is inherited included. ``goes_on``: later routes beside it are asked as well.
    """

    policy: Policy
    match: Condition = ANYTHING
    excludes: tuple[Condition, ...] = ()
    goes_on: bool = False
    routes: tuple["Route", ...] = ()


class Inhibition(msgspec.Struct, frozen=True, kw_only=True):
    """Reports that are as ``mute`` says are held while another watchlist, as ``by`` says, rings for the article."""

    by: Condition
    mute: Condition


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The route tree, the inhibitions, every receiver that is configured, and what bounds stories.

    An article published longer than ``late`` before it came is old; ``archive`` of them ring per watchlist and hour.
    """

    routes: Route
    receivers: tuple[str, ...]
    inhibit: tuple[Inhibition, ...] = ()
    stories: StorySettings = StorySettings()
    late: timedelta = LATE
    archive: int = ARCHIVE

    @classmethod
    def plain(cls, receivers: tuple[str, ...] = ("log",)) -> "Rules":
        """One route to all ``receivers``, with the defaults of everything."""
        return cls(routes=Route(policy=Policy(route=DEFAULT_ROUTE, receivers=receivers)), receivers=receivers)
