"""What hubs say to us: whether we mean a subscription, and what a feed has published."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from connectors.sources.web.exchange import Fetched
from connectors.sources.websub.book import Book
from connectors.sources.websub.signature import signed
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.feeds.address import shown
from tocsin.feeds.outcome import PushOutcome
from tocsin.metrics import WEBSUB_PUSHES

log = get(__name__)

Push = Callable[[str, Fetched], Awaitable[PushOutcome]]


class Callbacks:
    """Judges what comes to our callbacks' addresses; ``lease`` is what we ask for.

    ``push`` takes a feed's id and a document and says what came of it.
    """

    def __init__(self, book: Book, push: Push, lease: timedelta, instruments: Instruments) -> None:
        self._book = book
        self._push = push
        self._lease = lease
        self._instruments = instruments
        instruments.prime(WEBSUB_PUSHES)

    def known(self, token: str) -> bool:
        """Whether a callback's address is one of ours."""
        return self._book.of_token(token) is not None

    def asked_back(self, token: str, mode: str, topic: str, lease: timedelta | None) -> bool:
        """A hub wants to know whether we mean it (``subscribe``, ``unsubscribe``), or says no (``denied``).

        Returns whether that is in our sense: only what we asked for is confirmed.
        """
        known = self._book.of_token(token)
        if known is None or topic != known.topic:
            return False
        if mode == "denied":
            self._book.denied(known)
            return True
        if mode != "subscribe" or not (known.asking or known.expires):
            return False
        self._book.verified(known, lease or self._lease)
        return True

    async def pushed(self, token: str, signature: str, media_type: str, charset: str, body: bytes) -> bool:
        """A hub pushed ``body``; returns False where nobody of ours wants it any more.

        What is not signed by our secret is thrown away; whoever sent it is not told.
        """
        known = self._book.of_token(token)
        if known is None:
            self._count("unknown")
            return False
        if not signed(signature, known.secret.encode(), body):
            log.warning("a push is not signed as agreed; thrown away", feed=known.feed, hub=shown(known.hub))
            self._count("unsigned")
            return True
        document = Fetched(body=body, url=known.url, charset=charset, media_type=media_type)
        outcome = await self._push(known.feed, document)
        self._count(outcome)
        if outcome == "unknown":
            self._book.end(known)
        return outcome != "unknown"

    def missed(self, outcome: PushOutcome) -> None:
        """A push could not be heard to its end, or not be taken in time."""
        self._count(outcome)

    def _count(self, outcome: PushOutcome) -> None:
        self._instruments.count(WEBSUB_PUSHES, outcome=outcome)
