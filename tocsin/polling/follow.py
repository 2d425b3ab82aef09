"""What is known of a feed after a poll: the one step from state to state."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tocsin.feeds.feed import Feed
from tocsin.polling.asking import address_after
from tocsin.polling.judge import Case, judge
from tocsin.polling.memory import pack, unpack
from tocsin.polling.observation import Found, Observation, answered, news_in
from tocsin.polling.overlap import Overlap, close
from tocsin.polling.rhythm import learn
from tocsin.polling.schedule import next_poll
from tocsin.polling.state import FeedState
from tocsin.polling.trouble import Change

_LONGEST_DETAIL: Final = 300


class Step(msgspec.Struct, frozen=True):
    """The state to go on from once what the poll brought is handed over, and the troubles raised and cleared by it."""

    state: FeedState
    changes: tuple[Change, ...]


class Plan(msgspec.Struct, frozen=True):
    """What the next poll is planned by besides the state: the feed, how long entries go unsent, and some chance."""

    feed: Feed
    renew: timedelta
    chance: float = 0.5


def follow(state: FeedState, seen: Observation, plan: Plan, now: datetime) -> Step:
    """The step from ``state`` by what a poll saw ``now``. ``plan.chance`` (0 to 1) spreads the next poll."""
    after = _seen(state, seen, now)
    verdict = judge(Case(state, after, seen, now))
    after = msgspec.structs.replace(after, troubles=verdict.troubles)
    if seen.found is None or not seen.found.partial:
        due, reason = next_poll(after, plan.feed, seen.said, now, plan.chance, plan.renew)
        after = msgspec.structs.replace(after, due=due, due_reason=reason)
    return Step(after, verdict.changes)


def _seen(state: FeedState, seen: Observation, now: datetime) -> FeedState:
    if seen.found is not None and seen.found.partial:
        return _learnt(state, seen, seen.found, now)
    state = msgspec.structs.replace(
        state, poll=state.poll + 1, polled=now, outcome=seen.outcome, detail=seen.detail[:_LONGEST_DETAIL]
    )
    if not answered(seen):
        since = state.failing_since if state.failures else now
        return msgspec.structs.replace(state, failures=state.failures + 1, failing_since=since)
    if seen.found is not None:
        found = _comparable(state, seen, seen.found)
        state = _compared(_learnt(state, seen, found, now), seen, found, now)
    same = seen.came == "not_modified"
    return msgspec.structs.replace(
        state,
        failures=0,
        failing_since=None,
        answered=now,
        address=address_after(state, seen),
        unchanged=state.unchanged + 1 if same else 0,
        validators=state.validators if same else seen.validators,
    )


def _learnt(state: FeedState, seen: Observation, found: Found, now: datetime) -> FeedState:
    """``state`` with what a document brought: its entries, and its news."""
    state = msgspec.structs.replace(state, memory=found.decision.memory)
    news = news_in(seen, now)
    if not news:
        return state
    rhythm = learn(state.rhythm, news, now)
    # What a feed holds at first sight came when it says.
    changed = rhythm.last if state.changed is None else now
    hub = state.hub and msgspec.structs.replace(state.hub, pushed=now if found.partial else None)
    return msgspec.structs.replace(state, rhythm=rhythm, changed=changed, hub=hub)


def _comparable(state: FeedState, seen: Observation, found: Found) -> Found:
    """``found``, which says nothing beside the document before where it alone was cut: the rest comes with the next.

    Only of a feed that always ends too early, no more comes.
    """
    if not _is_cut(found.digest, _damage(seen, found)) or _is_cut(state.digest, state.damage):
        return found
    decision = found.decision
    memory = _with_present(state.memory, decision.memory) if decision.overlap.strangers else decision.memory
    decision = msgspec.structs.replace(decision, memory=memory, overlap=Overlap())
    return msgspec.structs.replace(found, decision=decision)


def _is_cut(digest: bytes, damage: str) -> bool:
    return bool(damage) and not digest


def _with_present(before: bytes, after: bytes) -> bytes:
    """The memory ``after``, in which as ``before`` the same are present: the next document is compared with those."""
    last = {row.raw for row in unpack(before) if row.present}
    rows = unpack(after)
    present = [row for row in rows if row.present and row.raw in last]
    absent = (row for row in rows if not (row.present and row.raw in last))
    return pack(present, absent) if present else after


def _compared(state: FeedState, seen: Observation, found: Found, now: datetime) -> FeedState:
    """``state`` with what a whole document says beside the one before."""
    overlap = found.decision.overlap
    gap = overlap.strangers > 0
    return msgspec.structs.replace(
        state,
        digest=found.digest,
        entries=found.entries,
        damage=_damage(seen, found)[:_LONGEST_DETAIL],
        gaps=state.gaps + gap,
        last_gap=now if gap else state.last_gap,
        outrun=now if gap or close(overlap.fresh, found.entries) else state.outrun,
    )


def _damage(seen: Observation, found: Found) -> str:
    """What of a document could not be read, and why; empty where all could."""
    fault = "" if seen.outcome == "changed" else ": ".join(filter(None, (seen.outcome, seen.detail)))
    dead = f"{found.dead} of its entries became dead letters" if found.dead else ""
    return "; ".join(filter(None, (fault, dead)))
