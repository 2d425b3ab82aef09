import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import alert, dead_letter
from tocsin.contract.codec import decode, encode
from tocsin.contract.events import Alert, Origin
from tocsin.replay import Refused, Resend, resend

OURS = ("tocsin.articles", "tocsin.alerts")


@given(st.binary(), st.binary() | st.none(), st.lists(st.tuples(st.text(), st.binary())))
def test_the_record_goes_back_as_it_was(
    payload: bytes, key: bytes | None, headers: list[tuple[str, bytes]]
) -> None:
    letter = dead_letter(payload=payload, key=key, headers=tuple(headers))
    assert resend(letter, OURS) == Resend(
        topic="tocsin.articles",
        partition=2 if key is None else None,
        key=key,
        payload=payload,
        headers=tuple(headers),
    )


def test_an_alert_that_a_sink_gave_up_goes_to_that_receiver_alone() -> None:
    given_up = alert(receivers=("desk", "log", "screen"))
    origin = Origin(topic="tocsin.alerts", partition=0, offset=3)
    letter = dead_letter(stage="sink", receiver="desk", origin=origin, payload=encode(given_up), key=b"k")
    record = resend(letter, OURS)
    assert isinstance(record, Resend)
    again = decode(record.payload, Alert)
    assert again == msgspec.structs.replace(given_up, receivers=("desk",))
    assert again.event_id == given_up.event_id


def test_poison_that_a_sink_met_goes_back_as_it_was() -> None:
    origin = Origin(topic="tocsin.alerts", partition=0, offset=3)
    letter = dead_letter(stage="sink", receiver="desk", origin=origin, payload=b"no alert")
    record = resend(letter, OURS)
    assert isinstance(record, Resend)
    assert record.payload == b"no alert"


@pytest.mark.parametrize(
    ("topic", "why"),
    [
        ("feed:sana", "part of the feed sana"),
        ("feed:sana", "after a restart of the source"),
        ("other.articles", "other.articles is none of ours"),
    ],
)
def test_what_did_not_come_from_a_topic_of_ours_is_refused_with_the_reason(topic: str, why: str) -> None:
    refused = resend(dead_letter(origin=Origin(topic=topic, partition=-1, offset=-1)), OURS)
    assert isinstance(refused, Refused)
    assert why in refused.why
