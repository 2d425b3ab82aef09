"""A watchlist as the analyst wrote it, as frozen values."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from tocsin.config.feeds import Kind, Trust
from tocsin.config.types import Country, Line, Name, Seconds, Section, Words
from tocsin.contract import events
from tocsin.contract.events import Severity, Status
from tocsin.watchlist.expression import Expression, Sum, TermFields, TermId, Weight

Id = Name
LanguageTag = Annotated[
    str, Field(pattern=r"^[a-z]{2,3}$"), Words("a language's two or three letters, such as ar, fa or ru")
]
Form = Annotated[str, Field(min_length=1, max_length=200)]
Forms = Annotated[tuple[Form, ...], Field(min_length=1)]
FormsByLanguage = dict[LanguageTag, Forms]


class Term(Section):
    """One thing to watch for."""

    model_config = ConfigDict(populate_by_name=True)

    id: Id
    """Stands in every alert it causes; once in its watchlist."""
    forms: Annotated[FormsByLanguage, Field(min_length=1)]
    """Per language, the words and phrases people write for it; `*` among the words of a phrase is any one word."""
    match: Literal["exact", "inflected", "fuzzy"] = "inflected"
    """`exact`: the words as written. `inflected`: also with endings and small words on them. `fuzzy`: also misspelt."""
    case: Literal["any", "same"] = "any"
    """`same`: capitals must stand in the text where they stand in the form."""
    fields: TermFields = ("title", "lead", "body")
    """Where it counts; `lead` is the first paragraph of the body, at most 500 characters of it, and part of `body`."""
    weight: Weight = 1.0
    """What it adds to `threshold` and `score` when it is found."""
    gap: Annotated[int, Field(ge=0, le=5)] = 0
    """How many other words may stand between two words of a form."""
    except_: FormsByLanguage = Field(default_factory=dict, alias="except")
    """Per language, contexts written like forms: a place that touches one does not count."""


class Filters(Section):
    """Which articles are looked at; an article must pass all that are given."""

    sources: tuple[Line, ...] = ()
    """Only these: ids of feeds, or names of sources as articles show them; none means all."""
    not_sources: tuple[Line, ...] = ()
    """Not these."""
    languages: tuple[LanguageTag, ...] = ()
    """Only articles in these languages; none means all."""
    countries: tuple[Country, ...] = ()
    """Only from feeds at home in these countries; none means all. A feed that names no country passes."""
    not_countries: tuple[Country, ...] = ()
    """Not from feeds at home in these."""
    kinds: tuple[Kind, ...] = ()
    """Only from feeds of these kinds; none means all. A feed that names no kind passes."""
    trust: Trust | None = None
    """Only from feeds trusted this far or further. A feed that names no trust passes."""
    tags: tuple[Name, ...] = ()
    """Only from feeds with one of these tags; none means all."""
    not_tags: tuple[Name, ...] = ()
    """Not from feeds with one of these."""
    max_age: Seconds | None = None
    """Not articles published longer ago; one without a date passes."""


class Corroborate(Section):
    """So many independent reports of a story make it weigh one step more: `medium` becomes `high`."""

    origins: Annotated[int, Field(ge=2, le=100)] = 3
    """How many outlets with a text of their own; agency copy is one, however many outlets carry it."""
    within: Seconds = timedelta(hours=2)
    """How close together they must come."""


class Example(Section):
    """A text of the analyst's own, run by ``tocsin check``."""

    language: LanguageTag
    """What the text is written in."""
    title: str = ""
    """A headline above it."""
    text: Annotated[str, Field(min_length=1)]
    """A headline or a sentence or two."""
    terms: tuple[TermId, ...] = ()
    """Terms that must be found in a text that must fire."""


class Examples(Section):
    """Texts that prove the watchlist, run by ``tocsin check``."""

    match: tuple[Example, ...] = ()
    """Texts that must fire the watchlist."""
    ignore: tuple[Example, ...] = ()
    """Texts that must not."""


class Watchlist(Section):
    """One file of the watchlists folder. Without `when`, any of its terms fires it."""

    id: Id
    """Keep it: alerts are known by it. Once among all watchlists."""
    title: Annotated[str, Field(min_length=1, max_length=200)]
    """What alerts say fired."""
    owner: str = ""
    """Who answers for it."""
    severity: Severity = "medium"
    """How urgent its alerts are."""
    status: Literal["live", "shadow", "exercise", "test"] = "live"
    """`shadow`: it is matched and counted, and alerts nobody. `exercise` and `test` mark its alerts from end to end."""
    corroborate: Corroborate | None = None
    """When several origins raise the severity of a story; none means that they do not."""
    receivers: tuple[Id, ...] = ()
    """Names of receivers in tocsin.yaml; empty means all of them."""
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    """What to watch for."""
    when: Expression | None = None
    """What must be true of an article; none means any term."""
    threshold: Sum | None = None
    """What the weights of the different terms found must add up to, besides `when`; none means nothing."""
    filters: Filters = Filters()
    """Which articles are looked at."""
    examples: Examples = Examples()
    """Texts that prove the watchlist."""

    @property
    def alert_status(self) -> Status:
        return self.status if self.status in ("exercise", "test") else "actual"

    @property
    def corroboration(self) -> events.Corroborate | None:
        """``corroborate`` as its matches carry it."""
        if self.corroborate is None:
            return None
        return events.Corroborate(origins=self.corroborate.origins, within=self.corroborate.within)

    @property
    def shadow(self) -> bool:
        return self.status == "shadow"
