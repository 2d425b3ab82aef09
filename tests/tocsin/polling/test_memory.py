"""What is remembered of entries, packed."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import DAY, NOW
from tocsin.polling.memory import (
    Row,
    all_absent,
    is_memory,
    key,
    pack,
    renews_at,
    seconds,
    unpack,
)

keys = st.binary(min_size=8, max_size=8)
rows = st.lists(st.builds(Row, keys, keys, keys, st.integers(0, 2**32 - 1)), max_size=30)


def row(name: str, sent: int = 0) -> Row:
    return Row(key(name), key(name), key(name), sent)


@given(rows, rows)
def test_what_was_packed_is_unpacked_in_order(present: list[Row], absent: list[Row]) -> None:
    memory = pack(present, absent)
    found = unpack(memory)
    assert is_memory(memory)
    assert len(found) == len(present) + len(absent)
    assert [one.present for one in found] == [True] * len(present) + [False] * len(absent)
    for part, given_rows in ((found[: len(present)], present), (found[len(present) :], absent)):
        assert [one.sent for one in part] == sorted(one.sent for one in given_rows)
        assert sorted((one.raw, one.article, one.content) for one in part) == sorted(
            (one.raw, one.article, one.content) for one in given_rows
        )


def test_a_row_takes_29_bytes() -> None:
    assert len(pack([row("a")], [])) == 29
    assert not is_memory(bytes(30))


def test_of_the_absent_the_latest_sent_stay() -> None:
    memory = pack([row("here")], [row(f"gone {sent}", sent) for sent in range(600)])
    assert len(unpack(memory)) == 501
    assert min(one.sent for one in unpack(memory) if not one.present) == 100


def test_a_feed_of_many_entries_may_have_as_many_absent() -> None:
    many = [row(f"here {place}") for place in range(1000)]
    assert len(unpack(pack(many, [row(f"gone {place}") for place in range(2000)]))) == 2000


def test_the_whole_memory_is_bounded() -> None:
    many = [row(str(place), place) for place in range(70_000)]
    memory = pack(many, many)
    assert len(unpack(memory)) == 65_536
    assert unpack(memory)[-1].present
    assert unpack(memory)[-1].sent == 69_999


def test_the_first_renewal_is_that_of_the_present_row_sent_longest_ago() -> None:
    at = seconds(NOW)
    memory = pack([row("a", at + 5), row("b", at + 3)], [row("c", at)])
    assert renews_at(memory, DAY) == NOW + DAY + timedelta(seconds=3)
    assert renews_at(pack([], [row("c", at)]), DAY) is None
    assert renews_at(b"", DAY) is None


def test_a_feed_that_moved_has_every_entry_absent() -> None:
    memory = all_absent(pack([row("a", 1)], [row("b", 2)]))
    assert [(one.raw, one.present) for one in unpack(memory)] == [(key("a"), False), (key("b"), False)]


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001  made aware below
def test_any_time_becomes_seconds(moment: datetime) -> None:
    aware = moment.replace(tzinfo=NOW.tzinfo)
    assert 0 <= seconds(aware) < 2**32
    if 0 <= aware.timestamp() < 2**32 - 1:
        assert 0 <= aware.timestamp() - seconds(aware) < 1


def test_any_name_becomes_a_key() -> None:
    assert len({key(name) for name in ("", "a", "b", "\ud800", "هـ")}) == 5
