"""What a record of the alerts topic means to one receiver."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts import ARABIC, alert
from tocsin.contract.codec import encode
from tocsin.delivery.intake import Deliver, NotForUs, Poison, Repeat, take_in


def test_an_alert_that_names_the_receiver_is_delivered() -> None:
    assert take_in(encode(ARABIC), "screen", set()) == Deliver(ARABIC)


def test_an_alert_that_names_others_is_not_ours() -> None:
    assert take_in(encode(alert(receivers=("screen",))), "hook", set()) == NotForUs()
    assert take_in(encode(alert(receivers=())), "hook", set()) == NotForUs()


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
