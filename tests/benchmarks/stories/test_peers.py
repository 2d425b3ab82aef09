"""Peers find likeness, and are tuned where they are asked to be."""

import pytest

pytest.importorskip("datasketch", reason="only the benchmarks' own environment has the peers")
pytest.importorskip("simhash", reason="only the benchmarks' own environment has the peers")

from benchmarks.stories.corpora import Document, Pair
from benchmarks.stories.peers import PEERS, AtThreshold
from benchmarks.stories.tuning import tuned
from tests.benchmarks.stories.making import document


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_finds_a_text_most_like_itself(name: str) -> None:
    one, other = document(1), Document("x", "en", "Nothing of that", "Quite another matter altogether.")
    for variant in PEERS[name]:
        peer = AtThreshold(variant, 0.0)
        assert peer.likeness(one, one) > peer.likeness(one, other)


@pytest.mark.parametrize("name", PEERS)
def test_a_tuned_peer_tells_what_it_was_tuned_on(name: str) -> None:
    pairs = [Pair(document(number), document(number), same=True, tuning=True) for number in range(3)]
    pairs += [Pair(document(number), document(number + 3), same=False, tuning=True) for number in range(3)]
    judge = tuned(PEERS[name], pairs)
    joined = [judge.likeness(pair.first, pair.second) >= judge.threshold for pair in pairs]
    assert joined == [pair.same for pair in pairs]
