"""What every matcher is, articles in and matches with their evidence out; and the one we use."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from tocsin.contract.events import Article, FieldName, Match
from tocsin.matching.counting import Page, Places, page_of
from tocsin.matching.engine import Engine, Found, make_index
from tocsin.matching.engines import engine_for
from tocsin.matching.habits import Habits
from tocsin.matching.judge import Judge, Judgement
from tocsin.matching.layers import Layers
from tocsin.matching.patterns import Pattern
from tocsin.matching.vocabulary import Thesaurus
from tocsin.matching.zones import Span, boilerplate, own_words
from tocsin.text.lexicon import Lexicon
from tocsin.watchlist.load import LoadedWatchlist


class Matcher(Protocol):
    """Watchlists made ready. Its answer never depends on the order of the watchlists, nor on how many there are."""

    def match(self, article: Article, now: datetime) -> tuple[Match, ...]:
        """At most one match per watchlist, in the order of their ids; ``now`` is stamped on each."""
        ...


class WatchlistMatcher:
    """All watchlists in one index. Remembers the words it has met: use one per thread.

    With ``habits`` what an answer marks as boilerplate depends on the articles seen before; nothing else does.
    """

    def __init__(
        self,
        watchlists: Iterable[LoadedWatchlist],
        lexicon: Lexicon,
        *,
        many: bool = False,
        habits: Habits | None = None,
        before: "WatchlistMatcher | None" = None,
    ) -> None:
        """``many``: there are texts enough to come for a compiled engine to pay.

        ``before`` is a matcher of the same kind: what it has ready is taken over, so that an edited watchlist costs
        only itself. It must not be used any more once this one is.
        """
        held = list(watchlists)
        self._habits = habits
        self._judges = {loaded.watchlist.id: Judge(loaded) for loaded in held}
        maker = _Maker(lexicon, many=many)
        self.engine: Layers = before.engine.changed(held) if before else Layers(held, maker)

    def match(self, article: Article, now: datetime) -> tuple[Match, ...]:
        """See ``Matcher``."""
        places = self._places(article)
        page = self._page(article, any("body" in fields for fields in places.values()))
        judged = (self._judges[name].match(page, places[name], now) for name in sorted(places))
        return tuple(match for match in judged if match is not None)

    def judgement(self, watchlist: str, article: Article, now: datetime) -> Judgement:
        """What one of the watchlists makes of an article, with every step; habits are not asked.

        Raises:
            KeyError: there is no such watchlist.
        """
        judge = self._judges[watchlist]
        page = page_of(article, boilerplate(article))
        return judge.judgement(page, self._places(article).get(watchlist, {}), now)

    def _places(self, article: Article) -> dict[str, Places]:
        places: dict[str, dict[FieldName, list[Found]]] = defaultdict(lambda: defaultdict(list))
        for found in self.engine.find(article.title).found:
            places[found.pattern.watchlist]["title"].append(found)
        for found in self.engine.find(article.body).found:
            places[found.pattern.watchlist]["body"].append(found)
        return {**places}

    def _page(self, article: Article, found_in_body: bool) -> Page:
        return page_of(article, [*(boilerplate(article) if found_in_body else ()), *self._repeated(article)])

    def _repeated(self, article: Article) -> Iterator[Span]:
        if self._habits is not None:
            yield from self._habits.seen(_host(article), article.id, own_words(article))


class _Maker:
    """Makes engines; what the lexicon said once is kept for the next one."""

    def __init__(self, lexicon: Lexicon, *, many: bool) -> None:
        self._lexicon, self._many = lexicon, many
        self._thesaurus = Thesaurus(lexicon)

    def __call__(self, patterns: Iterable[Pattern]) -> Engine:
        with _uncollected():
            index, thesaurus = make_index(patterns, self._lexicon, self._thesaurus)
            made = engine_for(index, many=self._many)
        if len(thesaurus.known_variants) > len(self._thesaurus.known_variants) // 2:
            self._thesaurus = thesaurus  # a small layer must not make the large one forget
        return made


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: what is made is kept, and looking through it over and over doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _host(article: Article) -> str:
    """Whose habits show in an article: its address's host, or where it has none, its feed."""
    try:
        return urlsplit(article.url).hostname or article.feed
    except ValueError:
        return article.feed
