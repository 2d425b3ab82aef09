"""Whatever happens, in whatever order, with whatever crashes: nothing is lost, nothing is told twice."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.alerting.happenings import (
    WATCHLISTS,
    Step,
    happened,
    some_rules,
    steps,
    strict_rules,
)
from tests.tocsin.alerting.world import DAY, HOUR, Sent, Taken, World, rules
from tocsin.alerting.ids import opened_by
from tocsin.alerting.ledger import key_of
from tocsin.alerting.outcome import Outcome
from tocsin.alerting.times import time_of
from tocsin.contract.events import Action, Alert, Article, Digest, Match, Wake, Withdrawn
from tocsin.routing.rules import Rules

END = NOON + 900 * DAY
thorough = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Told(World):
    """A world that keeps count of what should be told."""

    def __init__(self, given: Rules) -> None:
        super().__init__(given)
        self.expected = Counter[str]()
        self.at_once = set[str]()

    def follow(self, event: Taken) -> None:
        """Take an event."""
        outcome = self.decide(event)
        self.note(event, outcome)
        self.finish(outcome)

    def note(self, event: Taken, outcome: Outcome) -> None:
        """A placed match is to be told; a correction too; what was withdrawn before it was told is not."""
        if isinstance(event, Match):
            self.at_once |= {one.event_id for one in outcome.send if _tells_now(one, event)}
        for one in outcome.counted:
            if one.what == "placed":
                self.expected[event.watchlist] += 1
            elif (one.what, one.reason) == ("withheld", "withdrawn"):
                self.expected[event.watchlist] -= one.times
        if isinstance(event, Withdrawn):
            held = [one for one in outcome.counted if one.what == "held" and one.reason not in _AT_TIMERS]
            self.expected[event.watchlist] += bool(held)

    def run(self, events: list[Taken]) -> "Told":
        """Take all events, then let time pass."""
        for event in events:
            self.follow(event)
        self.rest()
        return self

    def rest(self) -> None:
        """Let time pass until every story is over."""
        for watchlist in WATCHLISTS:
            self.until(END, watchlist)


def _tells_now(sent: Sent, match: Match) -> bool:
    article = match.article
    return isinstance(sent, Alert) and (sent.report.article, sent.clocks.fetched) == (
        article.id,
        article.fetched,
    )


_AT_TIMERS = ("quiet_hours", "budget", "silenced", "snoozed", "archive")


def told(sent: list[Sent]) -> Counter[str]:
    """How many reports were told or counted, by watchlist."""
    counts = Counter[str]()
    for one in sent:
        counts[one.watchlist] += one.reports if isinstance(one, Digest) else one.tally.since
    return counts


def firsts(sent: list[Sent]) -> dict[str, Sent]:
    """Each event by its id, as it was sent first."""
    found = dict[str, Sent]()
    for one in sent:
        found.setdefault(one.event_id, one)
    return found


@thorough
@given(steps(jumps=True), st.sampled_from([rules(), strict_rules()]))
def test_every_report_is_told_once_or_counted_once(taken: list[Step], given: Rules) -> None:
    world = Told(given).run(happened(taken))
    assert told(world.sent) == +world.expected
    for one in world.sent:
        held = sum(count for _, count in (one.held if isinstance(one, Digest) else one.tally.held))
        if isinstance(one, Digest):
            assert held == one.reports > 0
            assert sum(entry.reports for entry in one.entries) <= one.reports
            assert len(one.entries) == min(one.stories, 50)
        else:
            assert one.tally.since - held == (one.event_id in world.at_once), "it waited, or came just now"
    assert world.core.due() == {}
    assert world.core.sizes().stories == world.core.sizes().reports == 0


@thorough
@given(steps(jumps=True, most=60), some_rules())
def test_no_first_report_is_lost_and_no_event_comes_twice(taken: list[Step], given: Rules) -> None:
    world = Told(given)
    rung, messages, opened = set[str](), set[Article](), Counter[tuple[str, str]]()
    for event in happened(taken):
        outcome = world.decide(event)
        world.finish(outcome)
        placed = [one.reason for one in outcome.counted if one.what == "placed"]
        if not isinstance(event, Match):
            continue
        own = (event.watchlist, event.article.id)
        opens = world.ledger.get("story", key_of(own[0], opened_by(*own, opened[own] + 1)))
        assert opens or placed != ["new"]
        if opens:
            assert event.article not in messages, "a message opens a story once, even when that is over"
            messages.add(event.article)
            opened[own] += 1
            last = outcome.send[-1] if outcome.send else None
            kind = "initial" if placed == ["new"] else "update"
            assert kind == "initial" or event.fired_before, "it is a revision, of what fired"
            rings = isinstance(last, Alert) and last.kind == kind and last.report.article == event.article.id
            held = [one.reason for one in outcome.counted if one.what == "held"][-1:]
            assert rings or held in (["archive"], ["silenced"])
    world.rest()
    ids = [one.event_id for one in world.sent]
    assert len(ids) == len(set(ids))
    for one in world.sent:
        assert one.receivers
        assert set(one.receivers) <= set(given.receivers)
        if isinstance(one, Alert):
            late = one.kind == "update" and one.sequence == 1
            assert (one.id in rung) == (one.kind != "initial" and not late), "one initial, before all else"
            rung.add(one.id)
            assert one.sequence == 1 or f"{one.id}.{one.sequence - 1}" in ids


@thorough
@given(steps(most=50), some_rules(), st.data())
def test_restarts_and_messages_that_come_again_change_nothing(
    taken: list[Step], given: Rules, data: st.DataObject
) -> None:
    events = happened(taken)
    plain = Told(given).run(events)
    shaken = Told(given)
    for number, event in enumerate(events):
        if data.draw(st.sampled_from([False, False, True])):
            shaken.restart() if data.draw(st.booleans()) else shaken.core.forget_derived()
            recent = [
                one for one in events[max(0, number - 6) : number] if time_of(event) - time_of(one) < HOUR
            ]
            for again in recent[-data.draw(st.integers(0, 6)) :]:
                shaken.take(again)
        if data.draw(st.sampled_from([False, False, True])):
            shaken.decide(event)  # sent, but the worker dies before it remembers
            shaken.restart()
        shaken.follow(event)
    shaken.rest()
    assert firsts(shaken.sent) == firsts(plain.sent)
    assert all(firsts(shaken.sent)[one.event_id] == one for one in shaken.sent)


@thorough
@given(steps(most=30), st.data())
def test_any_part_of_the_records_may_be_lost_with_the_worker(taken: list[Step], data: st.DataObject) -> None:
    given, events = rules(), happened([one for one in taken if not one.late])
    plain, torn = Told(given).run(events), Told(given)
    for event in events:
        if data.draw(st.booleans()):
            outcome = torn.decide(event)
            torn.ledger.keep(outcome.remember[: data.draw(st.integers(0, len(outcome.remember)))])
            torn.restart()
        torn.follow(event)
    torn.rest()
    assert firsts(torn.sent) == firsts(plain.sent)


@thorough
@given(steps(most=30), st.data())
def test_torn_records_lose_nothing_under_strict_rules_either(taken: list[Step], data: st.DataObject) -> None:
    world = Told(strict_rules())
    for event in happened(taken):
        if data.draw(st.booleans()):
            outcome = world.decide(event)
            world.note(event, outcome)
            kept = data.draw(st.integers(0, len(outcome.remember)))
            world.ledger.keep(outcome.remember[:kept])
            world.restart()
            again = world.decide(event)
            if not kept:
                assert again == outcome
            world.finish(again)
        else:
            world.follow(event)
    world.rest()
    told_once = told(list(firsts(world.sent).values()))
    assert all(told_once[name] >= count for name, count in world.expected.items())
    initials = Counter(
        one.id for one in firsts(world.sent).values() if isinstance(one, Alert) and one.kind == "initial"
    )
    assert set(initials.values()) <= {1}


@thorough
@given(steps(jumps=True), some_rules())
def test_watchlists_do_not_touch_each_other(taken: list[Step], given: Rules) -> None:
    events = happened(taken)
    together = Told(given).run(events)
    alone = [Told(given).run([one for one in events if one.watchlist == name]) for name in WATCHLISTS]
    assert Counter(one.event_id for one in together.sent) == Counter(
        one.event_id for world in alone for one in world.sent
    )
    assert firsts(together.sent) == firsts([one for world in alone for one in world.sent])


@thorough
@given(steps(), st.sampled_from([rules(), rules(archive=1)]))
def test_wakes_only_move_time_on(taken: list[Step], given: Rules) -> None:
    events = happened(taken)
    seldom, often = Told(given), Told(given)
    for event in events:
        often.until(time_of(event), event.watchlist)
        often.follow(event)
        if isinstance(event, Action):
            seldom.until(time_of(event), event.watchlist)
        if not isinstance(event, Wake):
            seldom.follow(event)
    often.rest()
    seldom.rest()
    for name in WATCHLISTS:
        sent = [[one for one in world.sent if one.watchlist == name] for world in (seldom, often)]
        assert sent[0] == sent[1]
