"""Events that have nothing in common: made-up names in made-up places, each told in words of its own."""

from random import Random
from typing import Final

import msgspec

_SYLLABLES: Final = (
    "bar bel bor dal den dor fal fen gar gol hal hen kar kel kol lam len lor mar mel mor nar nel nor pal pen "
    "ral ren sal sel sor tal ten tor val ven vor zal zen zor"
).split()
_ENDINGS: Final = "a an dar ek el en eth ia il in is o on or os um ur".split()
_WHO: Final = (
    "Firefighters Teachers Bakers Fishermen Judges Nurses Divers Farmers Masons Pilots Weavers Miners Surveyors "
    "Librarians Shepherds Electricians Potters Rangers Printers Beekeepers Tailors Gardeners Sailors Brewers"
).split()
_DID: Final = (
    "repaired buried painted auctioned measured flooded inherited borrowed cancelled catalogued drained exported "
    "fenced harvested insured leased opened paved photographed renamed restored sold towed unveiled weighed"
).split()
_WHAT: Final = (
    "aqueduct barn bell bridge canal chimney clock cannery dam ferry fountain gallery granary greenhouse harbour "
    "kiln library lighthouse market mill monastery museum observatory orchard palace pier quarry railway reservoir "
    "school shipyard silo stadium station tannery theatre tower tunnel vineyard windmill workshop"
).split()
_WHEN: Final = (
    "at dawn|before noon|after lunch|at dusk|around midnight|during the storm|between two trains|on market day|"
    "while the tide was low|under heavy snow|in bright sunshine|as the bells rang"
).split("|")


class Happening(msgspec.Struct, frozen=True):
    """An event as one outlet tells it."""

    title: str
    body: str


def happening(number: int) -> Happening:
    """The same event for the same number, another for every other."""
    dice = Random(f"happening {number}")  # noqa: S311 -- chance that repeats is what is wanted
    sentences = [_sentence(dice) for _ in range(4)]
    return Happening(sentences[0].rstrip("."), " ".join(sentences[1:]))


def copied(event: Happening, number: int) -> Happening:
    """The same text as another outlet carries it: headline and opening are its own, the rest is not."""
    dice = Random(f"copy {number} of {event.title}")  # noqa: S311
    return Happening(f"{_name(dice)}: {event.title}", f"{event.body} ({_name(dice)} {_name(dice)})")


def _sentence(dice: Random) -> str:
    who, did, what, when = (dice.choice(words) for words in (_WHO, _DID, _WHAT, _WHEN))
    names = [_name(dice) for _ in range(5)]
    return dice.choice(
        (
            f"{who} from {names[0]} {did} {names[1]} {what} {when}: {names[2]} {names[3]}, {names[4]}.",
            f"{when.capitalize()} {names[0]} {did} its {what}, {who.lower()} told {names[1]} {names[2]}.",
            f"{names[0]} {names[1]} asked why {names[2]} {what} was {did} by {who.lower()} {when}.",
            f"No {what} in {names[0]} or {names[1]}, yet {names[2]} {who.lower()} {did} one {when}.",
        )
    )


def _name(dice: Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(3)).capitalize() + dice.choice(_ENDINGS)
