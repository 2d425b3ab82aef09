"""Reports of an event, as outlets word them."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.week.happening import Happening
from benchmarks.week.outlets import Outlet
from benchmarks.week.phrases import phrases, said


class Text(NamedTuple):
    """What an outlet prints, without what stands around it on its page."""

    title: str
    body: str


def told(
    event: Happening, language: str, chance: random.Random, facts: int, context: Sequence[str] = ()
) -> Text:
    """The event in words of one's own: its lead, so many of its ``facts``, a paragraph of background perhaps.

    ``context`` are sentences of other news that the outlet adds.
    """
    own, slots = phrases(language), event.slots(language)
    lead = said(chance.choice(own.leads[event.kind]), slots, language, chance)
    chosen = list(event.facts[: facts + 1])
    chance.shuffle(chosen)
    details = [said(chance.choice(own.facts[name]), slots, language, chance) for name in chosen[:facts]]
    paragraphs = [lead, *_paragraphs(details, chance)]
    if context:
        paragraphs.append(" ".join(context))
    if facts > 2 and chance.random() < 0.5:
        paragraphs.append(own.background[event.background])
    title = said(chance.choice(own.titles[event.kind]), slots, language, chance)
    return Text(title, "\n".join(paragraphs))


def corrected(event: Happening, text: Text, language: str, chance: random.Random) -> Text:
    """The text with a correction behind it, and now and then another headline."""
    own = phrases(language)
    slots = {**event.slots(language), "count": int(event.numbers["count"]) + chance.randint(1, 9)}
    note = said(chance.choice(own.update), slots, language, chance)
    title = text.title
    if chance.random() < 0.5:
        title = said(chance.choice(own.titles[event.kind]), slots, language, chance)
    return Text(title, f"{text.body}\n{note}")


def printed(text: Text, outlet: Outlet, chance: random.Random, related: Sequence[str] = ()) -> Text:
    """The text on the outlet's page: its tail, and headlines of other articles under the words that say so."""
    links = [phrases(outlet.language).related, *related] if related else []
    return Text(text.title, "\n".join([text.body, *([outlet.tail] if chance.random() < 0.7 else []), *links]))


def _paragraphs(sentences: Sequence[str], chance: random.Random) -> list[str]:
    made: list[str] = []
    for sentence in sentences:
        if made and chance.random() < 0.5:
            made[-1] = f"{made[-1]} {sentence}"
        else:
            made.append(sentence)
    return made
