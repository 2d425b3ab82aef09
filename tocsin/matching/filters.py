"""Is a watchlist to look at an article at all?"""

from datetime import datetime
from typing import Literal

from tocsin.contract.events import Article
from tocsin.text.language import UNDETERMINED
from tocsin.watchlist.model import Filters

FilteredReason = Literal[
    "source",  # it is none of `sources`
    "not_source",  # it is one of `not_sources`
    "language",  # it is in none of `languages`
    "age",  # it was published longer ago than `max_age`
]


def filtered(filters: Filters, article: Article, now: datetime) -> FilteredReason | None:
    """Why the filters keep the watchlist from the article; ``None`` where they do not.

    What is not known keeps nothing out: no date is no age, and a language that could not be told may be any.
    """
    sources = {article.feed.casefold(), article.source.casefold()}
    if filters.sources and sources.isdisjoint(name.casefold() for name in filters.sources):
        return "source"
    if not sources.isdisjoint(name.casefold() for name in filters.not_sources):
        return "not_source"
    if filters.languages and _language(article) not in (*filters.languages, UNDETERMINED):
        return "language"
    if filters.max_age is not None and article.published is not None:
        return "age" if now - article.published > filters.max_age else None
    return None


def _language(article: Article) -> str:
    return article.language.replace("_", "-").split("-")[0].casefold()
