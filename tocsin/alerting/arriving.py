"""What a match means: a first report rings, a later one waits for its routes' timers, what weighs more is told."""

from msgspec.structs import replace

from tocsin.alerting.beginning import begun
from tocsin.alerting.joining import joined
from tocsin.alerting.outcome import Counted
from tocsin.alerting.placing import Reading, placed
from tocsin.alerting.records import Story, Watch, Way
from tocsin.alerting.severity import name_of_rank
from tocsin.alerting.standing import Standing
from tocsin.alerting.timekeeping import is_back, set_back
from tocsin.alerting.times import time_of
from tocsin.alerting.turn import Turn
from tocsin.alerting.updating import added
from tocsin.alerting.waiting import Waiting
from tocsin.contract.events import Match
from tocsin.routing.facts import facts_of


def take_match(turn: Turn, match: Match, reading: Reading) -> None:
    """Place ``match``, and tell or hold it."""
    if match.shadow:
        turn.count(Counted("withheld", "shadow"))
        return
    standing = placed(turn, match, reading)
    if standing is None or standing.counted:
        _once_more(turn, match, standing)
        return
    if is_back(turn, time_of(match)):
        set_back(turn, time_of(match))
        standing = placed(turn, match, reading) or standing
    _hear(turn, match)
    turn.count(Counted("placed", standing.relation))
    story, waiting = _routed(turn, match, *joined(turn, match, standing))
    turn.put_kept(match.article.id, replace(standing.kept, number=story.number))
    turn.placed = standing.name, waiting.number
    closed = story.handled is not None and bool(story.handled.closed_by)
    decide = added if closed or story.rung is not None else begun
    turn.put_story(standing.name, decide(turn, match, standing, story, waiting))


def _once_more(turn: Turn, match: Match, standing: Standing | None) -> None:
    """The story has it. What was lost behind it, by an end between two records, is made good."""
    turn.count(Counted("withheld", "repeat"))
    if turn.desk.watch is None:
        _hear(turn, match)
    if standing is not None and standing.story is not None:
        turn.put_kept(match.article.id, replace(standing.kept, number=standing.story.number))


def _hear(turn: Turn, match: Match) -> None:
    """What the match says of its watchlist, and what time it is."""
    watch = Watch(match.watchlist_title, match.watchlist_version, match.receivers, match.corroborate)
    turn.desk = replace(turn.desk, last=turn.at, watch=watch, reports=turn.desk.reports + 1)


def _routed(turn: Turn, match: Match, story: Story, waiting: Waiting) -> tuple[Story, Waiting]:
    facts = facts_of(match, name_of_rank(story.severity))
    routes = tuple(policy.route for policy in turn.ways.of(facts, turn.named))
    known = {way.route for way in story.ways}
    new = tuple(Way(route) for route in routes if route not in known)
    return replace(story, ways=(*story.ways, *new)), replace(waiting, routes=routes)
