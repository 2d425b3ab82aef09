"""What came of asking for pages, remembered: none is asked again whenever its feed moves a comma, and what one said
counts for as long as its feed says the same, so that an article does not change to and fro."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from connectors.sources.fulltext.asking import Visit
from connectors.sources.fulltext.kept import Failures, Kept
from tocsin.contract.events import Article

FRESH: Final = timedelta(hours=1)
"""How long a page is not asked for again."""


class Memory:
    """One for all feeds; within bounds."""

    def __init__(self) -> None:
        self._kept, self._failures = Kept(), Failures()

    def recall(self, article: Article, now: datetime) -> Visit | None:
        """What came of asking less than ``FRESH`` ago; ``None``: ask."""
        kept = self._kept.get(article)
        if kept is not None and kept.at > now - FRESH:
            return Visit("reused", kept.extract)
        failed = self._failures.get(article, now - FRESH)
        return (
            None if failed is None else self.instead(article, msgspec.structs.replace(failed, passing=False))
        )

    def learn(self, article: Article, found: Visit, now: datetime) -> Visit:
        """``found``, or what the page said before it could not be had.

        It is ``passing`` no longer where the page was asked for often enough.
        """
        if found.extract is not None and self._is_news(article, found):
            self._kept.put(article, found.extract, now)
            self._failures.forget(article)
            return found
        worth = self._failures.put(article, found, now)
        return self.instead(article, msgspec.structs.replace(found, passing=worth))

    def _is_news(self, article: Article, found: Visit) -> bool:
        """Whether it is a text to go out; one that may be no article takes no other's place."""
        if found.outcome == "both":
            kept = self._kept.get(article)
            return kept is None or kept.extract.doubtful
        return found.outcome == "extracted"

    def instead(self, article: Article, found: Visit) -> Visit:
        """What the page of ``article`` said before, else ``found``."""
        kept = self._kept.get(article)
        return found if kept is None else Visit("reused", kept.extract)
