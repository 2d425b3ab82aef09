"""A report was changed, and no longer fires: it is taken out, or all of its alert is taken back."""

from typing import Final

from msgspec.structs import replace

from tocsin.alerting.lots import held_on, taken_out, united
from tocsin.alerting.outcome import Counted
from tocsin.alerting.placing import Reading
from tocsin.alerting.records import Kept, Story, Way
from tocsin.alerting.telling import Saying, said
from tocsin.alerting.timekeeping import is_back, set_back
from tocsin.alerting.timers import grouping
from tocsin.alerting.times import time_of
from tocsin.alerting.turn import Turn
from tocsin.alerting.versions import earlier_with, is_earlier, version_of
from tocsin.alerting.waiting import Waiting, waiting_of, with_change
from tocsin.contract.events import Article, Change, HeldReason, Withdrawn
from tocsin.story.model import Filed, Placement, filed

WHY: Final = "it was changed, and no longer fires the watchlist"


def take_withdrawn(turn: Turn, event: Withdrawn, reading: Reading) -> None:
    """Take the article out of its story, and say so to whom was told of it."""
    article = event.article
    kept = turn.kept(article.id)
    if kept is None or turn.story(kept.story) is None:
        turn.count(Counted("withheld", "unknown"))
        return
    if is_earlier(kept, article) or (kept.withdrawn and kept.content == article.content):
        turn.count(Counted("withheld", "repeat"))
        return
    if is_back(turn, time_of(event)):
        set_back(turn, time_of(event))
    turn.desk = replace(turn.desk, last=turn.at)
    story = turn.story(kept.story)
    if story is not None:
        _take_out(turn, article, kept, story, reading)


def _read(turn: Turn, article: Article, kept: Kept, reading: Reading) -> tuple[Change, Filed | None]:
    """What has changed, and the record of the version that says so: the next is compared with what people know."""
    before = kept.filed
    if before is None:
        return Change(article=article.id), None
    sketch = reading.sketch_of(article)
    stood = Placement(relation=before.relation, origin=before.origin)
    return (
        reading.change_between(before, article, sketch),
        filed(article, sketch, stood, kept.story, turn.at, before.terms),
    )


def _take_out(turn: Turn, article: Article, kept: Kept, story: Story, reading: Reading) -> None:
    counted = story.latest == version_of(article, withdrawn=True)
    number = story.number if counted else story.number + 1
    change, record = _read(turn, article, kept, reading)
    gone = Kept(
        number,
        kept.story,
        article.content,
        record,
        earlier_with(kept, article),
        withdrawn=True,
        fetched=article.fetched,
    )
    turn.put_kept(article.id, gone)
    if counted:
        turn.count(Counted("withheld", "repeat"))
        return
    untold = {way.route for way in story.ways if _only_held(story, way, article.id)}
    _count(turn, sum(one.article == article.id for one in story.waiting))
    story = replace(
        taken_out(story, article.id),
        number=number,
        latest=version_of(article, withdrawn=True),
        reports=story.reports - (not kept.withdrawn),
    )
    waiting = with_change(waiting_of(article, (), number, "revision", (WHY,)), change)
    told = [way for way in story.ways if way.sequence and way.route not in untold]
    if story.reports <= 0:
        story = _taken_back(turn, kept.story, story, waiting)
    elif told:
        story = _corrected(turn, story, told, waiting)
    turn.put_story(kept.story, story)


def _only_held(story: Story, way: Way, article: str) -> bool:
    """Whether nobody on the route was told of the article: its first version there is still held."""
    own = [one for one in story.waiting if one.article == article]
    first = {one.number for one in own if one.relation != "revision" or one.number == 1}
    return any(number in first for lot in way.lots for number in lot.numbers)


def _taken_back(turn: Turn, name: str, story: Story, waiting: Waiting) -> Story:
    """Nothing of the story stands: whoever was told of it is told so at once, and nothing else of it any more."""
    lots = united(way.lots for way in story.ways)
    if story.rung is None:
        _count(turn, sum(lot.count for lot in lots))
    else:
        routes = tuple(way.route for way in story.ways if way.sequence)
        saying = Saying(
            kind="retraction", reason="withdrawn", routes=routes, about=waiting, lots=lots, to=story.receivers
        )
        story = said(turn, name, story, saying)
    return replace(
        story, ways=tuple(replace(way, lots=()) for way in story.ways), waiting=(), shown=None, retracted=True
    )


def _count(turn: Turn, untold: int) -> None:
    if untold:
        turn.count(Counted("withheld", "withdrawn", untold))


def _corrected(turn: Turn, story: Story, told: list[Way], waiting: Waiting) -> Story:
    """The report is gone, the story stands: those who were told of it are told with the next update."""
    closed = story.handled is not None and bool(story.handled.closed_by)
    reasons: dict[str, HeldReason] = {}
    for way in told:
        policy = turn.ways.called(way.route)
        reason: HeldReason = "group_wait" if policy is None else grouping(way, policy, turn.at)
        reasons[way.route] = "closed" if closed else reason
    for held in dict.fromkeys(reasons.values()):
        turn.count(Counted("held", held))
    return held_on(story, replace(waiting, routes=tuple(reasons)), reasons, turn.at)
