"""What the tables hold of an article, when all of alerting has decided: the reports' and the stories' own."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final, Literal, get_args

from benchmarks.stories.clerk import clock
from benchmarks.stories.corpora import Document
from benchmarks.stories.costs import Tables
from benchmarks.stories.load import A_DAY, WARMING, Made, Texts, interleaved
from benchmarks.stories.ours import NOON
from tocsin.alerting.discipline import Alerting
from tocsin.alerting.ledger import RecordKind
from tocsin.alerting.packing import unpack
from tocsin.alerting.records import Over
from tocsin.contract.events import Evidence, Match, Wake
from tocsin.routing.rules import Rules
from tocsin.simulation.ledger import MemoryLedger

WATCHLISTS: Final = 5
KINDS: Final[tuple[RecordKind, ...]] = ("filed", "story", "desk")
_WARM: Final = 50
_SENTENCE: Final = 200

Part = Literal["filed", "story", "desk", "over"]
"""A kind of record; ``over`` are those of stories that are over."""
PARTS: Final[tuple[Part, ...]] = get_args(Part)
Records = list[tuple[Part, str, bytes]]


def tables(
    documents: Sequence[Document], articles: int, watchlists: int = WATCHLISTS
) -> tuple[Tables, Records]:
    """``articles`` matches of some ``watchlists`` through alerting, one route, nobody acting; and what is kept then."""
    texts = Texts(documents)
    _replayed(texts, [WARMING], _WARM)
    each = max(1, articles // watchlists)
    ledger, seconds = _replayed(texts, range(watchlists), each)
    records: Records = [
        (_part(kind, value), key, value) for kind in KINDS for key, value in ledger.items(kind)
    ]
    return Tables(
        articles=watchlists * each,
        watchlists=watchlists,
        days=each / A_DAY,
        seconds=seconds,
        records=Counter(part for part, _, _ in records),
        keys=_bytes((part, len(key.encode())) for part, key, _ in records),
        left_days=_left_days([value for part, _, value in records if part == "over"], each),
        values=_bytes((part, len(value)) for part, _, value in records),
        recovery_seconds=_read_back(ledger, range(watchlists), each),
    ), records


def _part(kind: RecordKind, value: bytes) -> Part:
    return "over" if kind == "story" and unpack(value, Over) is not None else kind


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


def _read_back(ledger: MemoryLedger, watchlists: Iterable[int], each: int) -> float:
    """CPU seconds until another worker, which has the records, has decided on something of every watchlist."""
    began, at = clock(), NOON + timedelta(days=each / A_DAY)
    alerting = Alerting(_rules(), ledger)
    for watchlist in watchlists:
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


def _left_days(overs: Iterable[bytes], each: int) -> float:
    """How long the last story that is over leaves something; 0 where none is."""
    now = NOON + timedelta(days=each / A_DAY)
    ends = [over.until for raw in overs if (over := unpack(raw, Over)) is not None]
    return (max(ends, default=now) - now) / timedelta(days=1)


def _bytes(lengths: Iterable[tuple[Part, int]]) -> dict[str, int]:
    counted: dict[str, int] = dict.fromkeys(PARTS, 0)
    for part, length in lengths:
        counted[part] += length
    return counted
