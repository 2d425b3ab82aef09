"""A moment on the command line: a time with its zone, or a span from now."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Final

import click

from tocsin.config.types import parse_duration

_FORM: Final = "write 2h, 3d, 2026-03-01T23:30Z or 2026-03-01T23:30+03:00"


class Moment(click.ParamType):
    """`2026-03-01T23:30Z`; with ``ahead``, `2h` too, which is so long from now. UTC."""

    name = "moment"

    def __init__(self, *, ahead: bool = False) -> None:
        self._ahead = ahead

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value)
        span = _span(text) if self._ahead else None
        if span is not None:
            return self._after(span, param, ctx)
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is no moment: {_FORM}", param, ctx)
        if found.tzinfo is None:
            self.fail(f"{text!r} names no time zone: {_FORM}", param, ctx)
        if not MINYEAR < found.year < MAXYEAR:
            self.fail(f"{text!r} is out of all calendars", param, ctx)
        return found.astimezone(UTC)

    def _after(self, span: timedelta, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return datetime.now(UTC) + span
        except OverflowError:
            self.fail("is out of all calendars", param, ctx)


def _span(text: str) -> timedelta | None:
    if text[-1:].isdigit():  # plain seconds would be a year, too
        return None
    try:
        found = parse_duration(text)
    except ValueError:
        return None
    return found if isinstance(found, timedelta) else None
