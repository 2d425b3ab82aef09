"""The state of a feed as Kafka keeps it."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import DAY, FEED, HOUR, NOW, Entry, poll
from tocsin.polling.asking import new_state
from tocsin.polling.state import FeedState, Hub, InvalidState, Rhythm, Validators, decode, encode
from tocsin.polling.trouble import Trouble

FULL = FeedState(
    feed="desk",
    url=FEED.url,
    poll=7,
    address="https://new.example/feed",
    validators=Validators(etag='W/"1"', last_modified="Sun, 01 Mar 2026 12:00:00 GMT"),
    digest=b"\x00\xff",
    memory=poll(b"", [Entry("a"), Entry("b")]).memory,
    rhythm=Rhythm(gap=HOUR / 7, longest=DAY, news=9, last=NOW, since=NOW - DAY),
    hub=Hub(url="https://hub.example/", topic=FEED.url, expires=NOW + DAY, pushed=NOW),
    failures=1,
    unchanged=2,
    gaps=3,
    last_gap=NOW - 2 * HOUR,
    outrun=NOW - HOUR,
    entries=2,
    polled=NOW,
    answered=NOW - HOUR,
    changed=NOW - DAY,
    due=NOW + timedelta(microseconds=1),
    due_reason="backoff",
    outcome="timeout",
    detail="keine Antwort — нет ответа — لا جواب",
    troubles=(Trouble(kind="gap", since=NOW, detail="x"),),
)


@pytest.mark.parametrize("state", [FULL, new_state(FEED)])
def test_what_was_encoded_is_decoded(state: FeedState) -> None:
    assert decode(encode(state)) == state


def test_the_state_of_a_thousand_entries_fits_easily() -> None:
    many = poll(
        poll(b"", [Entry(f"old {n}") for n in range(1000)]).memory, [Entry(str(n)) for n in range(1000)]
    )
    assert len(encode(msgspec.structs.replace(FULL, memory=many.memory))) < 64 * 1024


def test_a_newer_version_is_refused_by_name() -> None:
    newer = msgspec.msgpack.encode({"version": 2, "feed": 17})
    assert decode(newer) == InvalidState("version 2; this program reads version 1")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"memory": b"half a row"}, "half a row"),
        ({"feed": ""}, "no feed"),
        ({"polled": datetime(2026, 3, 1)}, "time zone"),  # noqa: DTZ001  the fault
        ({"last_gap": datetime(2026, 3, 1)}, "time zone"),  # noqa: DTZ001  the fault
        ({"hub": Hub("", "", pushed=datetime(2026, 3, 1))}, "time zone"),  # noqa: DTZ001  the fault
        ({"rhythm": Rhythm(last=datetime(2026, 3, 1))}, "time zone"),  # noqa: DTZ001  the fault
        ({"troubles": (Trouble(kind="gap", since=datetime(2026, 3, 1)),)}, "time zone"),  # noqa: DTZ001  the fault
    ],
)
def test_what_would_break_the_next_poll_is_refused(change: dict[str, object], why: str) -> None:
    found = decode(encode(msgspec.structs.replace(FULL, **change)))
    assert isinstance(found, InvalidState)
    assert why in found.detail


def test_a_hub_of_before_its_pushes_were_noted_is_one_that_pushed_nothing() -> None:
    before = msgspec.to_builtins(FULL, builtin_types=(bytes, datetime, timedelta))
    del before["hub"]["pushed"]
    found = decode(msgspec.msgpack.encode(before))
    assert isinstance(found, FeedState)
    assert found.hub == Hub(url="https://hub.example/", topic=FEED.url, expires=NOW + DAY)


@pytest.mark.parametrize("payload", [None, b"", b"{}", b"\xc1", b"\x80", encode(FULL)[:-1], b"\x91" * 5000])
def test_what_is_no_state_is_said_to_be_none(payload: bytes | None) -> None:
    assert isinstance(decode(payload), InvalidState)


@given(st.binary(max_size=200))
@example(b"\x81\xa7version\xff")
def test_no_bytes_raise(payload: bytes) -> None:
    assert isinstance(decode(payload), FeedState | InvalidState)


@given(st.integers(0, len(encode(FULL)) - 1), st.integers(0, 7))
def test_no_flipped_bit_raises(place: int, bit: int) -> None:
    payload = bytearray(encode(FULL))
    payload[place] ^= 1 << bit
    found = decode(bytes(payload))
    assert isinstance(found, FeedState | InvalidState)
    if isinstance(found, FeedState):
        assert decode(encode(found)) == found
