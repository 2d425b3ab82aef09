"""The findings as Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.report import machine
from benchmarks.week.checks import Account, First, Repeats
from benchmarks.week.findings import Findings, goals

_KINDS: Mapping[str, str] = {
    "again": "the same article again",
    "copy": "copies by other outlets",
    "light": "copies with light edits",
    "revision": "corrections",
    "own": "own words, a language that reported before",
    "other_language": "own words, the first in a language",
    "follow_up": "follow-ups, 10 to 30 hours later",
}


def page(found: Findings, command: str) -> str:
    """Setting, goals, first reports, repeats, storm, accounts."""
    parts = (_setting(found, command), _goals(found), _firsts(found), _repeats(found), _storm(found))
    return "\n\n".join("\n".join(part) for part in (*parts, _accounts(found))) + "\n"


def _setting(found: Findings, command: str) -> Iterator[str]:
    plan, planted = found.plan, found.planted
    yield (
        f"`{command}`; {machine()}; seed {plan.seed}. {sum(planted.values()):,} articles of {plan.days} days "
        f"({found.size / 1e6:,.0f} MB), ten watchlists, {plan.events} planted events ({plan.twins} of them share "
        f"standing paragraphs with another one, {plan.same_place} even its place), a storm of {plan.storm:,} reports "
        f"in an hour, {planted.get('archive', 0):,} old entries in one poll, {planted.get('noise', 0):,} others."
    )
    cost = found.cost
    yield ""
    yield (
        f"Replayed in {cost.seconds:,.0f} s with {cost.cpu:,.0f} s of CPU on one core "
        f"({sum(planted.values()) / cost.cpu:,.0f} articles a CPU second), {cost.memory / 1e6:,.0f} MB at most. "
        f"{found.matches:,} matches became "
        f"{_listed(found.events)}."
    )


def _goals(found: Findings) -> Iterator[str]:
    yield "| goal | found | |"
    yield "|---|---|---|"
    for goal in goals(found):
        yield f"| {goal.what} | {goal.found} | {'reached' if goal.reached else '**missed**'} |"


def _firsts(found: Findings) -> Iterator[str]:
    missed = [first for first in found.firsts if first.cause != "at once"]
    yield f"First reports not told at once: {len(missed)}. Events that fired nothing: {len(found.unfired)}."
    if missed:
        yield "\n| event | watchlist | what became of its first report |"
        yield "|---|---|---|"
        yield from (_first(first, found.named) for first in missed)
    if found.unfired:
        yield f"\nFired nothing: {', '.join(_event(number, found.named) for number in found.unfired)}."


def _first(first: First, named: Mapping[int, str]) -> str:
    other = f": {_event(first.opened.event, named)}" if first.opened and first.opened.event else ""
    return f"| {_event(first.event, named)} | {first.watchlist} | {first.cause}{other} |"


def _event(number: int, named: Mapping[int, str]) -> str:
    return f"{number} ({named.get(number, 'the storm')})"


def _repeats(found: Findings) -> Iterator[str]:
    yield "Later reports of planted events that fired the watchlist of their event; the storm's apart:\n"
    yield "| | reports | second initial alert | put into a wrong story |"
    yield "|---|--:|--:|--:|"
    yield from _kinds(found.repeats, "")
    yield from _kinds(found.storm, "storm: ")
    yield (
        f"\nReports of nothing planted that were put into a planted event's story: {found.strangers}."
        if found.strangers
        else "\nNo report of anything else was put into a planted event's story."
    )


def _kinds(rows: Sequence[Repeats], before: str) -> Iterator[str]:
    by_kind = {row.kind: row for row in rows}
    for kind, words in _KINDS.items():
        row = by_kind.get(kind)
        if row is not None and row.fired:
            share = f"{row.opened:,} ({row.opened / row.fired:.1%})"
            yield f"| {before}{words} | {row.fired:,} | {share} | {row.wrong:,} |"


def _storm(found: Findings) -> Iterator[str]:
    account = found.storm_account
    yield (
        f"The storm's stories have {account.planted:,} reports: {account.told:,} told in "
        f"{_listed(found.storm_events)}, {account.digested:,} counted in digests. "
        f"The archive: {_listed(found.archive)}."
    )
    initial, updates = found.asleep
    yield ""
    yield (
        f"Held, by why: {_listed(found.held)}. While its route slept, {initial:,} first reports about cross-border aid "
        f"were told at once, and {updates:,} updates."
    )


def _accounts(found: Findings) -> Iterator[str]:
    yield "Reports to be told (repeats left out), told in alerts, counted in digests, missing:\n"
    yield "| watchlist | reports | told | in digests | missing |"
    yield "|---|--:|--:|--:|--:|"
    yield from map(_account, found.accounts)


def _account(account: Account) -> str:
    figures = (account.planted, account.told, account.digested, account.missing)
    return f"| {account.name} | {' | '.join(f'{figure:,}' for figure in figures)} |"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items())) or "nothing"
