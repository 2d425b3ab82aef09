"""Names of countries in sentences that say the same in five languages, found by watchlists such as a desk writes."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from benchmarks.quality.page import table
from benchmarks.quality.parallel import Named, Sentence, named, sentences
from benchmarks.quality.watched import Names, names, watchlists
from runtime.lexicon import open_lexicon
from tocsin.contract.events import Article, Match
from tocsin.matching.matcher import WatchlistMatcher

LANGUAGES: Final = {"ar": "Arabic", "en": "English", "fr": "French", "ru": "Russian", "tr": "Turkish"}
RECALL, PRECISION = 0.95, 0.99
_WHENEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)

Outcome = Literal[
    "right",
    "right, not in the English",
    "missed, as in the list",
    "missed, inflected",
    "wrong, a name",
    "wrong, a word",
]


class Half(NamedTuple):
    """Pairs of (sentence, country) by what came of them; ``lost``: those that the translation does not keep."""

    outcomes: Counter[Outcome]
    lost: int

    def cells(self) -> list[str]:
        """To be found, recall, found, precision, not kept; then the reasons."""
        met, right, wrong = self.outcomes["right"], self._sum("right"), self._sum("wrong")
        kept, found = met + self._sum("missed"), right + wrong
        return [
            str(kept),
            f"{met / max(kept, 1):.3f}",
            str(found),
            f"{right / max(found, 1):.3f}",
            str(self.lost),
            *(str(self.outcomes[outcome]) for outcome in get_args(Outcome) if " " in outcome),
        ]

    def _sum(self, beginning: str) -> int:
        return sum(times for outcome, times in self.outcomes.items() if outcome.startswith(beginning))


def section(corpora: Path) -> str:
    """Every language, both halves. Raises FileNotFoundError where PUD or the names are absent."""
    countries = json.loads((corpora / "names" / "countries.json").read_text("utf-8"))
    lexicon = open_lexicon()
    text = {language: sentences(corpora / "ud" / f"{language}_pud-wiki.conllu") for language in LANGUAGES}
    every = WatchlistMatcher(watchlists(countries, LANGUAGES), lexicon, many=True)
    english = {
        each.identity: frozenset(named(each, names(countries, "en"), declined=False)) for each in text["en"]
    }
    rows = []
    for language, title in LANGUAGES.items():
        own = WatchlistMatcher(watchlists(countries, [language]), lexicon)
        for what, matcher, half in (
            (f"**{title}**, its own names", own, 1),
            (f"**{title}**, names of all five", every, 1),
            (f"{title}, names of all five, tuned on", every, 0),
        ):
            some = [each for each in text[language] if _half(each) == half]
            found = judged(some, names(countries, language), english, matcher, language)
            rows.append([what, *found.cells()])
    return f"{_INTRODUCTION}\n\n{table(_HEADER, rows)}"


def judged(
    text: Sequence[Sentence],
    names: Names,
    english: Mapping[str, frozenset[str]],
    matcher: WatchlistMatcher,
    language: str,
) -> Half:
    """What the matcher makes of sentences, held against what they name."""
    outcomes: Counter[Outcome] = Counter()
    lost = 0
    for sentence in text:
        kept = named(sentence, names, declined=language != "en")
        wanted = english[sentence.identity]
        lost += len(wanted - kept.keys())
        found = {
            match.watchlist.upper(): match for match in matcher.match(_article(sentence, language), _WHENEVER)
        }
        outcomes.update(_outcomes(kept, wanted, found))
    return Half(outcomes, lost)


def _outcomes(
    kept: Mapping[str, Named], wanted: frozenset[str], found: Mapping[str, Match]
) -> Iterator[Outcome]:
    for country, place in kept.items():
        if country in found:
            yield "right" if country in wanted else "right, not in the English"
        elif country in wanted:
            yield "missed, as in the list" if place.as_is else "missed, inflected"
    for country in found.keys() - kept.keys():
        capital = any(evidence.surface[:1].isupper() for evidence in found[country].evidence)
        yield "wrong, a name" if capital else "wrong, a word"


def _half(sentence: Sentence) -> int:
    """0: tuned on. 1: reported. By the number of the sentence, so that translations stay together."""
    return int(sentence.identity[-1]) % 2


def _article(sentence: Sentence, language: str) -> Article:
    return Article(
        id=sentence.identity,
        feed="pud",
        source="pud",
        url="",
        title="",
        body=sentence.text,
        language=language,
        published=None,
        fetched=_WHENEVER,
        content=sentence.identity,
    )


_HEADER: Final = [
    "",
    "to be found",
    "recall",
    "found",
    "precision",
    "not kept",
    *(each for each in get_args(Outcome) if " " in each),
]
_INTRODUCTION: Final = f"""## Names of countries, in watchlists

Sentences of PUD that say the same in five languages, and a watchlist a country: its name in each language as the list
of 250 countries has it, with a capital; `case: same`; `except` the names of other countries that hold it (Papua New
Guinea is no Guinea); Mali `match: exact`, for Arabic has no capitals. English also has US, U.S., USA, UK, U.K., Turkey
and Saint Helena; no other name was added. The worker's own matcher runs on each sentence.

What a sentence names is told by its treebank alone: its words in order, prepositions, articles and punctuation left
out, each with a part of the name as its form or lemma, marks, capitals and the Arabic article aside; one of them
tagged a name, or written with a capital inside the sentence. The parts of a longer name may end otherwise, in up to
three letters (but in English). A name inside a longer one does not count. To be found: what English names and the
translation keeps; "not kept" are those that it does not ("French", "he", another name of the country). Right is what
the sentence names, whether the English does or not. Nobody checked that it is the country that is meant.

**Switches were chosen on the sentences with even numbers; the odd ones are reported.** What naming is was
written down with both halves in view. Wanted: recall {RECALL}, precision {PRECISION}. Watching for the names of
all five languages at once costs precision where one language's country is another's adjective: the French Japan
is "Japanese" in Turkish."""
