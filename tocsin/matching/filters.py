"""Is a watchlist to look at an article at all?"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

from tocsin.contract.events import Article
from tocsin.text.language import UNDETERMINED
from tocsin.watchlist.model import Filters

FilteredReason = Literal[
    "source",  # it is none of `sources`
    "not_source",  # it is one of `not_sources`
    "language",  # it is in none of `languages`
    "country",  # its feed is at home in none of `countries`
    "not_country",  # its feed is at home in one of `not_countries`
    "kind",  # its feed is of none of `kinds`
    "trust",  # its feed is trusted less than `trust`
    "tag",  # its feed has none of `tags`
    "not_tag",  # its feed has one of `not_tags`
    "age",  # it was published longer ago than `max_age`
]
_TRUST: Final = {"low": 1, "medium": 2, "high": 3}
_MOST: Final = max(_TRUST.values())


def filtered(filters: Filters, article: Article, now: datetime) -> FilteredReason | None:
    """Why the filters keep the watchlist from the article; ``None`` where they do not.

    What is not known keeps nothing out: no date is no age, and a language that could not be told may be any, as may
    the country, the kind and the trust of a feed that names none.
    """
    return next(_reasons(filters, article, now), None)


def _reasons(filters: Filters, article: Article, now: datetime) -> Iterator[FilteredReason]:
    sources = {article.feed.casefold(), article.source.casefold()}
    if filters.sources and sources.isdisjoint(name.casefold() for name in filters.sources):
        yield "source"
    if not sources.isdisjoint(name.casefold() for name in filters.not_sources):
        yield "not_source"
    if filters.languages and _language(article) not in (*filters.languages, UNDETERMINED):
        yield "language"
    yield from _reasons_of_feed(filters, article)
    if filters.max_age is not None and now - (article.published or now) > filters.max_age:
        yield "age"


def _reasons_of_feed(filters: Filters, article: Article) -> Iterator[FilteredReason]:
    """What the operator said of its feed."""
    country = article.country.casefold()
    if filters.countries and country and country not in filters.countries:
        yield "country"
    if country in filters.not_countries:
        yield "not_country"
    if filters.kinds and article.kind and article.kind not in filters.kinds:
        yield "kind"
    if filters.trust is not None and _TRUST.get(article.trust, _MOST) < _TRUST[filters.trust]:
        yield "trust"
    if filters.tags and not set(filters.tags) & set(article.tags):
        yield "tag"
    if set(filters.not_tags) & set(article.tags):
        yield "not_tag"


def _language(article: Article) -> str:
    return article.language.replace("_", "-").split("-")[0].casefold()
