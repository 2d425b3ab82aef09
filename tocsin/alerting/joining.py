"""A story with one more report: who said it, in which languages, how grave that makes it."""

from typing import Final

from msgspec.structs import replace

from tocsin.alerting.packing import mark_of
from tocsin.alerting.placing import Place, version_of
from tocsin.alerting.records import Story
from tocsin.alerting.severity import weighed
from tocsin.alerting.turn import Turn
from tocsin.alerting.waiting import Waiting, brief, waiting_of
from tocsin.contract.events import Match

MOST_OUTLETS: Final = 256
MOST_LANGUAGES: Final = 24
_BYTES: Final = 4


def joined(turn: Turn, match: Match, place: Place) -> tuple[Story, Waiting]:
    """The story of ``place`` once it has the report, and the report."""
    before = place.story or Story(opened=turn.at, last=turn.at)
    article = match.article
    waiting = waiting_of(article, match.evidence, before.number + 1, place.relation, place.why)
    story = weighed(before, match, place.relation, turn.at)
    return replace(
        story,
        opened=min(story.opened, turn.at),
        last=turn.at,
        number=waiting.number,
        latest=version_of(article),
        status=match.status,
        reports=story.reports + (place.relation != "revision" or place.revived),
        origins=story.origins + (place.relation in ("new", "report")),
        outlets=_with_outlet(story.outlets, article.source or article.feed),
        languages=_with_language(story.languages, article.language),
        retracted=False,
        marks=story.marks or brief(waiting.marks),
    ), replace(waiting, change=place.change)


def _with_outlet(outlets: bytes, outlet: str) -> bytes:
    name = mark_of(outlet)[:_BYTES]
    known = {outlets[start : start + _BYTES] for start in range(0, len(outlets), _BYTES)}
    return outlets if name in known or len(known) >= MOST_OUTLETS else outlets + name


def _with_language(languages: tuple[str, ...], language: str) -> tuple[str, ...]:
    return languages if language in languages or len(languages) >= MOST_LANGUAGES else (*languages, language)
