"""One feed with everything about it settled: its own words over its group's, over the defaults."""

from datetime import timedelta

import msgspec

from tocsin.config.feeds import Format, Kind, Trust


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """How a feed is asked for. Holds secrets: it is never logged, shown or sent anywhere but to the feed's host."""

    user_agent: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    username: str = ""
    password: str = ""
    token: str = ""
    proxy: str = ""
    cookies: bool = False

    def __repr__(self) -> str:
        return "Access(…)"


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed to poll. ``interval`` is fixed where the operator fixed it; times are as in ``tocsin.config``."""

    id: str
    url: str
    format: Format = "feed"
    title: str = ""
    group: str = ""
    language: str = ""
    timezone: str = ""
    country: str = ""
    kind: Kind | None = None
    trust: Trust | None = None
    tags: tuple[str, ...] = ()
    interval: timedelta | None = None
    min_interval: timedelta = timedelta(minutes=1)
    max_interval: timedelta = timedelta(hours=1)
    timeout: timedelta = timedelta(seconds=30)
    access: Access = Access()
    full_text: bool = False
    websub: bool = True
