"""Text in; the routes, or every fault at its place out."""

from collections.abc import Collection

import msgspec

from tocsin.config.issues import Issue
from tocsin.config.load import checked
from tocsin.config.routes import RouteFile
from tocsin.config.yaml import read_yaml
from tocsin.routing.faults import Known, route_faults
from tocsin.routing.idle import idle_routes


class Written(msgspec.Struct, frozen=True):
    """A sound file of routes, and what is sound in it but has no effect."""

    routes: RouteFile
    warnings: tuple[Issue, ...] = ()


def read_routes(
    text: str, path: str, receivers: Collection[str], watchlists: Collection[str] | None = None
) -> Written | list[Issue]:
    """``routes.yaml``, or every fault in it, in order. Never raises.

    ``receivers`` are the names in ``tocsin.yaml``, ``watchlists`` the ids in their folder; ``None``: whether those that
    are named are there is not asked, as one may be deleted while the routes stay as they are.
    """
    document = read_yaml(text, path)
    known = Known(tuple(receivers), None if watchlists is None else tuple(sorted(watchlists)))
    outcome = checked(document, RouteFile, lambda: route_faults(document, known))
    if isinstance(outcome, list):
        return outcome
    return Written(outcome, tuple(sorted(fault.issue(document) for fault in idle_routes(outcome))))
