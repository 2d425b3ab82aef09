"""What routes are called that have no name: after what they ask and whom they tell, wherever in the file they stand.

What is held for a story is remembered by the name of its route. A name that told the route's place would be another
route's as soon as somebody puts one above it.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from tocsin.config.routes import Conditions, Route

SIGN: Final = "#"
"""Stands in such a name, and in none that is written."""
_BYTES: Final = 3


def names_of(routes: Sequence[Route], above: str) -> list[str]:
    """The names of routes side by side below the one called ``above``; those that are alike are numbered."""
    alike, names = Counter[str](), list[str]()
    for route in routes:
        name = route.name or _made_name(route, above)
        if not route.name:
            alike[name] += 1
            name += f".{alike[name]}" if alike[name] > 1 else ""
        names.append(name)
    return names


def _made_name(route: Route, above: str) -> str:
    """The first receiver, or the route above, then a digest of what tells it from others: ``desk#1f3c9a``."""
    asked = [above, _asked(route.match), _asked(route.not_), sorted(set(route.receivers or ()))]
    digest = hashlib.blake2b(msgspec.json.encode(asked), digest_size=_BYTES).hexdigest()
    told = route.receivers[0] if route.receivers else above.partition(SIGN)[0]
    return f"{told}{SIGN}{digest}"


def _asked(conditions: Conditions) -> list[tuple[str, str | list[str]]]:
    """What is asked, in one order, however it is written."""
    given = sorted(conditions.model_dump().items())
    return [
        (name, value if isinstance(value, str) else sorted({one.casefold() for one in value}))
        for name, value in given
        if value
    ]
