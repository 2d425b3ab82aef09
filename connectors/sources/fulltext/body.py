"""An article whose body is that of its page."""

from collections.abc import Sequence

import msgspec

from connectors.sources.fulltext.extract import LONGEST, Extract, shortened
from tocsin.contract.events import Article, ArticleNote
from tocsin.fulltext.choice import untold
from tocsin.identity.article import content_digest
from tocsin.text.language import UNDETERMINED, guess_language

BETWEEN = "\n\n"


def together(article: Article, page: Extract, *, doubtful: bool) -> Extract:
    """``page`` with what the feed says of ``article`` and the page does not in front, so that nothing is lost."""
    first = untold(article.body, page.own)
    rest = shortened(page.own, max(LONGEST - len(first), 0))
    own = BETWEEN.join(filter(None, (first, rest)))
    return msgspec.structs.replace(page, own=own, doubtful=doubtful)


def with_page(article: Article, page: Extract, rest: Sequence[str]) -> Article:
    """``article`` with the text of its page for a body, ``rest`` behind it; its content is that of its own words."""
    language = article.language
    return msgspec.structs.replace(
        article,
        body=BETWEEN.join(filter(None, (page.own, "\n".join(rest)))),
        own=len(page.own),
        content=content_digest(article.title, page.own),
        language=guess_language(page.own) if language == UNDETERMINED else language,
        notes=_noted(article, "full_text_both" if page.doubtful else "full_text"),
        **_date(article, page),
    )


def with_lines(article: Article, lines: Sequence[str]) -> Article:
    """``article`` with the lines of its page, which hold no article, behind its own words."""
    if not lines:
        return article
    body = BETWEEN.join(filter(None, (article.body, "\n".join(lines))))
    return msgspec.structs.replace(article, body=body, own=len(article.body))


def with_note(article: Article, note: ArticleNote) -> Article:
    """``article`` as it is, and why it is no more than that."""
    return msgspec.structs.replace(article, notes=_noted(article, note))


def _noted(article: Article, note: ArticleNote) -> tuple[ArticleNote, ...]:
    return (*(one for one in article.notes if one != note), note)


def _date(article: Article, page: Extract) -> dict[str, object]:
    """The page's date where the feed has none at all; one that it has and we can't read or believe stays what it is."""
    if article.date_source != "missing" or page.published is None or page.published > article.fetched:
        return {}
    return {"published": page.published, "date_source": "page"}
