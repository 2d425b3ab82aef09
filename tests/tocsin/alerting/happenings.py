"""Sequences of events for property tests: several watchlists, several topics, people, clocks that err."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.alerting.world import DAY, HOUR, Taken, policy, report, revised, rules, withdrawn
from tocsin.alerting.ids import opened_by
from tocsin.contract.events import Action, Beside, Corroborate, Match, Scope, Wake
from tocsin.routing.condition import Condition
from tocsin.routing.policy import Budget, Escalate, QuietHours
from tocsin.routing.rules import Inhibition, Route, Rules

WATCHLISTS = ("idlib", "syria")
NIGHT = QuietHours(begin=13 * 60, end=20 * 60)
MONTH, YEAR = 30 * DAY, 360 * DAY
_HANDLING = ("ack", "note", "close", "snooze")
CORROBORATE = Corroborate(origins=3, within=2 * HOUR)


class Step(msgspec.Struct, frozen=True):
    """One thing that happens, ``after`` so long."""

    after: timedelta
    watchlist: str
    verb: str
    article: int = 0
    topic: int = 0
    kind: str = ""
    trust: str = ""
    late: bool = False
    beside: bool = False
    shadow: bool = False
    language: str = "en"
    again: bool = False
    forgotten: bool = False
    status: str = "actual"


def steps(*, jumps: bool = False, most: int = 40) -> st.SearchStrategy[list[Step]]:
    """What happens, in order; with ``jumps`` clocks go back and forth by hours and days."""
    after = st.sampled_from([0, 1, 10, 40, 70, 200, 400, 2_000, 8_000, 30_000])
    if jumps:
        after |= st.sampled_from([-60, -2_000, -5_000, -90_000, -700_000, 90_000, 700_000])
    step = st.builds(
        Step,
        after=after.map(lambda seconds: timedelta(seconds=seconds)),
        watchlist=st.sampled_from(WATCHLISTS),
        verb=st.sampled_from(
            ["report"] * 10
            + ["revise", "revise", "withdraw", "wake", "ack", "note", "close", "snooze", "silence", "expire"]
        ),
        article=st.integers(0, 30),
        topic=st.integers(0, 4),
        kind=st.sampled_from(["", "", "wire"]),
        trust=st.sampled_from(["", "", "low", "high"]),
        late=st.sampled_from([False, False, False, True]),
        beside=st.sampled_from([False, False, False, True]),
        shadow=st.sampled_from([False] * 9 + [True]),
        language=st.sampled_from(["en", "fa"]),
        again=st.booleans(),
        forgotten=st.booleans(),
        status=st.sampled_from(["actual"] * 5 + ["exercise", "test"]),
    )
    return st.lists(step, max_size=most)


def happened(taken: list[Step]) -> list[Taken]:
    """The events of these steps.

    A message comes again while its story must still be open, or when that must be over; an article may come back later,
    in other words or, where somebody forgot it, in the same, which were fetched anew.
    """
    at, latest, events = NOON, NOON, list[Taken]()
    known = dict[tuple[str, int], tuple[Match, int]]()
    silences, fresh, gone = dict[str, str](), set[tuple[str, int]](), set[tuple[str, int]]()
    for number, step in enumerate(taken):
        at += step.after
        latest = max(at, latest)
        if latest - NOON > YEAR:
            break
        if step.after < -HOUR:
            fresh.clear()  # a story may end early when time begins anew
        name = (step.watchlist, step.article)
        match, version = known.get(name, (None, 0))
        if step.verb == "report" and step.again and match is not None and latest - match.matched > MONTH:
            events.append(match)
        elif step.verb == "report" and (match is None or at - match.matched > 3 * DAY):
            match = _report(step, at) if match is None or not step.forgotten else _anew(match, at)
            known[name] = match, 1
            fresh.add(name)
            gone.discard(name)
            events.append(match)
        elif step.verb == "report" and match is not None and name in fresh and latest - match.matched < HOUR:
            events.append(match)
        elif step.verb == "revise" and match is not None:
            match = revised(
                match,
                at,
                version + 1,
                status=step.status,
                fired_before=name not in gone and match.status == step.status,
            )
            gone.discard(name)
            known[name] = match, version + 1
            events.append(match)
        elif step.verb == "withdraw" and match is not None:
            taken_back = withdrawn(msgspec.structs.replace(match, matched=at), at, version + 1)
            known[name] = msgspec.structs.replace(match, article=taken_back.article), version + 1
            gone.add(name)
            events.append(taken_back)
        elif step.verb == "wake":
            events.append(Wake(watchlist=step.watchlist, at=at))
        elif step.verb in ("silence", "expire") or (step.verb in _HANDLING and match is not None):
            alert = opened_by(step.watchlist, article_of(step), 1 + (step.topic == 0))
            events.append(_action(step, number, at, silences, alert))
    return events


def article_of(step: Step) -> str:
    """The id of the article that ``step`` is about."""
    return f"{step.watchlist}-{step.article}"


def _anew(match: Match, at: datetime) -> Match:
    """The same words, fetched once more because nobody remembers them."""
    return msgspec.structs.replace(
        match, article=msgspec.structs.replace(match.article, fetched=at), matched=at
    )


def _report(step: Step, at: datetime) -> Match:
    beside = (Beside(watchlist="other", severity="critical"),) if step.beside else ()
    return report(
        article_of(step),
        f"topic{step.topic}",
        at,
        watchlist=step.watchlist,
        content=f"content at {at}",
        kind=step.kind,
        trust=step.trust,
        published=at - 10 * DAY if step.late else at,
        beside=beside,
        shadow=step.shadow,
        language=step.language,
        status=step.status,
        corroborate=CORROBORATE,
    )


def _action(step: Step, number: int, at: datetime, silences: dict[str, str], alert: str) -> Action:
    if step.verb == "silence":
        silences[step.watchlist] = f"action {number}"
    scope = Scope(languages=("fa",), first_reports=step.late) if step.beside else Scope()
    return Action(
        id=f"action {number}",
        alert=alert,
        watchlist=step.watchlist,
        verb=step.verb,  # type: ignore[arg-type]
        by="officer",
        at=at,
        text=silences.get(step.watchlist, "none") if step.verb == "expire" else f"text {number}",
        until=at + (HOUR if step.trust else 5 * HOUR),
        scope=scope,
    )


def strict_rules(**fields: Any) -> Rules:
    """One route on which everything that can be set is set."""
    return rules(
        policy(
            "desk",
            quiet=(NIGHT,),
            budget=Budget(events=4, per=2 * HOUR),
            repeat_interval=9 * HOUR,
            escalate=Escalate(after=HOUR, to=("boss",)),
        ),
        archive=2,
        inhibit=(Inhibition(by=Condition(severity="critical"), mute=Condition(languages=("fa",))),),
        **fields,
    )


def split_rules() -> Rules:
    """Several routes, each with a rhythm of its own."""
    grave = Route(policy=policy("phone", ("mail",)), match=Condition(severity="critical"), goes_on=True)
    persian = Route(
        policy=policy("persian", ("boss",), group_wait=HOUR, quiet=(NIGHT,)),
        match=Condition(languages=("fa",)),
        goes_on=True,
    )
    rest = Route(policy=policy("rest", group_interval=2 * HOUR, repeat_interval=DAY), goes_on=True)
    return msgspec.structs.replace(
        rules(archive=3), routes=Route(policy=policy("root"), routes=(grave, persian, rest))
    )


def some_rules() -> st.SearchStrategy[Rules]:
    """Different ones."""
    return st.sampled_from([rules(), strict_rules(), split_rules()])
