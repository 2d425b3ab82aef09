"""What a poll found is known from then on, whichever process goes on with it."""

from datetime import timedelta

import pytest

from connectors.sources.bell import MOST, WITHIN, Bell
from connectors.sources.gauges import FeedGauges
from connectors.sources.rss.learning import Learner, to_nobody
from connectors.sources.rss.outbox import Outbox
from connectors.sources.rss.seen import Brought
from connectors.sources.rss.slot import Holding, Slot
from runtime.metrics import Instruments
from tests.tocsin.polling.samples import NOW, RENEW, failure, not_modified
from tocsin.feeds.feed import Feed
from tocsin.polling.asking import new_state
from tocsin.polling.state import FeedState, decode, encode

FEEDS = [Feed(id=f"feed-{number}", url=f"https://wire.example/{number}") for number in range(2 * MOST)]


class Process:
    """Learns of its feeds, and rings."""

    def __init__(self) -> None:
        instruments = Instruments("source")
        self.outbox = Outbox(lambda: None)
        bell = Bell(("screen",), instruments)
        self.learner = Learner(self.outbox, FeedGauges(instruments), instruments, RENEW, to_nobody, bell)

    async def learns(self, feed: Feed, state: FeedState, brought: Brought, after: timedelta) -> list[str]:
        """What rings."""
        slot = Slot(feed, state, Holding({}))
        self.learner.learn(slot, brought, NOW + after)
        reading = await self.outbox.take()
        reading.acknowledged()
        assert reading.state is not None
        self.kept = encode(reading.state)
        return [alert.kind for alert in reading.alerts]


@pytest.mark.parametrize("restarted", [False, True])
async def test_the_end_of_a_trouble_rings_where_its_beginning_did(*, restarted: bool) -> None:
    process, kept, rang = Process(), {}, {}
    for feed in FEEDS:
        rang[feed.id] = await process.learns(feed, new_state(feed), Brought(failure("gone")), timedelta())
        kept[feed.id] = process.kept
    assert [len(kinds) for kinds in rang.values()] == [1] * MOST + [0] * MOST
    later = Process() if restarted else process
    for feed in reversed(FEEDS):
        state = decode(kept[feed.id])
        assert isinstance(state, FeedState)
        ended = await later.learns(feed, state, Brought(not_modified()), WITHIN / 2)
        assert ended == ["cleared" for _ in rang[feed.id]]
