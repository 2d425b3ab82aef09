"""What happens in the made-up week: events with a place, actors and numbers of their own."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from benchmarks.week.phrases import names, phrases

WATCHLIST_OF: Final[Mapping[str, str]] = {
    "astana_round": "astana-format",
    "astana_call": "astana-format",
    "truce_agreed": "ceasefire",
    "truce_broken": "ceasefire",
    "chlorine_attack": "chemical-weapons",
    "opcw_report": "chemical-weapons",
    "convoy_crossed": "cross-border-aid",
    "council_vote": "cross-border-aid",
    "zone_shelling": "de-escalation-zone",
    "zone_patrol": "de-escalation-zone",
    "corridor_opened": "humanitarian-corridor",
    "corridor_shut": "humanitarian-corridor",
    "idlib_raid": "idlib",
    "idlib_protest": "idlib",
    "swap_done": "prisoner-exchange",
    "swap_talks": "prisoner-exchange",
    "drone_plant": "drone-strike",
    "drone_downed": "drone-strike",
    "quake": "earthquake",
    "quake_aftermath": "earthquake",
}
"""The watchlist that each kind of event is planted for; it may fire others as well."""
KINDS: Final = tuple(WATCHLIST_OF)
NEAR: Final = timedelta(hours=30)
"""So near to each other in time two events of one watchlist have different places."""
_COUNTS: Final[Mapping[str, tuple[int, int]]] = {
    "astana_round": (4, 20),
    "council_vote": (3, 9),
    "idlib_protest": (80, 900),
    "quake_aftermath": (40, 900),
    "opcw_report": (11, 88),
    "convoy_crossed": (11, 95),
    "corridor_opened": (60, 950),
    "swap_done": (11, 190),
}
_RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "n1": (3, 9),
    "n2": (11, 70),
    "n3": (1200, 60000),
    "n4": (3, 19),
    "n5": (40, 700),
    "n6": (3, 12),
    "n7": (30, 800),
    "n8": (120, 950),
    "n9": (4, 40),
    "n10": (5, 60),
}
_PEOPLE: Final = ("who", "who2", "who3", "who4", "who5")


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One event: ``picks`` are the places of its names in their lists, ``numbers`` what is counted.

    ``facts`` are what else is known of it, by name, the weightiest first; ``background`` is the standing paragraph
    that reports of it may add.
    """

    number: int
    kind: str
    at: datetime
    picks: Mapping[str, tuple[str, int]]
    numbers: Mapping[str, int | str]
    facts: tuple[str, ...]
    background: int

    @property
    def watchlist(self) -> str:
        """The watchlist it is planted for."""
        return WATCHLIST_OF[self.kind]

    @property
    def name(self) -> str:
        """Its kind and its place, in English."""
        what, index = self.picks["place"]
        return f"{self.kind.replace('_', ' ')}, {names(what)[index]['en']}"

    def differs(self, other: "Happening") -> bool:
        """Whether a reader can tell it from ``other``, which is of the same watchlist and comes within ``NEAR``.

        Then it has another place, and one of its kind another number, other adversaries and other people too.
        """
        if other.watchlist != self.watchlist or abs(other.at - self.at) > NEAR:
            return True
        if other.picks["place"] == self.picks["place"]:
            return False
        return other.kind != self.kind or (
            other.numbers["count"] != self.numbers["count"]
            and {other.picks["side"], other.picks["other"]} != {self.picks["side"], self.picks["other"]}
            and other.picks["who"] != self.picks["who"]
        )

    def slots(self, language: str) -> dict[str, object]:
        """What to fill a wording in with."""
        days = phrases(language).days
        named = {slot: names(what)[index][language] for slot, (what, index) in self.picks.items()}
        day = {
            "day": days[self.at.weekday()],
            "later": days[(self.at + timedelta(days=3)).weekday()],
        }
        return {**named, **self.numbers, **day}


def happening(
    number: int, kind: str, at: datetime, chance: random.Random, like: Happening | None = None
) -> Happening:
    """An event of ``kind``; ``like`` is another one whose standing paragraph it shares, and nothing else."""
    facts = list(phrases("en").facts)
    chance.shuffle(facts)
    return Happening(
        number=number,
        kind=kind,
        at=at,
        picks=_picks(kind, chance),
        numbers=_numbers(kind, chance),
        facts=tuple(facts[: chance.randint(5, 9)]),
        background=like.background if like else chance.randrange(3),
    )


def again_there(number: int, before: Happening, at: datetime, chance: random.Random) -> Happening:
    """Another event at the same place, of the same watchlist: other actors, other numbers, other facts."""
    kinds = [kind for kind, watchlist in WATCHLIST_OF.items() if watchlist == before.watchlist]
    made = happening(number, chance.choice(kinds), at, chance, before)
    return msgspec.structs.replace(made, picks={**made.picks, "place": before.picks["place"]})


def _picks(kind: str, chance: random.Random) -> dict[str, tuple[str, int]]:
    what = "idlib" if kind.startswith("idlib") else "places"
    place, near = _distinct(what, 2, chance)
    side, other = _distinct("sides", 2, chance)
    org, org2 = _distinct("orgs", 2, chance)
    people = _distinct("people", len(_PEOPLE), chance)
    picks = {"place": (what, place), "near": (what, near), "side": ("sides", side), "other": ("sides", other)}
    picks |= {"org": ("orgs", org), "org2": ("orgs", org2)}
    picks |= {slot: ("people", index) for slot, index in zip(_PEOPLE, people, strict=True)}
    return picks | {slot: _one(what, chance) for slot, what in _ONES.items()}


_ONES: Final[Mapping[str, str]] = {"role": "roles", "site": "sites", "city": "cities"}


def _one(what: str, chance: random.Random) -> tuple[str, int]:
    return what, chance.randrange(len(names(what)))


def _distinct(what: str, count: int, chance: random.Random) -> Sequence[int]:
    return chance.sample(range(len(names(what))), count)


def _numbers(kind: str, chance: random.Random) -> dict[str, int | str]:
    low, high = _COUNTS.get(kind, (3, 60))
    count = chance.randint(low, high)
    numbers: dict[str, int | str] = {name: chance.randint(*span) for name, span in _RANGES.items()}
    extra = {"count": count, "count2": count + chance.randint(2, 90), "hour": chance.randint(2, 11)}
    return numbers | extra | {"size": f"{chance.randint(4, 7)}.{chance.randint(0, 9)}"}
