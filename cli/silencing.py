"""What a silence is for, and whether it can end when it is to."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from cli.exits import USAGE, WRONG, Failure
from cli.watchlists import known_ids, read_path
from runtime.kafka import Connection
from tocsin.config.model import Config
from tocsin.config.types import duration_text
from tocsin.config.validate import unknown
from tocsin.contract.events import Scope
from tocsin.contract.topics import ACTIONS

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}")


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


def sound(scope: Scope, comment: str, config: Config, watchlists: tuple[str, ...]) -> None:
    """Nothing, where a silence of these may be about that.

    Raises:
        Failure: it says no reason, or names a language, a country or a term that there is not: it would hold nothing.
    """
    faults = [] if comment.strip() else ["--comment is empty: say why, others will want to know"]
    faults += [
        f"--language: {tag!r} is no language tag such as ar, fa or pt-BR"
        for tag in scope.languages
        if not _LANGUAGE.fullmatch(tag)
    ]
    faults += [
        f"--country: {country!r} is not two letters (ISO 3166-1) such as ir, ru or tr"
        for country in scope.countries
        if not _COUNTRY.fullmatch(country)
    ]
    faults += _unknown_terms(scope.terms, Path(config.watchlists), watchlists) if scope.terms else ()
    if faults:
        raise Failure("; ".join(faults), USAGE)


def _unknown_terms(terms: tuple[str, ...], folder: Path, watchlists: tuple[str, ...]) -> Iterator[str]:
    """Terms that none of the watchlists has, as far as those can be read."""
    read, _ = read_path(folder)
    found = {one.watchlist.id: one.watchlist.terms for one in read if one.watchlist.id in watchlists}
    if found.keys() < set(watchlists):
        return
    known = tuple(sorted({term.id for held in found.values() for term in held}))
    for term in terms:
        if term not in known:
            yield f"--term {term}: {unknown(term, known, 'term')}"


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
