"""Whether entries may have come and gone unseen."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import FEED, HOUR, MINUTE, NOW, Entry, poll
from tocsin.polling.asking import new_state
from tocsin.polling.overlap import close, worth_telling
from tocsin.polling.state import FeedState, Rhythm


def entries(first: int, last: int, *, content: str = "", look: str = "") -> list[Entry]:
    """Those of a feed that shows the newest on top; each says something else."""
    return [Entry(str(number), content or f"words {number}", look) for number in range(last, first - 1, -1)]


def strangers(*documents: list[Entry], cut: bool = False) -> list[int]:
    memory, counts = b"", []
    for hours, document in enumerate(documents):
        decision = poll(memory, document, NOW + hours * HOUR, cut=cut)
        memory = decision.memory
        counts.append(decision.overlap.strangers)
    return counts


def test_a_document_that_shares_an_entry_with_the_one_before_missed_nothing() -> None:
    assert strangers(entries(1, 10), entries(10, 19)) == [0, 0]


def test_a_document_that_shares_none_worth_telling_some() -> None:
    assert strangers(entries(1, 10), entries(11, 20)) == [0, 10]
    assert strangers(entries(1, 10), entries(21, 25), entries(24, 28)) == [0, 5, 0]


def test_a_feed_that_always_ends_too_early_is_compared_like_any_other() -> None:
    assert strangers(entries(1, 10), entries(11, 20), entries(20, 25), cut=True) == [0, 10, 0]
    memory = poll(b"", entries(1, 10)).memory
    assert poll(memory, entries(11, 12), cut=True, partial=True).overlap.strangers == 0


def test_the_first_document_ever_missed_nothing() -> None:
    assert strangers(entries(1, 10)) == [0]


def test_an_empty_document_in_between_hides_no_gap() -> None:
    assert strangers(entries(1, 10), [], entries(11, 20)) == [0, 0, 10]
    assert strangers(entries(1, 10), [], entries(5, 14)) == [0, 0, 0]


@pytest.mark.parametrize(
    "second",
    [
        entries(1, 10, look="fetched a second later"),
        entries(1, 10, content="reworded"),
        [Entry(f"new address of {entry.name}", entry.content) for entry in entries(1, 10)],
    ],
    ids=["other looks", "other words", "other ids"],
)
def test_the_same_entries_in_another_shape_are_shared(second: list[Entry]) -> None:
    assert strangers(entries(1, 10), second) == [0, 0]


def test_an_older_document_that_comes_again_is_no_gap() -> None:
    assert strangers(entries(1, 10), entries(11, 20), entries(1, 10)) == [0, 10, 0]


def test_an_entry_nothing_can_be_made_of_shares_by_its_looks_only() -> None:
    broken = Entry("broken", good=False)
    assert strangers([*entries(1, 3), broken], [*entries(4, 6), broken]) == [0, 0]
    assert strangers(entries(1, 3), [*entries(4, 6), broken]) == [0, 3]
    assert strangers(entries(1, 3), [broken]) == [0, 0]


@given(st.integers(1, 8), st.lists(st.integers(0, 20), max_size=8), st.booleans())
def test_whatever_was_lost_was_counted(size: int, published: list[int], cut: bool) -> None:
    newest = size
    memory = poll(b"", entries(1, size), cut=cut).memory
    seen = set(range(1, size + 1))
    for count in published:
        newest += count
        document = entries(newest - size + 1, newest)
        decision = poll(memory, document, cut=cut)
        memory = decision.memory
        now_seen = {int(entry.name) for entry in document}
        lost = any(number not in seen for number in range(1, min(now_seen)))
        assert not lost or decision.overlap.strangers == size
        seen |= set(range(1, newest + 1))


def test_a_pinned_entry_hides_a_gap_but_not_that_it_was_close() -> None:
    pinned = Entry("pinned", "read me first")
    memory = poll(b"", [pinned, *entries(1, 9)]).memory
    found = poll(memory, [pinned, *entries(30, 38)]).overlap
    assert (found.fresh, found.strangers) == (9, 0)
    assert close(found.fresh, 10)
    assert not close(7, 10)
    assert not close(0, 0)


def one_entry(since: timedelta) -> FeedState:
    return FeedState(
        feed="desk",
        url=FEED.url,
        entries=1,
        answered=NOW - since,
        rhythm=Rhythm(gap=HOUR, longest=HOUR, news=9),
    )


def test_one_entry_after_another_is_worth_telling_only_where_two_may_have_come() -> None:
    assert not worth_telling(one_entry(10 * MINUTE), 1, NOW)
    assert worth_telling(one_entry(15 * MINUTE), 1, NOW)
    assert worth_telling(one_entry(10 * MINUTE), 2, NOW)
    assert worth_telling(new_state(FEED), 1, NOW)
