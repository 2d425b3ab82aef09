"""A back-test for a person to read."""

from collections.abc import Iterator, Mapping

from cli.paint import Painted, Piece, of_block, padded, widest
from cli.settings import count
from cli.wording import in_words
from tocsin.contract.events import Evidence
from tocsin.delivery.foreign import ascii_url, isolated
from tocsin.delivery.lines import Span, labelled
from tocsin.delivery.quotes import headline, quotes
from tocsin.matching.backtested import Backtested, Difference, Only, Sample, Told

_LONGEST_BAR = 40
_MOST_NAMES = 15
_MOST_DAYS = 31


def view(result: Backtested, names: tuple[str, str]) -> Iterator[Painted]:
    """Everything it found; ``names`` are what the versions are called by."""
    yield [
        Piece(
            f"{isolated(names[0])}: {isolated(result.this.watchlist)}, version {result.this.version}",
            "heading",
        )
    ]
    yield [Piece(f"over {_span(result)}")]
    yield from _told(result.this, result)
    yield from _days(result)
    if result.other and result.difference:
        yield []
        yield [
            Piece(
                f"{isolated(names[1])}: {isolated(result.other.watchlist)}, version {result.other.version}",
                "heading",
            )
        ]
        yield from _told(result.other, result)
        yield from _difference(result.difference, names)
    else:
        yield from _samples("samples", result.this.samples)


def _span(result: Backtested) -> str:
    days = list(result.articles_per_day)
    if not days:
        return "no articles"
    return f"{count(result.articles, 'article')}, {days[0]} to {days[-1]}, on {count(result.days, 'day')}"


def _told(told: Told, result: Backtested) -> Iterator[Painted]:
    days = max(1, result.days)
    yield _fact("alerts", f"{told.alerts}, {told.alerts / days:.1f} a day{_busiest(told)}")
    again = told.matches - told.alerts
    more = f", {again} of them revisions of articles that had rung before" if again else ""
    yield _fact("matches", f"{told.matches}{more}; {count(told.places, 'place')} in the texts")
    share = f" ({told.downgraded / told.matches:.0%})" if told.matches else ""
    yield _fact("boilerplate", f"{told.downgraded} of the matches{share} only by menus and related links")
    for name, counts in (("languages", told.languages), ("sources", told.sources), ("terms", told.terms)):
        yield _fact(name, _listed(counts))


def _busiest(told: Told) -> str:
    return f", most on {told.busiest[0]}: {told.busiest[1]}" if told.busiest else ""


def _listed(counts: Mapping[str, int]) -> str:
    shown = [f"{isolated(name) or 'unnamed'} {number}" for name, number in list(counts.items())[:_MOST_NAMES]]
    more = [f"and {len(counts) - _MOST_NAMES} more"] if len(counts) > _MOST_NAMES else []
    return ", ".join(shown + more) or "none"


def _fact(label: str, text: str) -> Painted:
    return [Piece(f"  {label:<13}", "label"), Piece(text)]


def _days(result: Backtested) -> Iterator[Painted]:
    if not result.articles_per_day:
        return
    yield []
    head = f"  {'day':<12}{'articles':>9}{'alerts':>9}" + (f"{'other':>9}" if result.other else "")
    yield [Piece(head, "label")]
    days = list(result.articles_per_day.items())
    if len(days) > _MOST_DAYS:
        yield [Piece(f"  {count(len(days) - _MOST_DAYS, 'day')} before that: --json has all", "label")]
    most = max(result.this.alerts_per_day.values(), default=1)
    for day, articles in days[-_MOST_DAYS:]:
        alerts = result.this.alerts_per_day.get(day, 0)
        other = f"{result.other.alerts_per_day.get(day, 0):>9}" if result.other else ""
        bar = "█" * -(-alerts * _LONGEST_BAR // most)
        yield [Piece(f"  {day:<12}{articles:>9}{alerts:>9}{other}  {bar}".rstrip())]


def _difference(difference: Difference, names: tuple[str, str]) -> Iterator[Painted]:
    yield []
    yield [Piece("difference", "heading")]
    only = ((names[0], difference.only_this), (names[1], difference.only_other))
    width = max(widest(names) + len("only "), len("both"))
    yield [Piece(f"  {'both':<{width}}  {difference.both}")]
    for name, one in only:
        yield [Piece(f"  only {padded(name, width - 5)}  {one.matches}")]
    for name, one in only:
        yield from _only(name, one)


def _only(name: str, only: Only) -> Iterator[Painted]:
    if only.matches:
        yield from _samples(f"only {isolated(name)}: {len(only.samples)} of {only.matches}", only.samples)


def _samples(heading: str, samples: tuple[Sample, ...]) -> Iterator[Painted]:
    if not samples:
        return
    yield []
    yield [Piece(heading, "heading")]
    for number, sample in enumerate(samples):
        if number:
            yield []
        yield from _sample(sample)


def _sample(sample: Sample) -> Iterator[Painted]:
    lowered = "  boilerplate only" if sample.downgraded else ""
    yield [Piece(f"  {sample.day}  {isolated(sample.source)} · {isolated(sample.language)}{lowered}")]
    if sample.title:
        yield of_block(headline(sample.title, sample.evidence))
    for line in quotes(sample.evidence):
        yield of_block(line)
    for why in dict.fromkeys(map(_why, sample.evidence)):
        yield of_block(labelled("why", Span(why)))
    yield of_block(labelled("article", Span(ascii_url(sample.url) or isolated(sample.article))))


def _why(one: Evidence) -> str:
    return f"{isolated(one.surface)} for {isolated(one.term)}: {in_words(one.rule)}, score {one.score:.0f}"
