"""Does a watchlist do what its own examples say?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec

from tocsin.config.document import Path
from tocsin.contract.events import Article, Evidence
from tocsin.matching.phrases import PhraseMatcher
from tocsin.watchlist.load import loaded
from tocsin.watchlist.model import Example, Watchlist

_WHENEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Broken(msgspec.Struct, frozen=True):
    """An example that came out wrong: its ``path`` in the watchlist's file, and how."""

    path: Path
    message: str


def broken_examples(watchlist: Watchlist) -> Iterator[Broken]:
    """The examples that come out wrong, in the file's order."""
    matcher = PhraseMatcher([loaded(watchlist)])
    for index, example in enumerate(watchlist.examples.match):
        if not _evidence(matcher, example):
            message = "must fire this watchlist and does not: it holds no form of any term"
            yield Broken(("examples", "match", index), message)
    for index, example in enumerate(watchlist.examples.ignore):
        if found := _evidence(matcher, example):
            first = found[0]
            message = (
                f"must not fire this watchlist and does: {first.surface!r} is the {first.language} form "
                f"{first.form!r} of term {first.term}"
            )
            yield Broken(("examples", "ignore", index), message)


def _evidence(matcher: PhraseMatcher, example: Example) -> tuple[Evidence, ...]:
    matches = matcher.match(_article(example), _WHENEVER)
    return tuple(evidence for match in matches for evidence in match.evidence)


def _article(example: Example) -> Article:
    return Article(
        id="example",
        feed="example",
        source="example",
        url="",
        title="",
        body=example.text,
        language=example.language,
        published=None,
        fetched=_WHENEVER,
        content="example",
    )
