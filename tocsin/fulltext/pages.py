"""Which articles have a page of their own."""

from collections.abc import Sequence

from tocsin.contract.events import Article
from tocsin.identity.urls import canonical_url, is_front_page


def with_own_page(articles: Sequence[Article]) -> list[int]:
    """The places of those that link to a page none of the others links to; a site's front page is nobody's own."""
    pages = [_page(article.url) for article in articles]
    linking: dict[str | None, set[str]] = {}
    for page, article in zip(pages, articles, strict=True):
        linking.setdefault(page, set()).add(article.id)
    return [at for at, page in enumerate(pages) if page is not None and len(linking[page]) == 1]


def is_site(url: str) -> bool:
    """Whether ``url`` is the front page of a site, or no address at all."""
    return _page(url) is None


def _page(url: str) -> str | None:
    try:
        page = canonical_url(url)
    except ValueError:
        return None
    return None if is_front_page(page) else page
