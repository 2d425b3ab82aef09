"""What the tables hold of an article, when all of alerting has decided: the reports' and the stories' own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from benchmarks.stories.clerk import clock
from benchmarks.stories.corpora import Document
from benchmarks.stories.costs import Tables
from benchmarks.stories.load import A_DAY, WARMING, Made, Texts, interleaved
from benchmarks.stories.ours import NOON
from tocsin.alerting.discipline import Alerting
from tocsin.alerting.ledger import RecordKind
from tocsin.contract.events import Evidence, Match, Wake
from tocsin.routing.rules import Rules
from tocsin.simulation.ledger import MemoryLedger

WATCHLISTS: Final = 5
KINDS: Final[tuple[RecordKind, ...]] = ("filed", "story", "desk")
_WARM: Final = 50
_SENTENCE: Final = 200

Records = list[tuple[RecordKind, str, bytes]]


def tables(documents: Sequence[Document], articles: int) -> tuple[Tables, Records]:
    """``articles`` matches of a few watchlists through alerting, one route, nobody acting; and what is kept then."""
    texts = Texts(documents)
    _replayed(texts, [WARMING], _WARM)
    each = max(1, articles // WATCHLISTS)
    ledger, seconds = _replayed(texts, range(WATCHLISTS), each)
    records: Records = [(kind, key, value) for kind in KINDS for key, value in ledger.items(kind)]
    keys, values = (_bytes(records, 1), _bytes(records, 2))
    return Tables(
        articles=WATCHLISTS * each,
        seconds=seconds,
        reports=sum(kind == "filed" for kind, _, _ in records),
        stories=sum(kind == "story" for kind, _, _ in records),
        keys=keys,
        values=values,
        recovery_seconds=_read_back(ledger, each),
    ), records


def _replayed(texts: Texts, watchlists: Sequence[int], each: int) -> tuple[MemoryLedger, float]:
    """What is kept when all articles came, and the CPU seconds that it took."""
    ledger, seconds = MemoryLedger(), 0.0
    alerting = Alerting(_rules(), ledger)
    for made in interleaved(texts, watchlists, each):
        match = _match(made)
        began = clock()
        outcome = alerting.take(match, match.matched)
        ledger.keep(outcome.remember)
        alerting.remembered(outcome)
        seconds += clock() - began
    return ledger, seconds


def _read_back(ledger: MemoryLedger, each: int) -> float:
    """CPU seconds until another worker, which has the records, has decided on something of every watchlist."""
    began, at = clock(), NOON + timedelta(days=each / A_DAY)
    alerting = Alerting(_rules(), ledger)
    for watchlist in range(WATCHLISTS):
        alerting.take(Wake(watchlist=_name(watchlist), at=at), at)
    return clock() - began


def _rules() -> Rules:
    return Rules.plain(("desk",))


def _name(watchlist: int) -> str:
    return f"watchlist-{watchlist}"


def _match(made: Made) -> Match:
    """As the matcher finds it where a word of the first sentence is a watch-term."""
    article = made.article
    sentence = article.body.partition("\n")[0][:_SENTENCE]
    word = sentence.split()[0]
    evidence = Evidence(
        term="term",
        language=article.language,
        form=word,
        field="body",
        start=sentence.index(word),
        end=sentence.index(word) + len(word),
        surface=word,
        rule="phrase",
        score=100.0,
        sentence=sentence,
        sentence_start=0,
    )
    return Match(
        watchlist=_name(made.watchlist),
        watchlist_title="A watchlist",
        watchlist_version="0",
        severity="high",
        status="actual",
        receivers=(),
        article=article,
        evidence=(evidence,),
        matched=article.fetched,
    )


def _bytes(records: Records, part: int) -> dict[str, int]:
    """By kind, those of all keys (1) or of all values (2)."""
    counted: dict[str, int] = dict.fromkeys(KINDS, 0)
    for record in records:
        one = record[part]
        counted[record[0]] += len(one.encode() if isinstance(one, str) else one)
    return counted
