"""The compiled lookup finds what the plain one finds, and compares as it does."""

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.tocsin.story.keeping import HOUR, record_of, take
from tests.tocsin.story.samples import EVENTS, reported
from tocsin.story import candidates
from tocsin.story import lookup as module
from tocsin.story.book import Book
from tocsin.story.compared import Arrival
from tocsin.story.lookup import Lookup, PlainLookup, lookup
from tocsin.story.model import Filed, StorySettings
from tocsin.story.prints import Sketch
from tocsin.story.view import view_of
from tocsin.story.words import FEW, KIND_KEYS

REPORT = reported("macron-call", "en")
WORDS = [*sorted(KIND_KEYS)[:12], *(bytes([1 + number % 7, number, 9]) for number in range(90))]
NUMBERS = [*sorted(FEW), *(bytes([number, 5, 5]) for number in range(8))]
SOUNDS = [bytes([number % 5, 1 + number]) for number in range(40)]
TRIPLES = [number * 0x1F357A01 % (1 << 32) for number in range(80)]


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


def some(chance: random.Random, keys: Sequence[bytes], most: int) -> list[bytes]:
    """Some of the keys, each once, the first ones oftener than the last."""
    picked = (keys[int(len(keys) * chance.random() ** 2)] for _ in range(chance.randint(0, 2 * most)))
    return list(dict.fromkeys(picked))[:most]


def made_up(chance: random.Random) -> Sketch:
    # Some hold little: so titles may differ in nothing but words of a kind.
    told, names = some(chance, chance.choice([WORDS, WORDS[8:18]]), 48), some(chance, SOUNDS, 20)
    title = chance.choice([chance.randint(0, 3), chance.randint(0, 14)])
    triples = sorted({chance.choice(TRIPLES) for _ in range(chance.randint(0, 45))})[:28]
    return Sketch(
        words=len(told),
        title=b"".join(told[:title]),
        lead=b"".join(told[title:]),
        numbers=b"".join(some(chance, NUMBERS, 12)),
        names=b"".join(names),
        titled=chance.randint(0, len(names)),
        kinds=chance.getrandbits(47) if chance.random() < 0.5 else 0,
        shingles=b"".join(one.to_bytes(4, "little") for one in triples),
        sentences=bytes(chance.choice((7, 7, 8)) for _ in range(2 * chance.randint(0, 5))),
    )


def arrival_of(sketch: Sketch) -> Arrival:
    return Arrival(REPORT, sketch, view_of(sketch), frozenset())


def records(chance: random.Random, count: int) -> list[Filed]:
    base = record_of(REPORT)
    stories = max(count // 3, 1)
    return [
        replace(
            base,
            article=f"a{chance.random()}",
            story=f"s{chance.randrange(stories)}",
            language=chance.choice(["ar", "en", "fa"]),
            sketch=made_up(chance),
        )
        for _ in range(count)
    ]


def filled(kept: Lookup, all_: Sequence[Filed], chance: random.Random) -> Lookup:
    """``kept`` with all of the records but some that went again while others came."""
    there: list[Filed] = []
    for record in all_:
        kept.add(record)
        there.append(record)
        while there and chance.random() < 0.4:
            kept.remove(there.pop(chance.randrange(len(there))))
    return kept


@given(st.integers(0), st.integers(1, 60))
@example(1, 700)  # more than are looked up of one key; more than there is room for at first
@settings(max_examples=60, deadline=None)
def test_both_find_the_same_and_compare_alike(seed: int, count: int) -> None:
    all_ = records(chance_of(seed), count)
    plain = filled(PlainLookup(), all_, chance_of(seed))
    fast = filled(lookup()(), all_, chance_of(seed))
    for sketch in (made_up(chance_of(seed + 1)), Sketch(), all_[-1].sketch):
        one = arrival_of(sketch)
        for most in (1, 5, 18):
            assert fast.by_words(one, most) == plain.by_words(one, most)
            assert fast.by_triples(one, most) == plain.by_triples(one, most)
            assert sorted(filter(None, fast.by_names(one, most))) == sorted(
                filter(None, plain.by_names(one, most))
            )
        assert fast.names.weight(one.view.names) == plain.names.weight(one.view.names)
        for record in all_[-20:]:
            assert fast.likeness(one, record) == plain.likeness(one, record)


@pytest.mark.parametrize("make", [PlainLookup, lookup()])
def test_what_all_hold_is_forgotten_when_all_are_gone(make: Callable[[], Lookup]) -> None:
    all_ = records(chance_of(3), 200)
    kept, empty = make(), make()
    for record in all_:
        kept.add(record)
    for record in all_:
        kept.remove(record)
    one = arrival_of(all_[0].sketch)
    assert not kept.by_words(one, 5)
    assert not list(kept.by_names(one, 5)), "languages are asked that nobody speaks any more"
    assert kept.likeness(one, all_[1]) == empty.likeness(one, all_[1])


@pytest.mark.parametrize("make", [PlainLookup, lookup()])
def test_nothing_hangs_on_records_that_are_gone(make: Callable[[], Lookup]) -> None:
    others = records(chance_of(7), 9)
    named = replace(others[0], article="named", story="s", sketch=Sketch(title=WORDS[0], names=SOUNDS[0]))
    silent = replace(named, article="silent", sketch=Sketch())
    then, never = make(), make()
    for record in (*others, silent):
        then.add(record)
        never.add(record)
    then.add(named)
    then.remove(named)
    one = arrival_of(others[0].sketch)
    assert then.names.weight(one.view.names) == never.names.weight(one.view.names)
    assert [then.likeness(one, other) for other in others] == [never.likeness(one, other) for other in others]


def test_a_book_places_alike_with_either(monkeypatch: pytest.MonkeyPatch) -> None:
    every = [(event, language) for event in EVENTS for language in EVENTS[event]]
    chance_of(5).shuffle(every)
    came = [reported(event, language, number * HOUR) for number, (event, language) in enumerate(every)]
    again = [replace(one, id=f"{one.id}-2", source="Gazette", title=f"{one.title} again") for one in came]
    usual = Book(StorySettings(most_reports=4))
    monkeypatch.setattr(candidates, "lookup", lambda: PlainLookup)
    other = Book(StorySettings(most_reports=4))
    for article in (*came, *again):
        assert take(other, article, ("a",)) == take(usual, article, ("a",))


def test_without_numba_there_is_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    assert lookup.__wrapped__() is PlainLookup
