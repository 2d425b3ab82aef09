"""Nothing is passed in silence: what comes before we know where to begin, out of turn, twice, or never."""

from collections.abc import Iterable

from faust.types import TP
from hypothesis import given
from hypothesis import strategies as st

from streams.sequence import Sequence

P = TP("articles", 0)
OTHER = TP("articles", 1)


def steps(sequence: Sequence, offsets: Iterable[int]) -> list[str]:
    return [sequence.step(P, offset) for offset in offsets]


def begun(at: int) -> Sequence:
    sequence = Sequence()
    sequence.begin({P: at})
    return sequence


def test_nothing_is_handed_over_before_it_is_known_where_to_begin() -> None:
    sequence = Sequence()
    assert steps(sequence, [75, 76]) == ["pass", "pass"]
    assert sequence.done(P) is None
    assert sequence.due(P) is None
    assert sequence.begin({P: 71, OTHER: 3}) == {P: 71}  # nothing of the other was passed
    assert sequence.begin({P: 71}) == {}
    assert steps(sequence, [71, 72]) == ["hand over", "hand over"]


def test_a_gap_leads_back_once_for_all_that_was_fetched_together() -> None:
    sequence = begun(71)
    assert steps(sequence, [75, 76, 77]) == ["go back", "pass", "pass"]
    assert sequence.done(P) is None
    assert sequence.due(P) == 71
    assert steps(sequence, [71, 72, 73]) == ["hand over"] * 3
    assert steps(sequence, [75]) == ["go back"]  # another gap is another matter


def test_what_is_not_there_is_passed_after_three_looks() -> None:
    sequence = begun(71)
    assert [steps(sequence, [75, 76]) for _ in range(3)] == [["go back", "pass"]] * 3
    assert steps(sequence, [75, 76]) == ["hand over", "hand over"]
    assert sequence.due(P) == 77


def test_what_comes_again_is_handed_over_again_and_what_is_due_stays() -> None:
    sequence = begun(5)
    steps(sequence, [5, 6, 7])
    for offset in (5, 6):
        sequence.finish(P, offset)
    assert steps(sequence, [5]) == ["hand over"]
    assert sequence.done(P) == 5
    assert sequence.due(P) == 8


def test_done_is_what_lies_before_the_first_in_flight() -> None:
    sequence = begun(5)
    steps(sequence, [5, 6, 7])
    sequence.finish(P, 6)
    assert sequence.done(P) == 5
    sequence.finish(P, 5)
    assert sequence.done(P) == 7
    sequence.finish(P, 7)
    assert sequence.done(P) == 8


def test_an_assignment_begins_anew() -> None:
    sequence = begun(5)
    steps(sequence, [5, 9])
    sequence.forget()
    assert not sequence.known()
    assert sequence.done(P) is None
    assert steps(sequence, [9]) == ["pass"]
    assert sequence.known() == {P}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=40))
def test_however_faust_jumps_nothing_is_passed_that_is_there(jumps: list[tuple[int, int]]) -> None:
    """Kafka holds 40 messages. Faust fetches from anywhere; when it is told to go back, it does, and goes on."""
    sequence, handed = begun(0), set[int]()
    for start, count in [*jumps, (0, 40)]:
        offsets = list(range(start, min(start + count, 40)))
        while offsets:
            offset = offsets.pop(0)
            step = sequence.step(P, offset)
            if step == "hand over":
                handed.add(offset)
                sequence.finish(P, offset)
            assert handed >= set(range(sequence.done(P) or 0))
            if step == "go back":
                due = sequence.due(P)
                assert due is not None
                offsets += range(due, 40)
    assert handed == set(range(40))
