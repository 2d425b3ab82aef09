"""The RSS source does what every source must do."""

from datetime import timedelta

import pytest

from connectors.sources.base import Source
from runtime.metrics import Instruments
from tests.conformance.sources import SourceConformance
from tests.connectors.sources.rss.opening import OnItsOwn
from tests.connectors.sources.rss.world import World, item, rss
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed


class Desk:
    """An outlet with one feed."""

    def __init__(self, world: World) -> None:
        self._texts: dict[str, str] = {}
        self._page = world.page("/desk.xml", rss())
        self._feed = Feed(id="desk", url=world.url("/desk.xml"), interval=timedelta(milliseconds=20))

    def publish(self, name: str, text: str) -> None:
        self._texts[name] = text
        self._page.body = rss(*(item(*entry) for entry in self._texts.items())).encode()

    def source(self) -> Source:
        settings = Rss(timeout=timedelta(seconds=5), host_delay=timedelta())
        return OnItsOwn([self._feed], settings, Instruments("test"))


class TestRss(SourceConformance):
    @pytest.fixture
    def outlet(self, world: World) -> Desk:
        return Desk(world)
