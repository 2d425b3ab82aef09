"""Which watchlists a silence is for, and whether it can end when it is to."""

from datetime import datetime
from pathlib import Path

from cli.exits import USAGE, WRONG, Failure
from cli.watchlists import known_ids
from runtime.kafka import Connection
from tocsin.config.model import Config
from tocsin.config.types import duration_text
from tocsin.config.validate import unknown
from tocsin.contract.topics import ACTIONS


def meant(config: Config, watchlists: tuple[str, ...], *, everything: bool) -> tuple[str, ...]:
    """Those that are named, or all of the folder; what is named is not asked for where there is no folder.

    Raises:
        Failure: both or neither are wanted, one of them is not in the folder, or all are and there is none.
    """
    if everything == bool(watchlists):
        raise Failure("say which: --watchlist, or --all by itself", USAGE)
    known = known_ids(Path(config.watchlists))
    if everything and not known:
        raise Failure(f"there is no watchlist in {config.watchlists}", WRONG)
    for name in watchlists if known else ():
        if name not in known:
            raise Failure(f"{name}: {unknown(name, known, 'watchlist')}", USAGE)
    return known if everything else tuple(dict.fromkeys(watchlists))


def ahead(until: datetime, now: datetime, kafka: Connection) -> None:
    """Nothing, where a silence may last until then.

    Raises:
        Failure: that has passed, or Kafka will have forgotten the silence by then.
    """
    kept = kafka.retention(ACTIONS)
    if until <= now:
        raise Failure(f"--until {until:%Y-%m-%d %H:%M:%S} UTC has passed", USAGE)
    if kept is not None and until - now > kept:
        raise Failure(f"--until is too far off: silences are known for {duration_text(kept)}", USAGE)
