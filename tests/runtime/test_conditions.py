"""What is wrong with a process, as the health page and the metrics tell it."""

from runtime.health import Conditions
from runtime.metrics import Instruments


def test_a_condition_shows_until_it_is_cleared() -> None:
    instruments = Instruments("test")
    conditions = Conditions(instruments)
    assert conditions() == {}
    conditions.set("kafka", "down")
    conditions.set("kafka", "still down")
    assert conditions() == {"kafka": "still down"}
    assert b'tocsin_unhealthy{reason="kafka"} 1.0' in instruments.exposition()
    conditions.clear("kafka")
    assert conditions() == {}
    assert b'tocsin_unhealthy{reason="kafka"} 0.0' in instruments.exposition()


def test_clearing_what_was_never_wrong_says_nothing() -> None:
    instruments = Instruments("test")
    Conditions(instruments).clear("kafka")
    assert b'reason="kafka"' not in instruments.exposition()
