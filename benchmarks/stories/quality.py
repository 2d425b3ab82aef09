"""Who joins what: labelled pairs, edits, pairs that are unrelated, and events that only look alike."""

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.stories.contest import Contest, Joined, Judge
from benchmarks.stories.corpora import Document, Pair
from benchmarks.stories.findings import CONSECUTIVE, OWN_DATES, SAME_TOPIC, TOCSIN, Drawn, Pairs, Share
from benchmarks.stories.ours import NOON, Books, as_article
from benchmarks.stories.peers import PEERS, AtThreshold
from benchmarks.stories.revised import light_edits
from benchmarks.stories.score import Outcome, gain_interval, interval, score
from benchmarks.stories.seeded import Watch
from benchmarks.stories.tuning import tuned
from benchmarks.stories.unrelated import consecutive, random_pairs, same_topic


def tuned_peers(pairs: Sequence[Pair]) -> dict[str, AtThreshold]:
    """Every peer at what is best on the tuning half."""
    tuning = [pair for pair in pairs if pair.tuning]
    return {name: tuned(variants, tuning) for name, variants in PEERS.items()}


def labelled(pairs: Sequence[Pair], judges: dict[str, Judge]) -> dict[str, Pairs]:
    """F1 on the labelled pairs; ``gain`` is ours over each peer's on the reported half."""
    outcomes = {name: _outcomes(judge, pairs) for name, judge in judges.items()}
    reported = {name: _half(pairs, each, tuning=False) for name, each in outcomes.items()}
    return {
        name: Pairs(
            threshold=_threshold(judges[name]),
            tuning=score(_half(pairs, each, tuning=True)),
            reported=score(reported[name]),
            every=score(each),
            interval=interval(reported[name]),
            gain=None if name == TOCSIN else gain_interval(reported[TOCSIN], reported[name]),
        )
        for name, each in outcomes.items()
    }


def edits(documents: Sequence[Document], contest: Contest) -> dict[str, Joined]:
    """Of every kind of edit what was joined to the text it was made of."""
    return contest.joined_each(light_edits(documents))


def unrelated(documents: Sequence[Document], wanted: int, contest: Contest) -> tuple[Drawn, Joined]:
    """``wanted`` random pairs; by us also on the days they came."""
    drawn, ours = random_pairs(documents, wanted), Books(own_dates=True)
    waiting = contest.joined_by(ours, drawn.pairs)
    joined = contest.joined_and_learned(drawn.pairs)
    on_their_days = sum(likeness >= ours.threshold for likeness in waiting.result())
    joined.shares[OWN_DATES] = Share(on_their_days, len(drawn.pairs))
    return Drawn(len(drawn.pairs), drawn.alike, drawn.near), joined


def different_events(
    documents: Sequence[Document], wanted: int, contest: Contest, watch: Watch
) -> dict[str, Joined]:
    """Pairs of one topic, days apart, by how they were chosen; by us also on the days they came."""
    fired: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for watchlist in watch.fired(as_article(document, "first", NOON)):
            fired[watchlist].append(document)
    chosen = {
        SAME_TOPIC: same_topic(documents, wanted),
        CONSECUTIVE: tuple(dict.fromkeys(pair for _, pair in consecutive(fired))),
    }
    found, ours = {}, Books(own_dates=True)
    for name, pairs in chosen.items():
        found[name] = contest.joined(pairs)
        on_their_days = sum(ours.likeness(*pair) >= ours.threshold for pair in pairs)
        found[name].shares[OWN_DATES] = Share(on_their_days, len(pairs))
    return found


def _outcomes(judge: Judge, pairs: Sequence[Pair]) -> list[Outcome]:
    return [(pair.same, judge.likeness(pair.first, pair.second) >= judge.threshold) for pair in pairs]


def _half(pairs: Sequence[Pair], outcomes: Sequence[Outcome], *, tuning: bool) -> list[Outcome]:
    return [outcome for pair, outcome in zip(pairs, outcomes, strict=True) if pair.tuning == tuning]


def _threshold(judge: Judge) -> str:
    return f"{judge.peer.variant}, ≥ {judge.threshold:.3g}" if isinstance(judge, AtThreshold) else ""
