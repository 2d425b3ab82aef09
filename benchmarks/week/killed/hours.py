"""The hours of the week's storm, and the week's routes for them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import dropwhile, takewhile
from typing import Any, Final

import msgspec

from benchmarks.week.planned import STORM_AT, Item
from tocsin.config.types import duration_text, parse_duration
from tocsin.contract.events import Article
from tocsin.identity.article import content_digest
from tocsin.matching.given import Given, read_line
from tocsin.routing.policy import Policy

BEGIN: Final = STORM_AT - timedelta(minutes=30)
END: Final = STORM_AT + timedelta(minutes=90)
_LEAST: Final = timedelta(seconds=1)
_UNSAID: Final = Policy(route="", receivers=())
_WAITS: Final = {"group_wait": _UNSAID.group_wait, "group_interval": _UNSAID.group_interval}


def storm_hours(week: Iterable[Item]) -> list[Item]:
    """All that is fetched from half an hour before the storm begins to half an hour after its end."""
    until_end = takewhile(lambda item: item.at < END, week)
    return list(dropwhile(lambda item: item.at < BEGIN, until_end))


def moved(items: Sequence[Item], end: datetime) -> list[Article]:
    """Their articles, all dates moved by as much, so that the last was fetched at ``end``.

    Raises:
        ValueError: one is no article.
    """
    by = end - items[-1].at
    return [_moved(read_line(msgspec.json.encode(item.article), end), by) for item in items]


def _moved(given: Given | str, by: timedelta) -> Article:
    if isinstance(given, str):
        raise ValueError(given)  # noqa: TRY004 -- what is wrong with the line
    article = given.article
    return msgspec.structs.replace(
        article,
        fetched=article.fetched + by,
        published=article.published and article.published + by,
        content=content_digest(article.title, article.body),
    )


def quickened(routes: Mapping[str, Any], speed: int) -> dict[str, Any]:
    """The week's routes where hours pass ``speed`` times as fast, as far as waits can be so short.

    Quiet hours are left out: in the storm's hours no route of the week sleeps.
    """
    return {"route": {**_shorter(_WAITS, speed), **_quickened(routes["route"], speed)}}


def _quickened(route: Mapping[str, Any], speed: int) -> dict[str, Any]:
    found = {name: value for name, value in route.items() if name != "quiet_hours"}
    if "budget" in found:
        found["budget"] = {**found["budget"], **_shorter({"per": found["budget"]["per"]}, speed)}
    if "routes" in found:
        found["routes"] = [_quickened(one, speed) for one in found["routes"]]
    return found


def _shorter(waits: Mapping[str, Any], speed: int) -> dict[str, str]:
    found = {}
    for name, value in waits.items():
        wait = parse_duration(value)
        assert isinstance(wait, timedelta)
        found[name] = duration_text(max(_LEAST, wait / speed))
    return found
