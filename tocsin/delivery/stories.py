"""What an alert event says of its story: how far it has come, what is told now, what changed, what was held."""

from collections.abc import Iterator, Mapping
from typing import Final

from tocsin.contract.events import Alert, Change, HeldReason, Relation, Report, Tally
from tocsin.delivery.foreign import ascii_url, isolated
from tocsin.delivery.lines import Line, Span, counted, labelled, listed, short, under

MOST_REPORTS: Final = 10
MOST_SENTENCES: Final = 5
MOST_WHY: Final = 3
MOST_REFERENCES: Final = 3
LONGEST_URL: Final = 2000
_USUAL: Final = ("group_wait", "copy")
_MOST_LANGUAGES: Final = 12

RELATIONS: Final[Mapping[Relation, str]] = {
    "new": "first report",
    "repeat": "the same article again",
    "revision": "new words in a report told of",
    "copy": "copy of another outlet's text",
    "report": "another report of the event",
}


def so_far(alert: Alert) -> Iterator[Line]:
    """The whole story in numbers; nothing where it is this one report."""
    tally = alert.tally
    if tally.reports <= 1:
        return
    carriers = f" by {counted(tally.carriers, 'carrier')} from {counted(tally.origins, 'origin')}"
    languages = listed(tuple(isolated(language) for language in tally.languages[:_MOST_LANGUAGES]))
    yield labelled(
        "story",
        Span(
            f"{counted(tally.reports, 'report')} so far"
            f"{'' if alert.reason == 'new_reports' else carriers}"
            f"{f', in {languages}' if languages else ''}"
        ),
    )


def joined(alert: Alert) -> Iterator[Line]:
    """Why the report is of this story, or is no longer; nothing for the one that opened it."""
    report = alert.report
    if report.relation in ("copy", "report"):
        yield labelled("joined", Span(RELATIONS[report.relation]))
        yield from _why(report)
    elif report.relation == "revision" and alert.kind == "update":
        yield from (labelled("changed", Span(isolated(short(one)))) for one in report.why[:MOST_WHY])


def others(alert: Alert) -> Iterator[Line]:
    """The reports told of now beside the one that the block is about, newest first, and how many more there are."""
    told = [one for one in alert.reports if one.article != alert.report.article]
    for one in told[:MOST_REPORTS]:
        yield from _also(one)
    own = alert.sequence == 1 or alert.reason == "new_reports" or len(told) < len(alert.reports)
    more = alert.tally.since - min(len(told), MOST_REPORTS) - own
    if more > 0:
        yield under(f"and {counted(more, 'more report', 'more reports')}")


def _also(report: Report) -> Iterator[Line]:
    outlet = (
        f"{isolated(short(report.source))} · {isolated(report.language)} · {RELATIONS[report.relation]} · "
    )
    yield labelled("also", Span(outlet), Span(isolated(short(report.title)), "quote"))
    yield from _why(report, most=1)
    yield labelled("", Span(listed_url(report.url), "url"))


def listed_url(url: str) -> str:
    """``url`` where many are listed: one that is longer than any that people follow is cut."""
    return ascii_url(url[:LONGEST_URL])[:LONGEST_URL]


def _why(report: Report, most: int = MOST_WHY) -> Iterator[Line]:
    yield from (under(isolated(short(one))) for one in report.why[:most])


def changed(change: Change | None) -> Iterator[Line]:
    """What a revision changed: the title before, what is new, how much is gone."""
    if change is None:
        return
    if change.title_before:
        yield labelled("before", Span(isolated(short(change.title_before)), "quote"))
    for sentence in change.added[:MOST_SENTENCES]:
        yield labelled("added", Span(isolated(short(sentence)), "quote"))
    if len(change.added) > MOST_SENTENCES:
        yield under(f"and {counted(len(change.added) - MOST_SENTENCES, 'more sentence')}")
    if change.removed:
        yield labelled("gone", Span(counted(change.removed, "sentence")))


def held(tally: Tally) -> Iterator[Line]:
    """What of this was held back until now, and why; that reports come in groups, and copies with them, is usual."""
    if any(reason not in _USUAL for reason, _ in tally.held):
        yield labelled("held", Span(held_words(tally.held)))


def held_words(held: tuple[tuple[HeldReason, int], ...]) -> str:
    """``quiet hours 400, budget 12``: most first."""
    most_first = sorted(held, key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{reason.replace('_', ' ')} {number:,}" for reason, number in most_first)


def referring(references: tuple[str, ...]) -> Iterator[Line]:
    """The events that this one updates or takes back, the last of them."""
    if references:
        shown = ", ".join(isolated(short(one)) for one in references[-MOST_REFERENCES:])
        earlier = len(references) - MOST_REFERENCES
        yield labelled("refers", Span(f"to {shown}{f' and {earlier} before' if earlier > 0 else ''}"))
