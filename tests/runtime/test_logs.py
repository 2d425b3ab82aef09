"""A library that repeats itself does not fill the disk; what we say ourselves is always said."""

import logging

from runtime.logs import Repeats


def record(name: str, text: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "", 0, text, args, None)


def said(repeats: Repeats, one: logging.LogRecord) -> str | None:
    return one.getMessage() if repeats.filter(one) else None


def test_a_complaint_goes_through_once_in_a_while_with_the_count_of_what_was_held_back() -> None:
    now = [0.0]
    repeats = Repeats(10, clock=lambda: now[0])
    assert said(repeats, record("aiokafka", "no node %s", 1)) == "no node 1"
    for second in range(1, 10):
        now[0] = float(second)
        assert said(repeats, record("aiokafka", "no node %s", 2)) is None
    assert said(repeats, record("aiokafka", "no topic")) == "no topic"
    now[0] = 10.0
    assert said(repeats, record("aiokafka", "no node %s", 3)) == "no node 3 (9 more like this held back)"
    now[0] = 20.0
    assert said(repeats, record("aiokafka", "no node %s", 4)) == "no node 4"


def test_what_we_say_ourselves_is_never_held_back() -> None:
    repeats = Repeats(10, clock=lambda: 0.0)
    assert [said(repeats, record("streams.sender", "dead letter")) for _ in range(3)] == ["dead letter"] * 3
