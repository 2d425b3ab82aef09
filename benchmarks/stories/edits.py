"""What becomes of a text on its way from one outlet to the next. The same text and chance, the same edit."""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, get_args

from benchmarks.stories.frames import framed

Kind = Literal["cut", "typos", "half_spaces", "hamza", "framed"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

CUT: Final = 0.05
"""Part of the words."""
TYPOS: Final = 0.01
"""Part of the letters."""
INVISIBLE: Final = 0.1
"""Part of the words that an invisible character gets into."""
LONG_SENTENCE: Final = 0.75
"""Part of a text that a first sentence may have which is not cut in two."""
VOWELS: Final = 0.02
"""Part of the Arabic letters that a vowel sign or a tatweel gets behind."""

_ZWNJ: Final = "\u200c"
_INVISIBLES: Final = "\u200c\u200d\u200e\u200f\u00ad\ufeff"
_PIECE: Final = re.compile(r"\s+|\S+")
_SENTENCE: Final = re.compile(r"[^\n]+?(?:[.!?؟۔…]+[\"'»”’)\]]*(?=\s)|(?=\n)|\Z)\s*|\s+")
_ARABIC: Final = re.compile(r"[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_SIGNS: Final = "\u064e\u064f\u0650\u0651\u0652\u0640"
_SPELLINGS: Final = (
    ("أإآٱ", "اااا"),
    ("ةىئؤ", "هييو"),
    ("یک", "يك"),
    ("يك", "یک"),
    ("ёЁ", "еЕ"),
    ("«»“”„’", '"""""\''),
)
_DIGITS: Final = ("0123456789", "٠١٢٣٤٥٦٧٨٩")


def edited(text: str, kind: Kind, chance: random.Random) -> str:
    """``text`` as ``kind`` changes it.

    ``cut``: five of a hundred words gone. ``typos``: one of a hundred letters left out, doubled, replaced or swapped
    with the next. ``half_spaces``: all of them dropped, or all of them blanks; where there are none, invisible
    characters inside words. ``hamza``: other spellings of the same letters, digits and quotation marks, a vowel sign
    here and there. ``framed``: an agency's line before it, what else to read and whose it is behind it.
    """
    return _EDITS[kind](text, chance)


def sentences(text: str) -> list[str]:
    """``text`` in pieces that end where sentences and lines do; joined they are ``text``."""
    return _SENTENCE.findall(text)


def halves(text: str) -> tuple[str, str]:
    """``text`` parted where a sentence ends, as near to its middle as may be; joined they are ``text``.

    Where its first sentence is more than three quarters of it, behind a word.
    """
    pieces = sentences(text)
    if pieces and len(pieces[0]) > LONG_SENTENCE * len(text):
        pieces = _PIECE.findall(text)
    first = ""
    while pieces and len(first) + len(pieces[0]) / 2 < len(text) / 2:
        first += pieces.pop(0)
    return first, "".join(pieces)


def half_copied(text: str, other: str) -> str:
    """The first half of ``text``, gone on with in the last sentences of ``other``, as long as what it lacks."""
    first, rest = halves(text)
    return f"{first.rstrip()}\n{_last(len(rest), sentences(other))}"


def half_behind(text: str, other: str) -> str:
    """``other``, with the second half of ``text`` behind it, as background is."""
    return f"{other.rstrip()}\n{halves(text)[1].strip()}"


def _last(length: int, pieces: Sequence[str]) -> str:
    taken = ""
    for piece in reversed(pieces):
        if len(taken) >= length:
            break
        taken = piece + taken
    return taken.strip()


def _cut(text: str, chance: random.Random) -> str:
    pieces = _PIECE.findall(text)
    words = [at for at, piece in enumerate(pieces) if not piece.isspace()]
    if len(words) < 2:
        return text
    gone = set(chance.sample(words, max(1, round(CUT * len(words)))))
    return "".join(piece for at, piece in enumerate(pieces) if at not in gone)


def _typos(text: str, chance: random.Random) -> str:
    letters = [at for at, character in enumerate(text) if character.isalpha()]
    if not letters:
        return text
    made = list(text)
    for at in chance.sample(letters, max(1, round(TYPOS * len(letters)))):
        following = text[at + 1 : at + 2]
        if following.isalpha() and chance.random() < 0.25:
            made[at : at + 2] = following, text[at]
        else:
            made[at] = chance.choice(("", text[at] * 2, text[chance.choice(letters)]))
    return "".join(made)


def _half_spaces(text: str, chance: random.Random) -> str:
    if _ZWNJ in text:
        return text.replace(_ZWNJ, chance.choice(("", " ")))
    pieces = _PIECE.findall(text)
    words = [at for at, piece in enumerate(pieces) if len(piece) > 3]
    for at in chance.sample(words, round(INVISIBLE * len(words) + 0.5)):
        inside = chance.randrange(1, len(pieces[at]))
        pieces[at] = pieces[at][:inside] + chance.choice(_INVISIBLES) + pieces[at][inside:]
    return "".join(pieces)


def _hamza(text: str, chance: random.Random) -> str:
    arabic = _ARABIC.search(text) is not None
    ways = [way for way in (*_SPELLINGS, *([_DIGITS] if arabic else [])) if any(map(text.count, way[0]))]
    for way in chance.sample(ways, chance.randint(min(1, len(ways)), len(ways))):
        for written, other in zip(*way, strict=True):
            text = text.replace(written, other)
    return "".join(_signed(text, chance)) if arabic else text


def _signed(text: str, chance: random.Random) -> Iterable[str]:
    for character in text:
        yield character
        if chance.random() < VOWELS and _ARABIC.match(character):
            yield chance.choice(_SIGNS)


_EDITS: Final[Mapping[Kind, Callable[[str, random.Random], str]]] = {
    "cut": _cut,
    "typos": _typos,
    "half_spaces": _half_spaces,
    "hamza": _hamza,
    "framed": framed,
}
