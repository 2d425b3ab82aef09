"""How a worker gets its watchlists out of their folder."""

from functools import partial
from pathlib import Path

from cli.files import look_at
from cli.matching import Successive, lexicon
from streams.reload import Steps
from tocsin.config.model import Config
from tocsin.matching.proof import unproved
from tocsin.watchlist.roster import renewed


def steps(config: Config) -> Steps:
    """From the configured folder to a matcher.

    Raises:
        Failure: the file of word forms can't be made.
    """
    receivers = tuple(receiver.name for receiver in config.receivers)
    return Steps(
        look=partial(look_at, Path(config.watchlists), config.watchlists),
        renew=partial(renewed, receivers=receivers, prove=partial(unproved, lexicon=lexicon())),
        make=Successive(),
    )
