"""What no single key of ``routes.yaml`` can know: faults between its keys, and between it and other files."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from tocsin.config.document import Document, Path, dotted, value_at
from tocsin.config.routes import ROOT_NAME, QuietHours
from tocsin.config.validate import Fault, unknown, validated
from tocsin.routing.compiled import quiet_hours
from tocsin.routing.policy import Policy
from tocsin.routing.quiet import LONGEST, quiet_until

_A_MONDAY: Final = datetime(2024, 1, 1, tzinfo=UTC)
_ROOT: Final[Path] = ("route",)


class Known(msgspec.Struct, frozen=True):
    """The names that a route may use; ``watchlists`` ``None``: not asked."""

    receivers: tuple[str, ...]
    watchlists: tuple[str, ...] | None = None


def route_faults(document: Document, known: Known) -> Iterator[Fault]:
    """Every fault between keys; read from raw data, so that one faulty route hides none of another."""
    data = document.data
    routes = tuple(_routes(data, _ROOT))
    yield from _names_twice(document, routes)
    for route in routes:
        for names in ((*route, "receivers"), (*route, "escalate", "to")):
            yield from _unknown(data, names, known.receivers, "receiver")
        yield from _budget(data, (*route, "budget"))
        yield from _escalate(data, (*route, "escalate"))
        yield from _quiet_hours(data, (*route, "quiet_hours"))
        yield from _least(data, (*route, "not"))
    conditions = [(*route, key) for route in routes for key in ("match", "not")]
    for index in range(len(_items(data, ("inhibit",)))):
        yield from _inhibition(data, ("inhibit", index))
        conditions += [("inhibit", index, key) for key in ("by", "mute")]
    for condition in conditions if known.watchlists is not None else ():
        yield from _unknown(data, (*condition, "watchlists"), known.watchlists or (), "watchlist")


def _routes(data: Any, path: Path) -> Iterator[Path]:
    """Where the routes stand: the one at ``path``, then those below it."""
    yield path
    for index in range(len(_items(data, (*path, "routes")))):
        yield from _routes(data, (*path, "routes", index))


def _names_twice(document: Document, routes: tuple[Path, ...]) -> Iterator[Fault]:
    first: dict[str, Path] = {}
    for route in routes:
        path = (*route, "name")
        name = value_at(document.data, path)
        if name == ROOT_NAME:
            yield Fault(path, f"{ROOT_NAME!r} is what the root is called; find another name")
        elif isinstance(name, str):
            before = first.setdefault(name, path)
            if before != path:
                line = document.values[before].line
                yield Fault(path, f"the same as {dotted(before)} on line {line}; each name stands once")


def _unknown(data: Any, path: Path, known: tuple[str, ...], noun: str) -> Iterator[Fault]:
    for index, name in enumerate(_items(data, path)):
        if isinstance(name, str) and name not in known:
            yield Fault((*path, index), unknown(name, known, noun))


def _budget(data: Any, path: Path) -> Iterator[Fault]:
    if value_at(data, path) and value_at(data, (*path, "events")) is None:
        yield Fault((*path, "events"), "missing; how many events there may be, or `{}` for no budget")


def _escalate(data: Any, path: Path) -> Iterator[Fault]:
    if value_at(data, path) and not value_at(data, (*path, "to")):
        yield Fault((*path, "to"), "names nobody to escalate to; name receivers, or write `{}` for nobody")


def _quiet_hours(data: Any, path: Path) -> Iterator[Fault]:
    asleep = []
    for index, item in enumerate(_items(data, path)):
        hours = validated(item, QuietHours)
        if isinstance(hours, list):
            continue
        if hours.from_ == hours.to:
            yield Fault((*path, index, "to"), "the same as from; all of a day is from 00:00 to 24:00")
        elif hours.from_ == "24:00":
            yield Fault((*path, index, "from"), "24:00 is the end of a day; begin the next one at 00:00")
        else:
            asleep.append(quiet_hours(hours))
    wakes = quiet_until(Policy(route="", receivers=(), quiet=tuple(asleep)), "low", _A_MONDAY)
    if wakes is not None and wakes - _A_MONDAY >= LONGEST:
        yield Fault(path, "leave no hour of the week in which anything is told")


def _least(data: Any, excluded: Path) -> Iterator[Fault]:
    for key in ("severity", "trust"):
        if value_at(data, (*excluded, key)) == "low":
            message = f"low or higher is all that there is; to keep out what is low, match {key} medium"
            yield Fault((*excluded, key), message)


def _inhibition(data: Any, path: Path) -> Iterator[Fault]:
    for key in ("by", "mute"):
        if value_at(data, (*path, key)) == {}:
            yield Fault((*path, key), "asks for nothing, so that every watchlist is meant; name some")


def _items(data: Any, path: Path) -> list[Any]:
    found = value_at(data, path)
    return found if isinstance(found, list) else []
