"""Why an article was put where it was, in plain words."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from tocsin.contract.events import Article
from tocsin.story.abroad import Evidence
from tocsin.story.compared import Arrival, Compared
from tocsin.story.model import Filed
from tocsin.story.rarity import Keys
from tocsin.story.view import view_of
from tocsin.story.words import told_of
from tocsin.text.characters import FORMATS, MARKS

SHOWN: Final = 6
"""Words named in one line."""
LOOKED_AT: Final = 300
"""Characters of a body in which those words are looked for."""
LONGEST_TITLE: Final = 80
_WORD: Final = re.compile(rf"[^\W_]+(?:[{MARKS}{FORMATS}]+[^\W_]*)*")


def why_again(known: Filed, article: Article, *, another: bool) -> tuple[str, ...]:
    """Of an article that was filed before; ``another``: only its id is the same."""
    if known.content == article.content:
        return ("the same article again, unchanged",)
    if another:
        return (f"under the id of {quoted(known.title)}, but quite another article",)
    changed = "with another title" if known.title != article.title else "under the same title"
    return (f"the same article with other words, {changed}",)


def why_joined(arrival: Arrival, found: Sequence[Compared]) -> tuple[str, ...]:
    """What joined the article to the story of the first of ``found``, and what kept it from the next best story."""
    best, written = found[0], _Written(_beginning(arrival.article))
    others = [one for one in found if one.record.story != best.record.story]
    return (_bond(arrival, best, written), *(_kept_apart(arrival, one, written) for one in others[:1]))


def why_new(arrival: Arrival, found: Sequence[Compared]) -> tuple[str, ...]:
    """What kept it apart from the nearest story, if any was near."""
    if not found:
        return ("no open story is like it",)
    return (_kept_apart(arrival, found[0], _Written(_beginning(arrival.article))),)


def why_repeated(arrival: Arrival, record: Filed) -> tuple[str, ...]:
    """Of a flash that says the same words again, too late to be the same."""
    gap = _time(abs(arrival.time - record.time))
    return (f"the few words of {quoted(record.title)} again, {gap} apart: another time it happened",)


def quoted(title: str) -> str:
    """A title, not too long, in marks that suit every script."""
    short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
    return f"«{short}»"


class _Written:
    """The words of a text, as written, by what they tell."""

    def __init__(self, text: str) -> None:
        self._words = _WORD.findall(text)
        self._told = told_of(self._words)

    def words(self, keys: Keys) -> str:
        """The first few of them, in the order of the text."""
        return self._listed((one.key for one in self._told), keys)

    def names(self, sounds: Keys) -> str:
        return self._listed((one.sound for one in self._told), sounds)

    def _listed(self, told: Iterable[bytes], keys: Keys) -> str:
        found: dict[bytes, str] = {}
        for key, written in zip(told, self._words, strict=True):
            if key in keys and key not in found:
                found[key] = written
                if len(found) == SHOWN:
                    break
        return ", ".join(found.values()) or "none"


def _beginning(article: Article) -> str:
    return f"{article.title}\n{article.body[:LOOKED_AT]}"


def _bond(arrival: Arrival, one: Compared, written: _Written) -> str:
    record, likeness = one.record, one.likeness
    whose = f"{quoted(record.title)} ({record.outlet})"
    if one.verdict.bond == "copy":
        sentences = len(set(arrival.view.sentences) & set(memoryview(record.sketch.sentences).cast("H")))
        same = f", {sentences} sentences word for word" if sentences else ""
        return f"{likeness.copied:.0%} of the shorter text stands in the other{same}: {whose}"
    if one.abroad is not None:
        return f"another language, {_time(one.gap)} apart: {_common(one.abroad, written)} as in {whose}"
    shared = arrival.view.told & view_of(record.sketch).told
    words = written.words(shared)
    return f"title and lead share {len(shared)} words with {whose}, {_time(one.gap)} apart: {words}"


def _kept_apart(arrival: Arrival, one: Compared, written: _Written) -> str:
    record, likeness, verdict = one.record, one.likeness, one.verdict
    bar = f"score {verdict.score:.2f} of {verdict.wanted:.2f}"
    reason = f"{verdict.against}, {bar}" if verdict.against else bar
    if one.abroad is not None:
        whose = f"{quoted(record.title)} ({record.language})"
        return (
            f"apart from {whose}, {_time(one.gap)} apart: {reason}; in both: {_common(one.abroad, written)}"
        )
    other = view_of(record.sketch)
    shared = arrival.view.told & other.told
    here, both = written.words(arrival.view.title - shared), written.words(shared)
    there = _Written(record.title).words(other.title - shared)
    numbers = f"; {likeness.numbers} of {likeness.figures} numbers the same" if likeness.figures else ""
    return (
        f"apart from {quoted(record.title)}, {_time(one.gap)} apart: {reason};"
        f" only here: {here}; only there: {there}; in both: {both}{numbers}"
    )


def _common(found: Evidence, written: _Written) -> str:
    names = f"{len(found.names)} names ({written.names(found.names)})"
    return f"{names}, {found.numbers} numbers, {found.kinds} kinds of event"


def _time(gap: timedelta) -> str:
    hours = gap / timedelta(hours=1)
    return f"{hours:.0f} h" if hours >= 1 else f"{gap / timedelta(minutes=1):.0f} min"
