"""What a receiver is known to have."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.sinks.memory import Known

ids = st.text(max_size=2)


@given(st.lists(ids), st.integers(1, 5))
def test_the_newest_are_remembered_and_no_more_than_the_limit(event_ids: list[str], limit: int) -> None:
    memory = Known(event_ids, limit=limit)
    newest = list(dict.fromkeys(reversed(event_ids)))
    assert all(event_id in memory for event_id in newest[:limit])
    assert not any(event_id in memory for event_id in newest[limit:])


def test_what_was_never_added_is_not_known() -> None:
    assert "x" not in Known()
