"""What is wrong with a feed for longer than one poll: raised once, cleared once."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tocsin.polling.backdating import was_there
from tocsin.polling.observation import Observation, answered, news_in
from tocsin.polling.overlap import worth_telling
from tocsin.polling.rhythm import expected_silence
from tocsin.polling.state import FeedState, Validators
from tocsin.polling.trouble import Change, Trouble, TroubleKind

_KINDS: Final[Mapping[str, TroubleKind]] = {
    "gone": "gone",
    "not_found": "gone",
    "html": "html",
    "empty": "malformed",
    "not_a_feed": "malformed",
    "truncated": "malformed",
    "malformed": "malformed",
    "wrong_encoding": "malformed",
}
# These say that there is no document; the latest of them holds alone. A passing fault is no trouble: so many in a row.
_NO_DOCUMENT: Final[Mapping[TroubleKind, int]] = {"failing": 3, "gone": 3, "html": 2, "malformed": 2}
_DOWN_FOR: Final = timedelta(minutes=15)
_OVER: Final[Mapping[TroubleKind, str]] = {
    "failing": "it answers again",
    "gone": "it is there again",
    "emptied": "it has entries again",
    "html": "a feed stands there again",
    "malformed": "it can be read again",
    "frozen": "asked as usual, it has news again",
    "silent": "it has news again",
    "gap": "its documents overlap again",
}
# A gap is told once, however many follow it at once.
_GAP_HOLDS: Final = timedelta(hours=1)
# So many times "not modified", and the entry was there all the time.
_OFTEN: Final = 10

Held = frozenset[TroubleKind]


class Case(msgspec.Struct, frozen=True):
    """What troubles are judged by: the state before and after the poll, what it saw, and when it was."""

    before: FeedState
    after: FeedState
    seen: Observation
    now: datetime


class Verdict(msgspec.Struct, frozen=True):
    """The troubles a feed is in after a poll, at most one of a kind, and what changed by it."""

    troubles: tuple[Trouble, ...]
    changes: tuple[Change, ...]


def judge(case: Case) -> Verdict:
    """The troubles after a poll, given those before it in ``case.before.troubles``."""
    kept = tuple(trouble for trouble in case.before.troubles if _stays(trouble, case))
    held = frozenset(trouble.kind for trouble in kept)
    risen = (_no_document(case, held), *(rise(case) for rise in _RISES))
    raised = tuple(trouble for trouble in risen if trouble is not None and trouble.kind not in held)
    if any(trouble.kind in _NO_DOCUMENT for trouble in raised):
        kept = tuple(trouble for trouble in kept if trouble.kind not in _NO_DOCUMENT)
    cleared = (trouble for trouble in case.before.troubles if trouble not in kept)
    return Verdict(
        (*kept, *raised),
        (
            *(_over(trouble, raised, case) for trouble in cleared),
            *(Change(raised=True, trouble=trouble, at=case.now) for trouble in raised),
        ),
    )


def _over(trouble: Trouble, raised: Collection[Trouble], case: Case) -> Change:
    other = next((one.kind for one in raised if one.kind in _NO_DOCUMENT), None)
    because = f"now it is {other}" if trouble.kind in _NO_DOCUMENT and other else _OVER[trouble.kind]
    return Change(raised=False, trouble=trouble, at=case.now, because=because)


def _stays(trouble: Trouble, case: Case) -> bool:
    there, news = answered(case.seen), bool(news_in(case.seen, case.now))
    match trouble.kind:
        case "emptied":
            return not there or not case.after.entries
        case "frozen":
            return not (there and news and case.seen.conditional)
        case "silent":
            return not news
        case "gap":
            return not there or _outrun(case) or case.now - trouble.since < _GAP_HOLDS
        case _:
            return not there


def _no_document(case: Case, held: Held) -> Trouble | None:
    if answered(case.seen) or case.seen.found is not None:
        return None
    kind, other = _kind(case.seen.outcome), not held.isdisjoint(_NO_DOCUMENT)
    if other and _kind(case.before.outcome) != kind:
        return None
    if case.seen.outcome != "gone" and not (case.after.failures >= _NO_DOCUMENT[kind] and _long_down(case)):
        return None
    since = case.before.polled if other else case.after.failing_since
    last_good = since if other else case.before.answered
    return Trouble(kind=kind, since=since or case.now, detail=case.after.detail, last_good=last_good)


def _long_down(case: Case) -> bool:
    last = case.before.answered
    return case.seen.came == "unreadable" or last is None or case.now - last >= _DOWN_FOR


def _kind(outcome: str) -> TroubleKind:
    return _KINDS.get(outcome, "failing")


def _emptied(case: Case) -> Trouble | None:
    if not answered(case.seen) or case.after.entries or case.before.entries or not case.after.memory:
        return None
    since = case.before.polled or case.now
    return Trouble(kind="emptied", since=since, detail="it has no entry any more")


def _frozen(case: Case) -> Trouble | None:
    before = case.before
    if not answered(case.seen) or case.seen.conditional or not before.unchanged:
        return None
    if not news_in(case.seen, case.now):
        return None
    same_name = case.seen.validators == before.validators != Validators()
    if not same_name and not (before.unchanged >= _OFTEN and was_there(before, case.seen, case.now)):
        return None
    detail = f"it said {before.unchanged} times that nothing changed; asked without conditions it has news"
    return Trouble(kind="frozen", since=case.now, detail=detail, last_good=before.answered)


def _silent(case: Case) -> Trouble | None:
    last, expected = case.after.changed, expected_silence(case.after.rhythm)
    if not answered(case.seen) or not case.after.entries or last is None or expected is None:
        return None
    if case.now - last <= expected:
        return None
    return Trouble(kind="silent", since=last, detail=f"nothing new for more than {words(expected)}")


def _gap(case: Case) -> Trouble | None:
    found = case.seen.found
    if found is None or not _outrun(case):
        return None
    if not worth_telling(case.before, found.decision.overlap.strangers, case.now):
        return None
    apart = case.now - (case.before.answered or case.now)
    detail = (
        f"none of its {case.after.entries} entries was in the document {words(apart)} earlier: "
        "others may have come and gone in between"
    )
    return Trouble(kind="gap", since=case.now, detail=detail, last_good=case.before.answered)


def _outrun(case: Case) -> bool:
    return case.after.gaps > case.before.gaps


def words(time: timedelta) -> str:
    """``time`` for people, in its largest unit that fits at least twice."""
    for name, unit in _UNITS:
        if time >= 2 * unit:
            return f"{round(time / unit)} {name}"
    return f"{round(time.total_seconds())} seconds"


_UNITS: Final = (
    ("days", timedelta(days=1)),
    ("hours", timedelta(hours=1)),
    ("minutes", timedelta(minutes=1)),
)
_RISES: Final[tuple[Callable[[Case], Trouble | None], ...]] = (_emptied, _frozen, _silent, _gap)
