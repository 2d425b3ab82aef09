"""What a record of the topics that sinks read means to one receiver."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts import ARABIC, alert, digest, feed_alert, life
from tocsin.contract.codec import encode
from tocsin.delivery.intake import Deliver, NotForUs, Poison, Repeat, take_in


def test_an_alert_that_names_the_receiver_is_delivered() -> None:
    assert take_in(encode(ARABIC), "screen", set()) == Deliver(ARABIC)


def test_an_alert_that_names_others_is_not_ours() -> None:
    assert take_in(encode(alert(receivers=("screen",))), "hook", set()) == NotForUs()
    assert take_in(encode(alert(receivers=())), "hook", set()) == NotForUs()


def test_a_feed_alert_is_taken_in_like_an_alert() -> None:
    one = feed_alert(receivers=("screen",))
    assert take_in(encode(one), "screen", set()) == Deliver(one)
    assert take_in(encode(one), "hook", set()) == NotForUs()
    assert take_in(encode(one), "screen", {one.event_id}) == Repeat(one.event_id)
    over = feed_alert(kind="cleared")
    assert take_in(encode(over), "screen", {one.event_id}) == Deliver(over)


def test_a_digest_is_taken_in_like_an_alert_and_known_by_its_id() -> None:
    one = digest(receivers=("screen",))
    assert take_in(encode(one), "screen", set()) == Deliver(one)
    assert take_in(encode(one), "hook", set()) == NotForUs()
    assert take_in(encode(one), "screen", {one.id}) == Repeat(one.id)
    assert take_in(encode(digest(2)), "screen", {one.id}) == Deliver(digest(2))


def test_every_event_in_the_life_of_an_alert_is_delivered_once() -> None:
    known: set[str] = set()
    for event in life():
        assert take_in(encode(event), "screen", known) == Deliver(event)
        known.add(event.event_id)
        assert take_in(encode(event), "screen", known) == Repeat(event.event_id)
    assert len(known) == len(life())


@pytest.mark.parametrize("kind", ["digest", "feedalert", "alert", "match", 7, None])
def test_what_only_says_that_it_is_one_is_poison(kind: object) -> None:
    answer = take_in(msgspec.json.encode({"type": kind, "id": "x"}), "screen", set())
    assert isinstance(answer, Poison)
    assert answer.detail


def test_a_known_event_is_a_repeat_and_the_next_event_of_the_same_alert_is_not() -> None:
    first = alert()
    second = msgspec.structs.replace(first, sequence=2, kind="update")
    assert take_in(encode(first), "screen", {first.event_id}) == Repeat(first.event_id)
    assert take_in(encode(second), "screen", {first.event_id}) == Deliver(second)


@given(st.none() | st.binary(max_size=300))
def test_any_other_bytes_are_poison_with_a_detail(payload: bytes | None) -> None:
    answer = take_in(payload, "screen", set())
    assert isinstance(answer, Poison)
    assert answer.detail
