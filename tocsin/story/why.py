"""Why an article was put where it was, in plain words."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from tocsin.contract.events import Article
from tocsin.story.compared import Arrival, Compared
from tocsin.story.likeness import Keys
from tocsin.story.model import Filed
from tocsin.story.words import KEY_BYTES, SOUND_BYTES, told
from tocsin.text.tokens import tokens

SHOWN: Final = 6
"""Words named in one line."""
LOOKED_AT: Final = 1200
"""Characters of a body in which those words are looked for."""
LONGEST_TITLE: Final = 80


def why_again(known: Filed, article: Article) -> tuple[str, ...]:
    """Of an article that was filed before."""
    if known.content == article.content:
        return ("the same article again, unchanged",)
    changed = "with another title" if known.title != article.title else "under the same title"
    return (f"the same article with other words, {changed}",)


def why_joined(arrival: Arrival, found: Sequence[Compared]) -> tuple[str, ...]:
    """What joined the article to the story of the first of ``found``, and what kept it from the next best story."""
    best = found[0]
    others = [one for one in found if one.record.story != best.record.story]
    return (*_bond(arrival, best), *(_kept_apart(arrival, one) for one in others[:1]))


def why_new(arrival: Arrival, found: Sequence[Compared]) -> tuple[str, ...]:
    """What kept it apart from the nearest story, if any was near."""
    if not found:
        return ("no open story is like it",)
    return (_kept_apart(arrival, found[0]),)


def _bond(arrival: Arrival, one: Compared) -> list[str]:
    record, likeness = one.record, one.likeness
    whose = f"{quoted(record.title)} ({record.outlet})"
    if one.verdict.bond == "copy":
        sentences = len(set(arrival.view.sentences) & set(memoryview(record.sketch.sentences).cast("H")))
        same = f", {sentences} sentences word for word" if sentences else ""
        return [f"{likeness.copied:.0%} of the shorter text stands in the other{same}: {whose}"]
    if record.language != arrival.article.language and not likeness.shared:
        return [
            f"another language, {_time(one.gap)} apart, the same names as in {whose}: {_names(arrival, one)}"
        ]
    words = _words(arrival, likeness.shared)
    return [
        f"title and lead share {len(likeness.shared)} words with {whose}, {_time(one.gap)} apart: {words}"
    ]


def _kept_apart(arrival: Arrival, one: Compared) -> str:
    record, likeness = one.record, one.likeness
    if record.language != arrival.article.language:
        names = _names(arrival, one)
        return f"apart from {quoted(record.title)} ({record.language}): names in both are {names or 'none'}"
    only = arrival.view.title - likeness.shared
    return (
        f"apart from {quoted(record.title)}: score {one.verdict.score:.2f}, {_time(one.gap)} apart; only here:"
        f" {_words(arrival, only) or 'nothing'}; in both: {_words(arrival, likeness.shared) or 'nothing'}"
    )


def quoted(title: str) -> str:
    """A title, not too long, in marks that suit every script."""
    short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
    return f"«{short}»"


def _words(arrival: Arrival, keys: Keys) -> str:
    return _written(arrival.article, keys, KEY_BYTES)


def _names(arrival: Arrival, one: Compared) -> str:
    names = memoryview(one.record.sketch.names)
    known = {bytes(names[at : at + SOUND_BYTES]) for at in range(0, len(names), SOUND_BYTES)}
    return _written(arrival.article, arrival.view.names & known, SOUND_BYTES)


def _written(article: Article, keys: Keys, width: int) -> str:
    """The first words of the article that have ``keys``, as written."""
    text = f"{article.title}\n{article.body[:LOOKED_AT]}"
    wanted = set(keys)
    found: list[str] = []
    for token in tokens(text):
        one = told(text[token.start : token.end])
        key = (one.key if width == KEY_BYTES else one.sound).to_bytes(width, "little")
        if key in wanted:
            wanted.discard(key)
            found.append(text[token.start : token.end])
        if not wanted or len(found) == SHOWN:
            break
    return ", ".join(found)


def _time(gap: timedelta) -> str:
    hours = gap / timedelta(hours=1)
    return f"{hours:.0f} h" if hours >= 1 else f"{gap / timedelta(minutes=1):.0f} min"
