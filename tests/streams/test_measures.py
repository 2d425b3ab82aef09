"""What a worker shows besides what its agents count."""

import pytest

from runtime import probe
from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams.measures import measured, show_watchlists
from tocsin.config.issues import Issue
from tocsin.config.model import Kafka
from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.model import Term, Watchlist

IDLIB = LoadedWatchlist(
    Watchlist(id="idlib", title="Idlib", terms=(Term(id="idlib", forms={"en": ("Idlib",)}),)), "0"
)
FAULT = Issue(path="watchlists/broken.yaml", line=3, column=5, field="terms", message="is missing")


def test_watchlists_and_faults_are_shown_and_each_fault_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    instruments = Instruments("worker")
    show_watchlists(instruments, [IDLIB], [FAULT, FAULT])
    value = instruments.registry.get_sample_value
    assert value("tocsin_watchlists_loaded") == 1
    assert value("tocsin_watchlist_faults") == 2
    assert value("tocsin_matches_total", {"watchlist": "idlib"}) == 0
    assert value("tocsin_alerts_total", {"watchlist": "idlib", "reason": "first_report"}) == 0
    said = capsys.readouterr()
    assert "watchlists/broken.yaml:3:5: terms: is missing" in said.out + said.err


async def test_counters_begin_at_zero_and_an_absent_kafka_ends_nothing() -> None:
    instruments = Instruments("worker")
    connection = Connection((f"127.0.0.1:{probe.free_port()}",), Kafka())
    async with measured(connection, instruments):
        value = instruments.registry.get_sample_value
        assert value("tocsin_articles_judged_total", {"verdict": "revised"}) == 0
        assert value("tocsin_dead_letters_total", {"stage": "match", "reason": "failed"}) == 0
        assert value("tocsin_dead_letters_total", {"stage": "sink", "reason": "rejected"}) is None
        assert value("tocsin_latency_seconds_count", {"since": "fetched", "step": "alerted"}) == 0
        assert value("tocsin_lag_query_failures_total", {"group": "tocsin.worker"}) is not None
