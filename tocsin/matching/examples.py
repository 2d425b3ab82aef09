"""Does a watchlist do what its own examples say?"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec

from tocsin.config.document import Path
from tocsin.contract.events import Article
from tocsin.matching.counting import Page, page_of
from tocsin.matching.hits import TermHit
from tocsin.matching.judge import Judgement
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.matching.reasons import why_dropped, why_silent
from tocsin.text.lexicon import NO_LEXICON, Lexicon
from tocsin.watchlist.load import loaded
from tocsin.watchlist.model import Example, Watchlist

_WHENEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Broken(msgspec.Struct, frozen=True):
    """An example that came out wrong: its ``path`` in the watchlist's file, and how."""

    path: Path
    message: str


def broken_examples(watchlist: Watchlist, lexicon: Lexicon = NO_LEXICON) -> Iterator[Broken]:
    """The examples that come out wrong, in the file's order.

    An example comes from a source that the filters let in, just now; only its language may keep it out.
    """
    matcher = WatchlistMatcher([loaded(watchlist)], lexicon)
    for index, example in enumerate(watchlist.examples.match):
        for message in _silent(matcher, watchlist, example):
            yield Broken(("examples", "match", index), message)
    for index, example in enumerate(watchlist.examples.ignore):
        for message in _loud(matcher, watchlist, example):
            yield Broken(("examples", "ignore", index), message)


def _silent(matcher: WatchlistMatcher, watchlist: Watchlist, example: Example) -> Iterator[str]:
    page = page_of(_article(watchlist, example))
    judgement = matcher.judgement(watchlist.id, page.article, _WHENEVER)
    if not judgement.hits:
        yield f"must fire this watchlist and does not: {why_silent(judgement, page)}"
        return
    found = {hit.term for hit in judgement.hits}
    for term in example.terms:
        if term not in found:
            yield f"must find term {term} and does not: {_why_without(term, judgement, page, found)}"


def _loud(matcher: WatchlistMatcher, watchlist: Watchlist, example: Example) -> Iterator[str]:
    article = _article(watchlist, example)
    hits = matcher.judgement(watchlist.id, article, _WHENEVER).hits
    if hits:
        yield f"must not fire this watchlist and does: {_named(page_of(article), hits[0])}"


def _why_without(term: str, judgement: Judgement, page: Page, found: Iterable[str]) -> str:
    if any(hit.term == term for hit in judgement.counted.hits):
        return "it is there, but not among what makes the condition true"
    dropped = why_dropped((one for one in judgement.counted.dropped if one.hit.term == term), page)
    return "; ".join(dropped) or f"what fired it is {', '.join(sorted(found))}"


def _named(page: Page, hit: TermHit) -> str:
    surface, pattern = page.text(hit.field)[hit.start : hit.end], hit.pattern
    return f"{surface!r} is the {pattern.language} form {pattern.form!r} of term {hit.term}"


def _article(watchlist: Watchlist, example: Example) -> Article:
    return Article(
        id="example",
        feed="example",
        source=next(iter(watchlist.filters.sources), "example"),
        url="",
        title=example.title,
        body=example.text,
        language=example.language,
        published=None,
        fetched=_WHENEVER,
        content="example",
        tags=watchlist.filters.tags[:1],
    )
