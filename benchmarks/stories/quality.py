"""Who joins what: labelled pairs, edits, pairs that are unrelated, and events that only look alike."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from benchmarks.stories.corpora import Document, Pair
from benchmarks.stories.findings import STRICT, TOCSIN, Drawn, Pairs, Share
from benchmarks.stories.ours import NOON, Books, as_article
from benchmarks.stories.peers import PEERS, AtThreshold, Judge
from benchmarks.stories.revised import light_edits
from benchmarks.stories.score import Outcome, gain_interval, interval, score
from benchmarks.stories.seeded import Watch
from benchmarks.stories.tuning import tuned
from benchmarks.stories.unrelated import consecutive, random_pairs, same_topic

Told = Callable[[str], None]
Two = tuple[Document, Document]
Judges = Mapping[str, Judge]

OWN_DATES: Final = f"{TOCSIN}, each on its own day"
SAME_TOPIC: Final = "the later one most like it"
CONSECUTIVE: Final = "the next on a shipped watchlist"


class Joined(NamedTuple):
    """Of a set of pairs, how many each contestant joined; and which ones we did, and did not."""

    shares: dict[str, Share]
    ours: list[Two]
    apart: list[Two]


class Unrelated(NamedTuple):
    """What was made of the random pairs, and the peers at the least threshold that joins none of them."""

    drawn: Drawn
    joined: Joined
    strict: dict[str, AtThreshold]


def tuned_peers(pairs: Sequence[Pair]) -> dict[str, AtThreshold]:
    """Every peer at what is best on the tuning half."""
    tuning = [pair for pair in pairs if pair.tuning]
    return {name: tuned(variants, tuning) for name, variants in PEERS.items()}


def labelled(pairs: Sequence[Pair], peers: Mapping[str, AtThreshold]) -> dict[str, Pairs]:
    """F1 on the labelled pairs; ``gain`` is ours over each peer's on the reported half."""
    outcomes = {
        TOCSIN: _outcomes(Books(), pairs),
        **{name: _outcomes(peer, pairs) for name, peer in peers.items()},
    }
    reported = {name: _half(pairs, each, tuning=False) for name, each in outcomes.items()}
    return {
        name: Pairs(
            threshold=_threshold(peers[name]) if name in peers else "",
            tuning=score(_half(pairs, each, tuning=True)),
            reported=score(reported[name]),
            every=score(each),
            interval=interval(reported[name]),
            gain=gain_interval(reported[TOCSIN], reported[name]) if name in peers else None,
        )
        for name, each in outcomes.items()
    }


def edits(documents: Sequence[Document], judges: Judges, tell: Told) -> dict[str, Joined]:
    """Of every kind of edit what was joined to the text it was made of."""
    return {kind: joined(kind, pairs, judges, tell) for kind, pairs in light_edits(documents).items()}


def unrelated(
    documents: Sequence[Document], wanted: int, peers: Mapping[str, AtThreshold], tell: Told
) -> Unrelated:
    """``wanted`` random pairs, judged by us and by ``peers``."""
    tell("drawing random pairs")
    drawn = random_pairs(documents, wanted)
    ours = joined("random pairs", drawn.pairs, {TOCSIN: Books()}, tell)
    strict = {}
    for name, peer in peers.items():
        tell(f"random pairs: {name}")
        likenesses = [peer.likeness(*pair) for pair in drawn.pairs]
        ours.shares[name] = Share(sum(each >= peer.threshold for each in likenesses), len(likenesses))
        strict[name + STRICT] = peer.at(math.nextafter(max(likenesses), math.inf))
    return Unrelated(Drawn(len(drawn.pairs), drawn.alike, drawn.near), ours, strict)


def different_events(
    documents: Sequence[Document], wanted: int, judges: Judges, watch: Watch, tell: Told
) -> dict[str, Joined]:
    """Pairs of one topic, days apart, by how they were chosen; by us also on the days they came."""
    tell("looking for different events")
    fired: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for watchlist in watch.fired(as_article(document, "first", NOON)):
            fired[watchlist].append(document)
    chosen = {
        SAME_TOPIC: same_topic(documents, wanted),
        CONSECUTIVE: tuple(dict.fromkeys(pair for _, pair in consecutive(fired))),
    }
    both = {**judges, OWN_DATES: Books(own_dates=True)}
    return {name: joined(name, pairs, both, tell) for name, pairs in chosen.items()}


def joined(what: str, pairs: Sequence[Two], judges: Judges, tell: Told) -> Joined:
    """What each judge joins of ``pairs``."""
    found = Joined({}, [], [])
    for name, judge in judges.items():
        tell(f"{what}: {name}")
        verdicts = [judge.joined(*pair) for pair in pairs]
        found.shares[name] = Share(sum(verdicts), len(pairs))
        if name == TOCSIN:
            for pair, verdict in zip(pairs, verdicts, strict=True):
                (found.ours if verdict else found.apart).append(pair)
    return found


def _outcomes(judge: Judge, pairs: Sequence[Pair]) -> list[Outcome]:
    return [(pair.same, judge.joined(pair.first, pair.second)) for pair in pairs]


def _half(pairs: Sequence[Pair], outcomes: Sequence[Outcome], *, tuning: bool) -> list[Outcome]:
    return [outcome for pair, outcome in zip(pairs, outcomes, strict=True) if pair.tuning == tuning]


def _threshold(peer: AtThreshold) -> str:
    return f"{peer.peer.variant}, ≥ {peer.threshold:.3g}"
