"""What was found of one term, for someone who never saw the program."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cli.paint import Look, Painted, Piece, of_block
from cli.settings import count
from cli.wording import in_words, times
from tocsin.contract.events import Evidence
from tocsin.delivery.foreign import isolated, neutral
from tocsin.delivery.lines import Role, Span, labelled
from tocsin.delivery.quotes import quoted
from tocsin.matching.explanation import ExplainedTerm, Ignored
from tocsin.matching.nearmiss import NearMiss

_MOST_QUOTES = 10


def term_lines(term: ExplainedTerm) -> Iterator[Painted]:
    """Its hits in their sentences, each with why; then what is ignored and why; then what came closest."""
    look: Look = "yes" if term.hits else "no"
    found = f"found {times(len(term.hits))}" if term.hits else "not found"
    ignored = [one for one in term.ignored if one.reason != "covered"]
    more = f", {count(len(ignored), 'place')} ignored" if ignored else ""
    how = f"match {term.match}, weight {term.weight:g}, counts in {', '.join(term.fields)}"
    yield [Piece(f"  {term.id}: "), Piece(found, look), Piece(more), Piece(f"  ({how})", "label")]
    yield from _hits(term.hits)
    for one in ignored[:_MOST_QUOTES]:
        yield from _ignored(one)
    if len(ignored) > _MOST_QUOTES:
        yield [Piece(f"    and {len(ignored) - _MOST_QUOTES} more places ignored", "label")]
    covered = len(term.ignored) - len(ignored)
    if covered:
        yield [
            Piece(
                f"    {count(covered, 'place')} more within those above, by other forms: counted once",
                "label",
            )
        ]
    if term.closest:
        yield from _closest(term.closest)


def _hits(hits: Sequence[Evidence]) -> Iterator[Painted]:
    sentences = [
        list(group) for _, group in groupby(hits, key=lambda one: (one.field, one.sentence_start, one.zone))
    ]
    for group in sentences[:_MOST_QUOTES]:
        yield _quote(group, "related" if group[0].zone == "boilerplate" else group[0].field)
        for why in dict.fromkeys(map(_why, group)):
            yield _labelled("why", why)
    if len(sentences) > _MOST_QUOTES:
        yield [Piece(f"    and in {len(sentences) - _MOST_QUOTES} more sentences", "label")]


def _why(one: Evidence) -> str:
    form, surface = isolated(_short(one.form)), isolated(_short(one.surface))
    return f"{surface} for the {one.language} form {form}: {in_words(one.rule)}; score {one.score:.0f} of 100"


def _ignored(one: Ignored) -> Iterator[Painted]:
    yield _quote([one.evidence], "ignored")
    match one.reason:
        case "context":
            why = (
                f"it touches {isolated(_short(one.by))}, which `except` names as {isolated(_short(one.form))}"
            )
        case "case":
            why = f"its capitals are not those of {isolated(_short(one.evidence.form))}, and the term says `case: same`"
        case "field":
            why = f"the term does not count there ({one.evidence.field})"
        case "covered":
            why = f"it lies within {isolated(_short(one.by))}"
    yield _labelled("why", why)


def _closest(near: NearMiss) -> Iterator[Painted]:
    start, end = near.start - near.sentence_start, near.end - near.sentence_start
    yield _quoted(near.sentence, [(start, end)], "closest")
    yield _labelled("why not", f"{near.language} form {isolated(_short(near.form))}: {neutral(near.says)}")


def _quote(group: Sequence[Evidence], label: str) -> Painted:
    hits = [(one.start - one.sentence_start, one.end - one.sentence_start) for one in group]
    return _quoted(group[0].sentence, hits, label)


def _quoted(sentence: str, hits: Iterable[tuple[int, int]], label: str) -> Painted:
    role: Role = "headline" if label == "title" else "quote"
    return [Piece("  "), *of_block(quoted(sentence, hits, role, label))]


def _labelled(label: str, text: str) -> Painted:
    return [Piece("  "), *of_block(labelled(label, Span(text)))]


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[:most] + "…"
