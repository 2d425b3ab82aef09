"""Articles of a feed that asks for full text, with the text of their pages."""

from collections.abc import Collection, Sequence
from typing import Protocol

import msgspec

from connectors.sources.rss.document import Contents, Task
from connectors.sources.rss.naming import unfinished
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.polling.memory import key, unpack


class Extended(Protocol):
    """The articles given, in order; ``again`` are positions whose page could not be had this time."""

    @property
    def articles(self) -> Sequence[Article]: ...
    @property
    def again(self) -> Collection[int]: ...


class FullText(Protocol):
    """Whoever fetches the linked pages."""

    async def extend(self, articles: Sequence[Article], feed: Feed) -> Extended:
        """The articles with the text of their pages, within seconds. Never raises."""


async def with_pages(contents: Contents, task: Task, full_text: FullText) -> Contents:
    """``contents`` with full text.

    An entry whose page is to be had later is remembered under another digest: when the feed is read again it is
    news, and goes out as changed if its page has come. One that was due to be sent again waits where its page was
    there before and is not now: it would look revised.
    """
    made = {place: article for place, article in contents.articles.items() if article is not None}
    if not made:
        return contents
    extended = await full_text.extend(tuple(made.values()), task.feed)
    rows = unpack(task.memory)
    shown, said = {row.raw for row in rows}, {(row.article, row.content) for row in rows}
    articles, raws = dict(contents.articles), list(contents.raws)
    for position, (place, article) in enumerate(zip(made, extended.articles, strict=True)):
        articles[place] = article
        if raws[place] in shown and _is_bare(article) and (key(article.id), key(article.content)) not in said:
            del articles[place]
        elif position in extended.again:
            raws[place] = unfinished(raws[place])
    return msgspec.structs.replace(
        contents, articles=articles, raws=tuple(raws), settled=contents.settled and not extended.again
    )


def _is_bare(article: Article) -> bool:
    """Whether its page was asked for and could not be had."""
    return "full_text_failed" in article.notes or "full_text_forbidden" in article.notes
