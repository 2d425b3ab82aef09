"""Full text for a process: its parts put together."""

from datetime import timedelta

from connectors.sources.fulltext.asking import Asking, CrawlDelay
from connectors.sources.fulltext.extend import FullText
from connectors.sources.fulltext.rules import Rules
from connectors.sources.web.exchange import Fetch
from runtime.metrics import Instruments


def full_text(
    fetch: Fetch, user_agent: str, instruments: Instruments, crawl_delay: CrawlDelay | None = None
) -> FullText:
    """One for all feeds. ``fetch`` waits for its host's turn; ``user_agent`` is what robots.txt calls us by."""
    return FullText(Asking(fetch, Rules(fetch, user_agent), crawl_delay or _ignore), instruments)


def _ignore(host: str, delay: timedelta) -> None:
    """Nobody keeps to it."""
