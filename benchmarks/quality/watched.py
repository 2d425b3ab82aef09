"""Watchlists of countries, one each, such as a desk writes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.model import Watchlist

# What English texts call a country besides the list's name, or instead.
ENGLISH: Final = {
    "USA": ("US", "U.S.", "USA"),
    "GBR": ("UK", "U.K."),
    "TUR": ("Turkey",),
    "SHN": ("Saint Helena",),
}

# The only names that were given a switch of their own: they are words too, and Arabic has no capitals.
SWITCHES: Final[Mapping[str, Mapping[str, str]]] = {"MLI": {"match": "exact"}}

Country = Mapping[str, Any]
Names = Sequence[tuple[str, str]]


def watchlists(countries: Sequence[Country], languages: Iterable[str]) -> list[LoadedWatchlist]:
    """One a country: its name in each of the languages, but not inside the names of others."""
    said = [_watchlist(each, countries, tuple(languages)) for each in countries]
    return [LoadedWatchlist(Watchlist.model_validate(each), "0") for each in said]


def names(countries: Sequence[Country], language: str) -> Names:
    """Countries by code, with all their names in a language."""
    also = ENGLISH if language == "en" else {}
    return [
        (each["cca3"], name[:1].upper() + name[1:])
        for each in countries
        for name in (each["names"][language], *also.get(each["cca3"], ()))
    ]


def _watchlist(country: Country, countries: Sequence[Country], languages: Sequence[str]) -> dict[str, Any]:
    code, own = country["cca3"].lower(), country["names"]
    longer = {
        language: [
            each["names"][language] for each in countries if _holds(each["names"][language], own[language])
        ]
        for language in languages
    }
    term = {
        "id": "country",
        "forms": {language: [name for _, name in names([country], language)] for language in languages},
        "case": "same",
        "except": {language: others for language, others in longer.items() if others},
        **SWITCHES.get(country["cca3"], {}),
    }
    return {"id": code, "title": own["en"], "terms": [term]}


def _holds(longer: str, name: str) -> bool:
    return longer != name and f" {name} " in f" {longer} ".replace("-", " ")
