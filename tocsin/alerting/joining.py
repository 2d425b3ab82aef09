"""A story with one more report: who said it, in which languages, how grave that makes it."""

from typing import Final

from msgspec.structs import replace

from tocsin.alerting.excerpts import brief
from tocsin.alerting.opening import with_message
from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Story
from tocsin.alerting.severity import weighed
from tocsin.alerting.standing import Standing, revises_what_is_over
from tocsin.alerting.turn import Turn
from tocsin.alerting.versions import version_of
from tocsin.alerting.waiting import Waiting, waiting_of, with_change
from tocsin.contract.events import Match

MOST_OUTLETS: Final = 256
MOST_LANGUAGES: Final = 24
_BYTES: Final = 4


def joined(turn: Turn, match: Match, standing: Standing) -> tuple[Story, Waiting]:
    """The story of ``standing`` once it has the report, and the report."""
    article = match.article
    before = standing.story or Story(opened=turn.at, last=turn.at, revising=standing.relation == "revision")
    counts = standing.relation if standing.story else "new"
    waiting = waiting_of(article, match.evidence, before.number + 1, standing.relation, standing.why)
    story = weighed(before, match, counts, turn.at)
    filed = standing.kept.filed
    opened_it = filed is not None and filed.relation == "new"
    return replace(
        story,
        opened=min(story.opened, turn.at),
        last=turn.at,
        newest=turn.desk.reports,
        number=waiting.number,
        latest=version_of(article),
        status=match.status if standing.story is None else story.status,
        reports=story.reports + (counts != "revision" or standing.revived),
        origins=story.origins + (counts in ("new", "report")),
        outlets=_with_outlet(story.outlets, article.source or article.feed),
        languages=_with_language(story.languages, article.language),
        retracted=False,
        revising=story.revising and (story.rung is not None or revises_what_is_over(match, standing)),
        messages=with_message(story.messages, article) if opened_it else story.messages,
        excerpts=story.excerpts or brief(waiting.excerpts),
    ), with_change(waiting, standing.change)


def _with_outlet(outlets: bytes, outlet: str) -> bytes:
    name = sign_of(outlet)[:_BYTES]
    known = {outlets[start : start + _BYTES] for start in range(0, len(outlets), _BYTES)}
    return outlets if name in known or len(known) >= MOST_OUTLETS else outlets + name


def _with_language(languages: tuple[str, ...], language: str) -> tuple[str, ...]:
    return languages if language in languages or len(languages) >= MOST_LANGUAGES else (*languages, language)
