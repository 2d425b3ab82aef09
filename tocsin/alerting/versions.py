"""Versions of an article: which came before which."""

from typing import Final

from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Kept
from tocsin.contract.events import Article

MOST_EARLIER: Final = 8


def version_of(article: Article, *, withdrawn: bool = False) -> bytes:
    """Stands for this version of an article, as a report or as one that is withdrawn."""
    return sign_of(article.id, article.content, "withdrawn" if withdrawn else "")


def earlier_with(kept: Kept) -> tuple[bytes, ...]:
    """The versions before the next one."""
    return (*kept.earlier, _short(kept.content))[-MOST_EARLIER:]


def is_earlier(kept: Kept, article: Article) -> bool:
    """Whether ``article`` is a version before the one that is known: it came late, or once more."""
    return _short(article.content) in kept.earlier and article.revises != kept.content


def _short(content: str) -> bytes:
    return sign_of(content)[:6]
