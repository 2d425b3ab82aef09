"""How grave a story is: its watchlist says, but who reports it, and how many do, may move it by one step."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Story
from tocsin.contract.events import Corroborate, Match, Relation, Severity

NAMES: Final[tuple[Severity, ...]] = ("low", "medium", "high", "critical")
RANKS: Final[Mapping[Severity, int]] = {name: rank for rank, name in enumerate(NAMES, 1)}
"""From 1 up: 0 is the rank of what was never told."""
CRITICAL: Final = RANKS["critical"]
LIFTED: Final = Corroborate(origins=2, within=timedelta(hours=24))
"""What lifts the lowering for low trust, where a watchlist asks for nothing stricter."""
MOST_OWN: Final = 32


def name_of_rank(rank: int) -> Severity:
    """The severity of ``rank``."""
    return NAMES[rank - 1]


def weighed(story: Story, match: Match, relation: Relation, at: datetime) -> Story:
    """``story`` with the weight of one more report: it never becomes less grave."""
    strong = RANKS[match.severity]
    trusted = max(1, strong - 1) if match.article.trust == "low" else strong
    own = story.own
    if relation in ("new", "report") and match.downgraded is None:
        own = _with_own(own, match.article.source or match.article.feed, at, match.corroborate)
    weighed = replace(
        story,
        strong=max(story.strong, strong),
        trusted=max(story.trusted, trusted),
        own=own,
        downgraded=match.downgraded if not story.number else story.downgraded and match.downgraded,
    )
    return replace(weighed, severity=max(story.severity, _rank(weighed, match.corroborate, at)))


def severity_words(story: Story, asked: Corroborate | None) -> str:
    """What made the severity other than what the watchlist says; empty where nothing did."""
    if story.severity > story.strong:
        return f"raised one step: {_outlets(story)}" + (f" within {asked.within}" if asked else "")
    if story.severity < story.strong:
        return "lowered one step: only feeds of low trust report it so far"
    if story.trusted < story.strong:
        return f"as the watchlist says, though of low trust: {_outlets(story)}"
    return ""


def _rank(story: Story, asked: Corroborate | None, at: datetime) -> int:
    if asked is not None and _corroborated(story, asked, at):
        return min(CRITICAL, story.strong + 1)
    return story.strong if _corroborated(story, LIFTED, at) else story.trusted


def _corroborated(story: Story, asked: Corroborate, at: datetime) -> bool:
    return sum(at - last < asked.within for _, last in story.own) >= asked.origins


def _with_own(
    own: tuple[tuple[int, datetime], ...], outlet: str, at: datetime, asked: Corroborate | None
) -> tuple[tuple[int, datetime], ...]:
    name = int.from_bytes(sign_of(outlet)[:4], "big")
    most = max(MOST_OWN, asked.origins if asked else 0)
    return (*(one for one in own if one[0] != name), (name, at))[-most:]


def _outlets(story: Story) -> str:
    return f"{len(story.own)} outlets report it in words of their own"
