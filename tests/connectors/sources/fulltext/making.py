"""A feed that asks for full text, its articles, and a world without a network."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from connectors.sources.fulltext.asking import Asking
from connectors.sources.web.exchange import Answer, Failed, Fetched, Question
from connectors.sources.web.robots import Rule
from tests.connectors.sources.fulltext.pages import STORIES, Story
from tests.making import NOON, article
from tocsin.contract.events import Article
from tocsin.feeds.feed import Access, Feed
from tocsin.identity.article import content_digest

SUMMARY = 80
SITE = "https://wire.example"
FEED = Feed(id="wire", url=f"{SITE}/rss", full_text=True, access=Access(username="desk", password="secret"))


def made(story: Story = STORIES["en"], *, url: str = f"{SITE}/1", **fields: Any) -> Article:
    """What the feed says of ``story``: its title, and the beginning of its text."""
    body = fields.pop("body", story.text[:SUMMARY])
    plain = {"id": f"id of {url}", "url": url, "title": story.title, "body": body, "fetched": NOON, **fields}
    return article(**{"content": content_digest(story.title, body), **plain})


class Web:
    """Pages by address, in place of a network; ``rules`` by address, for robots."""

    def __init__(self, pages: Mapping[str, Answer | str] | None = None) -> None:
        self.pages = dict(pages or {})
        self.rules: dict[str, Rule] = {}
        self.asked: list[Question] = []
        self.delays: dict[str, timedelta] = {}

    async def fetch(self, question: Question) -> Answer:
        self.asked.append(question)
        found = self.pages.get(question.url)
        if isinstance(found, str):
            return html(found, url=question.url)
        return found or Failed(reason="not_found", detail="HTTP status 404", status=404)

    async def rule(self, url: str, feed: Feed) -> Rule:
        return self.rules.get(url, Rule(allowed=True))

    @property
    def urls(self) -> list[str]:
        return [question.url for question in self.asked]


def html(text: str, *, url: str = f"{SITE}/1", **fields: Any) -> Fetched:
    """A page as it comes."""
    plain = Fetched(body=text.encode(), url=url, charset="utf-8", media_type="text/html")
    return msgspec.structs.replace(plain, **fields)


def asking(web: Web) -> Asking:
    """Asks ``web`` for pages."""
    return Asking(web.fetch, web, web.delays.__setitem__)
