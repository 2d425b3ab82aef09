"""A watchlist as the analyst wrote it, as frozen values."""

from typing import Annotated, Literal

from pydantic import Field

from tocsin.config.types import Name, Section, Words
from tocsin.contract.events import Severity, Status

Id = Name
LanguageTag = Annotated[
    str, Field(pattern=r"^[a-z]{2,3}$"), Words("a language's two or three letters, such as ar, fa or ru")
]
Form = Annotated[str, Field(min_length=1, max_length=200)]
Forms = Annotated[tuple[Form, ...], Field(min_length=1)]


class Term(Section):
    """One thing to watch for."""

    id: Id
    """Stands in every alert it causes; once in its watchlist."""
    forms: Annotated[dict[LanguageTag, Forms], Field(min_length=1)]
    """Per language, the words and phrases people write for it."""


class Example(Section):
    """A text of the analyst's own, run by ``tocsin check``."""

    language: LanguageTag
    """What the text is written in."""
    text: Annotated[str, Field(min_length=1)]
    """A headline or a sentence or two."""


class Examples(Section):
    """Texts that prove the watchlist, run by ``tocsin check``."""

    match: tuple[Example, ...] = ()
    """Texts that must fire the watchlist."""
    ignore: tuple[Example, ...] = ()
    """Texts that must not."""


class Watchlist(Section):
    """One file of the watchlists folder: any of its terms fires it."""

    id: Id
    """Keep it: alerts are known by it. Once among all watchlists."""
    title: Annotated[str, Field(min_length=1, max_length=200)]
    """What alerts say fired."""
    owner: str = ""
    """Who answers for it."""
    severity: Severity = "medium"
    """How urgent its alerts are."""
    status: Literal["live", "test"] = "live"
    """`test`: its alerts are marked `test` from end to end."""
    receivers: tuple[Id, ...] = ()
    """Names of receivers in tocsin.yaml; empty means all of them."""
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    """What to watch for."""
    examples: Examples = Examples()

    @property
    def alert_status(self) -> Status:
        return "test" if self.status == "test" else "actual"
