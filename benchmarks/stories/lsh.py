"""datasketch over the same articles: one MinHashLSH for all, each article asked for and put in."""

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from typing import Final

from datasketch import MinHashLSH

from benchmarks.stories.clerk import clock
from benchmarks.stories.corpora import Document
from benchmarks.stories.costs import Load, PeerSpeed
from benchmarks.stories.load import WARMING, Made, Texts, interleaved
from benchmarks.stories.peers import PERMUTATIONS, minhash
from benchmarks.stories.shingles import shingles

THRESHOLD: Final = 0.5
RUN: Final = 3
WEIGHED: Final = 5000
"""Articles whose memory it is weighed by."""
PART: Final = 0.1
"""Its rates over the first and the last part of the articles tell whether it gets slower with them."""
_WARM: Final = 50


def datasketch(documents: Sequence[Document], load: Load, budget: float) -> PeerSpeed:
    """The articles of ``load``, as many as it comes to in ``budget`` seconds of CPU time.

    Every article: words split at blanks, runs of three, MinHash, asked for in the LSH, put into it.
    """
    texts = Texts(documents)
    _filled(interleaved(texts, [WARMING], _WARM), budget)
    weight = _weight(interleaved(texts, range(load.watchlists), load.each), min(load.articles, WEIGHED))
    seconds = _filled(interleaved(texts, range(load.watchlists), load.each), budget)
    few = max(1, round(PART * len(seconds)))
    return PeerSpeed(
        wanted=load.articles,
        articles=len(seconds),
        seconds=sum(seconds),
        memory=weight,
        first=few / sum(seconds[:few]),
        last=few / sum(seconds[-few:]),
    )


def _filled(articles: Iterator[Made], budget: float) -> list[float]:
    """The seconds that each article took, until the time is up."""
    lsh, seconds, spent = _empty(), list[float](), 0.0
    for made in articles:
        began = clock()
        _take(lsh, made)
        seconds.append(clock() - began)
        spent += seconds[-1]
        if spent > budget:
            break
    return seconds


def _weight(articles: Iterator[Made], count: int) -> float:
    gc.collect()
    tracemalloc.start()
    lsh = _empty()
    for made, _ in zip(articles, range(count), strict=False):
        _take(lsh, made)
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held / count


def _empty() -> MinHashLSH:
    return MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)


def _take(lsh: MinHashLSH, made: Made) -> None:
    article = made.article
    sketch = minhash(set(shingles(f"{article.title}\n{article.body}".lower().split(), RUN)))
    lsh.query(sketch)
    lsh.insert(article.id, sketch, check_duplication=False)
