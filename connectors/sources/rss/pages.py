"""Articles of a feed that asks for full text, with the text of their pages."""

from collections.abc import Collection, Sequence
from typing import Protocol

import msgspec

from connectors.sources.rss.document import Contents, Task
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.polling.memory import unpack


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
    news, and goes out as changed if its page has come. One that was due to be sent again waits until then: without
    its page it would look revised.
    """
    made = {place: article for place, article in contents.articles.items() if article is not None}
    if not made:
        return contents
    extended = await full_text.extend(tuple(made.values()), task.feed)
    places, known = list(made), {row.raw for row in unpack(task.memory)}
    articles = contents.articles | dict(zip(places, extended.articles, strict=True))
    raws = list(contents.raws)
    for place in (places[position] for position in extended.again):
        if raws[place] in known:
            del articles[place]
        else:
            raws[place] = _other(raws[place])
    return msgspec.structs.replace(
        contents, articles=articles, raws=tuple(raws), settled=contents.settled and not extended.again
    )


def _other(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])
