"""Versions of an article: which came before which."""

from typing import Final

from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Kept
from tocsin.contract.events import Article

MOST_EARLIER: Final = 8


def version_of(article: Article, *, withdrawn: bool = False) -> bytes:
    """Stands for this version of an article, as a report or as one that is withdrawn."""
    return sign_of(article.id, article.content, "withdrawn" if withdrawn else "")


def earlier_with(kept: Kept, article: Article) -> tuple[bytes, ...]:
    """The versions before ``article``, once it has come; with the one that it revises, which may come late."""
    new = tuple(_short(content) for content in (article.revises, kept.content) if content)
    return tuple(dict.fromkeys((*(one for one in kept.earlier if one not in new), *new)))[-MOST_EARLIER:]


def is_earlier(kept: Kept, article: Article) -> bool:
    """Whether ``article`` is a version before the one that is known: it came late, or once more.

    What was fetched later is newer, unless deduplication has forgotten that the text was met before. What was not is
    earlier, unless it is of the same document, or revises what is known, and was never met.
    """
    if kept.fetched is None:
        return _is_met(kept, article) and article.revises != kept.content
    if article.content == kept.content:
        return article.fetched < kept.fetched
    if article.fetched > kept.fetched:
        return _is_met(kept, article) and article.revises is None
    goes_on = article.fetched == kept.fetched or article.revises == kept.content
    return _is_met(kept, article) or not goes_on


def _is_met(kept: Kept, article: Article) -> bool:
    return article.content != kept.content and _short(article.content) in kept.earlier


def _short(content: str) -> bytes:
    return sign_of(content)[:6]
