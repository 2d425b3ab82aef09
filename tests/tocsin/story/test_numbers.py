"""A name has one number while it is held, and no other name has it meanwhile."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.story.numbers import Numbers


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=80))
def test_each_held_name_has_a_number_of_its_own_below_how_many_there_ever_were(
    steps: list[tuple[str, bool]],
) -> None:
    numbers, holders, most = Numbers(), Counter[str](), 0
    for name, comes in steps:
        before = dict(numbers)
        if comes:
            number, alone = numbers.hold(name)
            assert alone == (not holders[name])
            holders[name] += 1
        elif holders[name]:
            number, alone = numbers.let_go(name)
            assert alone == (holders[name] == 1)
            holders[name] -= 1
        else:
            continue
        assert before.get(name, number) == number
        held = dict(numbers)
        most = max(most, len(held))
        assert held.keys() == {name for name, count in holders.items() if count}
        assert len(set(held.values())) == len(held)
        assert all(0 <= one < most for one in held.values())


def test_what_nobody_holds_cannot_be_let_go() -> None:
    with pytest.raises(KeyError):
        Numbers().let_go("a")
