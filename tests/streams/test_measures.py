"""What a worker shows besides what its agents count."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from runtime import probe
from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams.measures import measured, show_watchlists
from tocsin.config.issues import Issue
from tocsin.config.model import Kafka
from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.model import Term, Watchlist
from tocsin.watchlist.roster import Roster


def lists(**versions: str) -> dict[str, LoadedWatchlist]:
    """Watchlists in use by id, each in a version, each from a file of its name."""
    term = Term(id="t", forms={"en": ("t",)})
    return {
        name: LoadedWatchlist(Watchlist(id=name, title=name, terms=(term,)), version, f"lists/{name}.yaml")
        for name, version in versions.items()
    }


FAULT = Issue(path="lists/broken.yaml", line=3, column=5, field="terms", message="is missing")


def show(*rosters: Roster) -> Instruments:
    """The metrics after these rosters were in use, one after the other."""
    instruments = Instruments("worker")
    for before, after in pairwise((Roster(), *rosters)):
        show_watchlists(instruments, before, after)
    return instruments


def test_watchlists_and_faults_are_shown_and_each_fault_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    idlib = lists(idlib="1a")
    other = replace(FAULT, path="lists/idlib.yaml")
    value = show(Roster(idlib, (FAULT, other))).registry.get_sample_value
    assert value("tocsin_watchlists_loaded") == 1
    assert value("tocsin_watchlist_faults") == 2
    assert value("tocsin_watchlist_info", {"watchlist": "idlib", "version": "1a"}) == 1
    assert value("tocsin_matches_total", {"watchlist": "idlib"}) == 0
    assert (
        value("tocsin_alerts_total", {"watchlist": "idlib", "kind": "initial", "reason": "first_report"}) == 0
    )
    said = "".join(capsys.readouterr())
    assert "lists/broken.yaml:3:5: terms: is missing' stays_in_use=nothing" in said
    assert "lists/idlib.yaml:3:5: terms: is missing' stays_in_use='idlib 1a'" in said


def test_a_fault_is_said_once_and_its_end_too(capsys: pytest.CaptureFixture[str]) -> None:
    faulty, good = Roster(lists(idlib="1a"), (FAULT,)), Roster(lists(idlib="2b"))
    show(faulty, faulty, good, good)
    said = "".join(capsys.readouterr())
    assert said.count("lists/broken.yaml:3:5") == 1
    assert said.count("no watchlist file is at fault any more") == 1


def test_what_came_changed_and_went_is_said_and_only_versions_in_use_are_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    instruments = show(Roster(lists(a="1", b="1")), Roster(lists(b="2", c="1")))
    page = instruments.exposition().decode()
    shown = {line for line in page.splitlines() if line.startswith("tocsin_watchlist_info{")}
    assert shown == {
        'tocsin_watchlist_info{version="2",watchlist="b"} 1.0',
        'tocsin_watchlist_info{version="1",watchlist="c"} 1.0',
    }
    said = "".join(capsys.readouterr())
    for words in ("new='a 1, b 1'", "changed='b 2'", "new='c 1'", "gone=a"):
        assert words in said


def test_the_time_of_the_last_good_reading_waits_for_the_faults_to_end() -> None:
    def good_at(*rosters: Roster) -> float:
        return show(*rosters).registry.get_sample_value("tocsin_watchlists_good_timestamp_seconds") or 0

    assert good_at(Roster(lists(a="1"), (FAULT,))) == 0
    assert good_at(Roster(lists(a="1"), (FAULT,)), Roster(lists(a="1"))) > 0


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
