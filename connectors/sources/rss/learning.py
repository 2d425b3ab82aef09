"""What a poll found: known from then on, shown, and handed over to be brought to Kafka."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from connectors.sources.base import Reading
from connectors.sources.gauges import FeedGauges
from connectors.sources.rss.outbox import Outbox, weight
from connectors.sources.rss.seen import Brought
from connectors.sources.rss.slot import Holding, Slot
from connectors.sources.rss.telling import tell, tell_change
from runtime.metrics import Instruments
from tocsin.contract.events import FeedAlert
from tocsin.feeds.feed import Feed
from tocsin.polling.follow import Plan, Step, follow
from tocsin.polling.state import SAVED_EVERY, FeedState
from tocsin.polling.trouble import Change

Offered = Callable[[Feed, str, str], None]
"""Told, after every good poll, of a hub that a feed names: the feed, the hub's address, the topic's."""
Ring = Callable[[Change, Feed], FeedAlert | None]
"""Makes the alert of a change in a feed's troubles; ``None`` where it shall not ring."""

_UNLISTED: Final = "it is no longer listed, or disabled: nobody polls it any more"


def to_nobody(feed: Feed, hub: str, topic: str) -> None:
    """No hub is asked for anything."""


class Receipt:
    """What a reading calls once Kafka has it; calling it again does nothing."""

    def __init__(self, holding: Holding, outbox: Outbox, characters: int) -> None:
        self._holding, self._outbox = holding, outbox
        self._characters: int | None = characters
        holding.send()

    def __call__(self) -> None:
        """Kafka has it."""
        characters, self._characters = self._characters, None
        if characters is not None:
            self._outbox.done(characters)
            self._holding.sent()


class Learner:
    """Moves what is known of feeds on."""

    def __init__(
        self,
        outbox: Outbox,
        gauges: FeedGauges,
        instruments: Instruments,
        renew: timedelta,
        offered: Offered,
        ring: Ring | None,
    ) -> None:
        self._outbox = outbox
        self._gauges = gauges
        self._instruments = instruments
        self._renew = renew
        self._offered = offered
        self._ring = ring

    def learn(self, slot: Slot, brought: Brought, now: datetime) -> None:
        """Know what a poll of ``slot`` brought, and plan the next one (``slot.state.due``)."""
        before = slot.state
        chance = random.random()  # noqa: S311  spreads polls, keeps no secret
        step = follow(before, brought.seen, Plan(slot.feed, self._renew, chance), now)
        tell(slot.feed, before, brought, step, self._instruments)
        alerts, state = _rung(self._ring, step.changes, slot.feed, step.state)
        step = msgspec.structs.replace(step, state=state)
        self._gauges.show(step.state)
        if _says_something(brought, step) or _worth_saving(slot, step.state, now):
            slot.saved = now
            self._outbox.put(self._reading(slot, brought, step, alerts))
        slot.state = step.state  # not before what it knows of is on its way
        self._tell_of_hub(slot, brought)

    def unlist(self, feed: Feed, state: FeedState, holding: Holding, now: datetime) -> FeedState:
        """Nobody polls ``feed`` any more: what was wrong with it is over. Returns what is known of it then."""
        if not state.troubles:
            return state
        changes = [
            Change(raised=False, trouble=trouble, at=now, because=_UNLISTED) for trouble in state.troubles
        ]
        for change in changes:
            tell_change(feed, change)
        alerts, after = _rung(self._ring, changes, feed, msgspec.structs.replace(state, troubles=()))
        self._outbox.put(
            Reading(
                feed=feed.id,
                offers=(),
                dead=(),
                acknowledged=Receipt(holding, self._outbox, weight((), after)),
                alerts=alerts,
                state=after,
                held=holding.held,
            )
        )
        return after

    def _reading(self, slot: Slot, brought: Brought, step: Step, alerts: tuple[FeedAlert, ...]) -> Reading:
        found = brought.seen.found
        offers = found.decision.offers if found is not None else ()
        return Reading(
            feed=slot.feed.id,
            offers=offers,
            dead=brought.dead,
            acknowledged=Receipt(slot.holding, self._outbox, weight(offers, step.state)),
            alerts=alerts,
            state=step.state,
            held=slot.holding.held,
        )

    def _tell_of_hub(self, slot: Slot, brought: Brought) -> None:
        known = slot.state.hub
        hub = brought.hub or (known.url if known is not None else "")
        if hub and slot.feed.websub and not slot.state.failures:
            topic = brought.topic or (known.topic if known is not None else "") or brought.seen.asked
            self._offered(slot.feed, hub, topic)


def _rung(
    ring: Ring | None, changes: Sequence[Change], feed: Feed, state: FeedState
) -> tuple[tuple[FeedAlert, ...], FeedState]:
    """The alerts of ``changes``, and ``state`` with its troubles as those that rang and those held back."""
    if ring is None or not changes:
        return (), state
    alerts = [ring(change, feed) for change in changes]
    rang = {
        change.trouble.kind: alert is not None
        for change, alert in zip(changes, alerts, strict=True)
        if change.raised
    }
    troubles = tuple(
        msgspec.structs.replace(trouble, rang=rang.get(trouble.kind, trouble.rang))
        for trouble in state.troubles
    )
    heard = tuple(alert for alert in alerts if alert is not None)
    return heard, msgspec.structs.replace(state, troubles=troubles)


def _says_something(brought: Brought, step: Step) -> bool:
    found = brought.seen.found
    return bool(brought.dead or step.changes or (found is not None and found.decision.offers))


def _worth_saving(slot: Slot, after: FeedState, now: datetime) -> bool:
    """Whether a process that starts from what Kafka has of the feed would do otherwise, or say old things of it."""
    return slot.saved is None or now - slot.saved >= SAVED_EVERY or _lasting(slot.state) != _lasting(after)


def _lasting(state: FeedState) -> tuple[object, ...]:
    return state.outcome, state.address, state.failures, state.gaps, state.memory, state.hub, state.url
