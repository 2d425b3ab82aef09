"""What the sites of linked pages ask of robots, asked as the pages are: by the same proxy, as far and no farther."""

from msgspec.structs import replace
from yarl import URL

from connectors.sources.web.credentials import at_home
from connectors.sources.web.exchange import Answer, Fetch, Question
from connectors.sources.web.robots import Robots, Rule
from tocsin.feeds.feed import Access, Feed

_NO_ADDRESS = Rule(allowed=False, why="not an http or https address")


class Rules:
    """For all feeds. What one way found out (or could not) says nothing of another."""

    def __init__(self, fetch: Fetch, user_agent: str) -> None:
        self._fetch = fetch
        self._user_agent = user_agent
        self._by_way: dict[tuple[str, bool], Robots] = {}

    async def rule(self, url: str, feed: Feed) -> Rule:
        """Whether ``url``, which ``feed`` links to, may be fetched. Never raises."""
        try:
            linked = not at_home(URL(feed.url), URL(url))
        except ValueError:
            return _NO_ADDRESS
        way = feed.access.proxy, linked
        robots = self._by_way.get(way)
        if robots is None:
            robots = self._by_way[way] = Robots(self._way(*way), self._user_agent)
        return await robots.rule(url)

    def _way(self, proxy: str, linked: bool) -> Fetch:
        async def ask(question: Question) -> Answer:
            return await self._fetch(replace(question, access=Access(proxy=proxy), linked=linked))

        return ask
