"""Inflected words: how many of the written forms of a word are found, and how many wrong ones."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Final, NamedTuple

from benchmarks.quality.finders import PEERS, tocsin
from benchmarks.quality.gold import Sentence, sentences, terms
from benchmarks.quality.page import table
from benchmarks.quality.score import Score, score
from benchmarks.quality.spellings import DEGRADED
from runtime.lexicon import open_lexicon
from tocsin.text.lexicon import Lexicon


class Treebank(NamedTuple):
    """A gold set of Universal Dependencies, and what we want to reach on it (F1, recall of names)."""

    title: str
    language: str
    file: str
    goal: float | None = None
    names: float | None = None


TREEBANKS: Final = (
    Treebank("Arabic, PUD", "ar", "ar_pud-wiki.conllu", 0.93, 0.93),
    Treebank("Persian, PerDT", "fa", "fa_perdt-ud-dev.conllu", 0.945, 0.98),
    Treebank("Russian, Taiga", "ru", "ru_taiga-ud-dev.conllu", 0.975, 0.98),
    Treebank("Russian, PUD", "ru", "ru_pud-wiki.conllu", 0.975, 0.98),
    Treebank("Turkish, BOUN", "tr", "tr_boun-ud-dev.conllu", 0.955, 0.98),
    Treebank("Turkish, PUD", "tr", "tr_pud-wiki.conllu"),
    Treebank("English, PUD", "en", "en_pud-wiki.conllu", 0.975, 0.98),
    Treebank("French, PUD", "fr", "fr_pud-wiki.conllu", 0.975, 0.98),
)

_INTRODUCTION: Final = dedent("""\
    ## Inflected words

    Token F1 on gold text of Universal Dependencies. Terms are the lemmas of the nouns and names that a set has at
    least twice, of three letters and more, without stop words. A written word is gold for a term when one of its
    syntactic words has that lemma: clitics, apostrophes and multiword tokens included. Micro-averaged over (written
    word, term). Hyphenated compounds are left out: the sets give them one lemma, a reader sees two words.

    **The rules were tuned on the even sentences of each set; the tables report the odd ones** ("tuned on" repeats our
    row for the even ones), seen only once the rules stood; one Arabic rule came later, from the names below. None of
    these texts is behind the dictionaries, though simplemma's makers corrected theirs on other parts of such treebanks.
    Degraded spelling is the same text as it often comes, the terms stay well spelt; "half spaces as blanks" also parts
    compounds, whose parts then count as wrong. Turkish PUD's own lemmas are often cut wrongly (komutas, gelindig): no
    goal is set there.
    """)


def section(corpora: Path) -> str:
    """Token F1 on Universal Dependencies, beside other ways to match. Raises FileNotFoundError without them."""
    lexicon = open_lexicon()
    return "\n\n".join(
        (_INTRODUCTION.strip(), *(_treebank(bank, corpora / "ud", lexicon) for bank in TREEBANKS))
    )


def _treebank(bank: Treebank, folder: Path, lexicon: Lexicon) -> str:
    text = sentences(folder / bank.file)
    wanted = terms(text, bank.language)
    even, odd = text[0::2], text[1::2]
    ours = tocsin(lexicon, wanted, bank.language)
    rows = [_row("**Tocsin**", score(odd, wanted, ours)), _row("Tocsin, tuned on", score(even, wanted, ours))]
    rows += [_row(f"Tocsin, {name}", score(bad, wanted, ours)) for name, bad in _degraded(bank, folder)]
    rows += [_row(name, score(odd, wanted, peer(wanted, bank.language))) for name, peer in PEERS.items()]
    gold = sum(
        bool(word.lemmas & {term.folded for term in wanted}) for sentence in odd for word in sentence.words
    )
    title = f"### {bank.title}\n\n{len(wanted)} terms, {gold} words to find.{_goal(bank)}"
    return f"{title}\n\n{table(['', 'precision', 'recall', 'F1', 'recall of names'], rows)}"


def _degraded(bank: Treebank, folder: Path) -> Iterator[tuple[str, list[Sentence]]]:
    for name, spelling in DEGRADED.get(bank.language, {}).items():
        yield name, sentences(folder / bank.file, spelling)[1::2]


def _goal(bank: Treebank) -> str:
    return f" Wanted: F1 {bank.goal:g}, names {bank.names:g}." if bank.goal else ""


def _row(name: str, found: Score) -> list[str]:
    return [name, *(f"{part:.3f}" for part in (found.precision, found.recall, found.f1, found.names))]
