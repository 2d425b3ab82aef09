"""A watchlist as the analyst wrote it, as frozen values."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tocsin.contract.events import Severity, Status

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Form = Annotated[str, Field(min_length=1, max_length=200)]


class Section(BaseModel):
    """Unknown keys are faults; values never change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Term(Section):
    """One thing to watch for. ``forms`` holds, per language, the phrases people write for it."""

    id: Id
    forms: Annotated[dict[LanguageTag, Annotated[tuple[Form, ...], Field(min_length=1)]], Field(min_length=1)]


class Example(Section):
    """A text of the analyst's own, run by ``tocsin check``."""

    language: LanguageTag
    text: Annotated[str, Field(min_length=1)]


class Examples(Section):
    match: tuple[Example, ...] = ()
    ignore: tuple[Example, ...] = ()


class Watchlist(Section):
    """One file of the watchlists folder: any of its terms fires it."""

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=200)]
    owner: str = ""
    severity: Severity = "medium"
    status: Literal["live", "test"] = "live"
    """`test`: its alerts are marked `test` from end to end."""
    receivers: tuple[Id, ...] = ()
    """Names of receivers in tocsin.yaml; empty means all of them."""
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    examples: Examples = Examples()

    @property
    def alert_status(self) -> Status:
        return "test" if self.status == "test" else "actual"
