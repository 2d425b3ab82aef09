"""``feeds.yaml``: what the operator writes about feeds, with groups and defaults."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from tocsin.config.types import (
    Country,
    FilePath,
    HeaderName,
    HttpUrl,
    LanguageTag,
    Line,
    Name,
    Seconds,
    Section,
)
from tocsin.config.zones import TimeZone

Kind = Literal["agency", "newspaper", "broadcaster", "government", "organisation", "social", "other"]
Trust = Literal["low", "medium", "high"]
Format = Literal["feed", "sitemap"]


class FeedDefaults(Section):
    """What a feed may have for itself, from its group, or from `defaults`; the nearest counts."""

    language: LanguageTag | None = None
    """What the feed is written in; none means that the feed or the text tells."""
    timezone: TimeZone | None = None
    """Where its dates are at home that name no time zone; none means UTC."""
    country: Country | None = None
    """Where the outlet is at home: two letters (ISO 3166-1)."""
    kind: Kind | None = None
    """What sort of outlet it is."""
    trust: Trust | None = None
    """How far the desk trusts it."""
    tags: tuple[Name, ...] = ()
    """Free words to find it by; those of the group and of `defaults` are added."""
    interval: Seconds | None = None
    """How often it is polled, whatever its rhythm; none means that its rhythm decides."""
    min_interval: Seconds | None = None
    """It is never polled more often; none means `rss.min_interval`."""
    max_interval: Seconds | None = None
    """While it answers, it is polled at least this often; none means `rss.max_interval`."""
    timeout: Seconds | None = None
    """How long one fetch may take; none means `rss.timeout`."""
    user_agent: Line | None = None
    """How we introduce ourselves; none means `rss.user_agent`."""
    headers: dict[HeaderName, SecretStr] = Field(default_factory=dict)
    """Sent with every request for this feed; never to another host."""
    username: Line | None = None
    """For basic authentication, together with a password."""
    password: SecretStr | None = None
    """Its password; better kept in `password_file`."""
    password_file: FilePath | None = None
    """File that holds the password and nothing else."""
    token: SecretStr | None = None
    """Bearer token; better kept in `token_file`."""
    token_file: FilePath | None = None
    """File that holds the token and nothing else."""
    proxy: Annotated[HttpUrl | None, Field(repr=False)] = None
    """HTTP proxy to fetch it through."""
    cookies: bool | None = None
    """Whether cookies the server sets are sent back to it, until the process ends; `false` if not said."""
    full_text: bool | None = None
    """Whether each linked page is fetched and its article extracted; `false` if not said."""
    websub: bool | None = None
    """Whether a hub the feed names is asked to push (needs `websub.callback`); `true` if not said."""


class FeedGroup(FeedDefaults):
    """Feeds that have something in common."""

    name: Name
    """What feeds call it."""


class FeedEntry(FeedDefaults):
    """One feed."""

    id: Name
    """Stands in every article of the feed; keep it when the address changes."""
    url: HttpUrl
    """Address of the RSS, Atom, RDF or JSON Feed document, or of the news sitemap."""
    format: Format = "feed"
    """`sitemap` for a news sitemap."""
    title: str = ""
    """What people call the source."""
    group: Name | None = None
    """One of `groups`."""
    enabled: bool = True
    """`false`: known, but not polled."""


class FeedList(Section):
    """All of ``feeds.yaml``."""

    defaults: FeedDefaults = FeedDefaults()
    """For every feed."""
    groups: tuple[FeedGroup, ...] = ()
    """What feeds of a group have in common."""
    feeds: tuple[FeedEntry, ...] = ()
    """The feeds to poll."""
    opml: tuple[FilePath, ...] = ()
    """OPML files whose feeds are polled too; read again when they change."""
