"""Does a watchlist fire on an article? Every step of the answer is kept, for those who ask why."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from tocsin.contract.events import Downgrade, Match
from tocsin.matching.conditions import evaluate
from tocsin.matching.counting import Counted, Page, Places, counted
from tocsin.matching.evidence import evidence, shown
from tocsin.matching.filters import FilteredReason, filtered
from tocsin.matching.hits import TermHit
from tocsin.matching.verdicts import Verdict
from tocsin.watchlist.load import LoadedWatchlist


class Judgement(msgspec.Struct, frozen=True):
    """What a watchlist makes of an article.

    ``verdict`` is over all hits that count, ``own`` over those in the article's own words; the two are one where it
    has no others. ``filtered`` tells why the watchlist does not look at the article, whatever the verdicts say.
    """

    counted: Counted
    verdict: Verdict
    own: Verdict
    filtered: FilteredReason | None

    @property
    def hits(self) -> Sequence[TermHit]:
        """What fires it, in reading order; empty where it stays silent. Boilerplate never silences it."""
        if self.filtered is not None:
            return ()
        found = {id(hit): hit for verdict in (self.own, self.verdict) if verdict.true for hit in verdict.hits}
        return sorted(found.values(), key=lambda hit: hit.place)

    @property
    def downgraded(self) -> Downgrade | None:
        """Set where the article's own words alone would leave it silent."""
        return None if self.own.true and self.own.hits else "boilerplate"


class Judge:
    """One watchlist, made ready to judge."""

    def __init__(self, loaded: LoadedWatchlist) -> None:
        self.loaded = loaded
        self._terms = {term.id: term for term in loaded.watchlist.terms}

    def judgement(self, page: Page, places: Places, now: datetime) -> Judgement:
        """``places`` are those found for this watchlist, by field."""
        watchlist = self.loaded.watchlist
        kept = counted(self._terms, page, places)
        verdict = evaluate(watchlist, kept.hits)
        text = [hit for hit in kept.hits if hit.zone == "text"]
        own = verdict if len(text) == len(kept.hits) else evaluate(watchlist, text)
        return Judgement(kept, verdict, own, filtered(watchlist.filters, page.article, now))

    def match(self, page: Page, places: Places, now: datetime) -> Match | None:
        """The match, or ``None`` where the watchlist stays silent."""
        if filtered(self.loaded.watchlist.filters, page.article, now) is not None:
            return None
        judgement = self.judgement(page, places, now)
        hits = judgement.hits
        return self._match(page, hits, judgement.downgraded, now) if hits else None

    def _match(
        self, page: Page, hits: Sequence[TermHit], downgraded: Downgrade | None, now: datetime
    ) -> Match:
        watchlist = self.loaded.watchlist
        return Match(
            watchlist=watchlist.id,
            watchlist_title=watchlist.title,
            watchlist_version=self.loaded.version,
            severity="low" if downgraded else watchlist.severity,
            status=watchlist.alert_status,
            receivers=watchlist.receivers,
            article=page.article,
            evidence=evidence(page, shown(hits)),
            matched=now,
            shadow=watchlist.shadow,
            downgraded=downgraded,
            corroborate=watchlist.corroboration,
        )
