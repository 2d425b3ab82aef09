"""What waits on a route that is no longer in the file goes the way that the file says now."""

from msgspec.structs import replace

from tocsin.alerting.digests import gather
from tocsin.alerting.lots import way_of, with_held, with_way
from tocsin.alerting.records import Lot, Story, Way
from tocsin.alerting.severity import name_of_rank
from tocsin.alerting.turn import Turn
from tocsin.alerting.waiting import Waiting, facts_about
from tocsin.contract.events import HeldReason

_STAYS: tuple[HeldReason, ...] = ("copy", "inhibited", "closed")


def rerouted(turn: Turn, name: str, story: Story) -> Story:
    """The story with nothing held on routes that are gone. A report goes to no route that it was meant for before.

    Reports of which only the number is known are counted in the digest of the route that is gone.
    """
    gone = [way for way in story.ways if way.lots and turn.ways.called(way.route) is None]
    for way in gone:
        story = with_way(story, replace(way, lots=()))
        for lot in way.lots:
            if lot.numbers:
                story = _elsewhere(turn, story, lot)
            else:
                gather(turn, name, story, way, (lot,))
    return story


def _elsewhere(turn: Turn, story: Story, lot: Lot) -> Story:
    routed = [
        (one.number, routes)
        for one in story.waiting
        if one.number in lot.numbers and (routes := _routes(turn, story, one))
    ]
    newest, beyond = max(routed, default=(0, ()))[0], lot.count - len(lot.numbers)
    reason = lot.reason if lot.reason in _STAYS else "group_wait"
    for number, routes in routed:
        count = 1 + (beyond if number == newest else 0)
        for route in routes:
            way = with_held(way_of(story, route) or Way(route), reason, (number,), lot.since, None, count)
            story = with_way(story, way)
    return story


def _routes(turn: Turn, story: Story, waiting: Waiting) -> tuple[str, ...]:
    facts = facts_about(waiting, turn.watchlist, name_of_rank(story.severity), story.status)
    now = (policy.route for policy in turn.ways.of(facts, turn.named))
    return tuple(route for route in now if route not in waiting.routes)
