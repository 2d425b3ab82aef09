"""Full text for a process: its parts put together."""

from datetime import timedelta

from connectors.sources.fulltext.asking import Asking, CrawlDelay, Way
from connectors.sources.fulltext.extend import FullText
from connectors.sources.web.exchange import Fetch
from connectors.sources.web.robots import Robots
from runtime.metrics import Instruments
from tocsin.config.model import Rss


def full_text(
    near: Fetch, far: Fetch, settings: Rss, instruments: Instruments, crawl_delay: CrawlDelay | None = None
) -> FullText:
    """One for all feeds. ``near`` and ``far`` wait for their host's turn and go where ``Asking`` says."""
    near_way, far_way = (Way(fetch, Robots(fetch, settings.user_agent)) for fetch in (near, far))
    return FullText(Asking(near_way, far_way, crawl_delay or _ignore), instruments)


def _ignore(host: str, delay: timedelta) -> None:
    """Nobody keeps to it."""


def abroad(settings: Rss) -> Rss:
    """``settings`` for ``far``: no private network is open to whatever a feed happens to link to."""
    return settings.model_copy(update={"allow": ()})
