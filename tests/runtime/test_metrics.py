"""The declared metrics as instruments."""

import pytest

from runtime.metrics import Instruments
from tocsin.metrics import (
    ALERTS,
    ARTICLES_JUDGED,
    CONSUMER_LAG,
    DEAD_LETTERS,
    DELIVERIES,
    FETCHES,
    LATENCY,
    METRICS,
    WATCHLIST_INFO,
    WATCHLISTS,
    Metric,
)


def samples(instruments: Instruments) -> set[str]:
    lines = instruments.exposition().decode().splitlines()
    return {line.rpartition(" ")[0] for line in lines if not line.startswith("#")}


def test_counts_sets_and_observes_what_is_declared() -> None:
    instruments = Instruments("worker")
    instruments.count(ARTICLES_JUDGED, verdict="new")
    instruments.count(ARTICLES_JUDGED, 2, verdict="new")
    instruments.set(CONSUMER_LAG, 7, group="g", topic="t", partition="0")
    instruments.observe(LATENCY, -3, since="fetched", step="alerted")
    text = instruments.exposition().decode()
    assert 'tocsin_articles_judged_total{verdict="new"} 3.0' in text
    assert 'tocsin_consumer_lag_records{group="g",partition="0",topic="t"} 7.0' in text
    assert 'tocsin_latency_seconds_sum{since="fetched",step="alerted"} 0.0' in text
    assert 'tocsin_build_info{part="worker"' in text


def test_a_series_that_is_forgotten_is_shown_no_more() -> None:
    instruments = Instruments("worker")
    for version in ("1a", "2b"):
        instruments.set(WATCHLIST_INFO, 1, watchlist="idlib", version=version)
    instruments.forget(WATCHLIST_INFO, version="1a", watchlist="idlib")
    shown = {line for line in samples(instruments) if line.startswith("tocsin_watchlist_info")}
    assert shown == {'tocsin_watchlist_info{version="2b",watchlist="idlib"}'}


def test_a_metric_of_another_kind_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="tocsin_alerts_total is a counter"):
        Instruments("worker").set(ALERTS, 1, watchlist="w", reason="first_report")


def test_primed_series_show_zero_before_anything_happens() -> None:
    instruments = Instruments("sink")
    assert not any(line.startswith("tocsin_deliveries_total") for line in samples(instruments))
    instruments.prime(DELIVERIES, receiver="screen")
    instruments.prime(ALERTS, watchlist="idlib")
    text = instruments.exposition().decode()
    assert 'tocsin_deliveries_total{outcome="delivered",reason="accepted",receiver="screen"} 0.0' in text
    assert 'tocsin_deliveries_total{outcome="rejected",reason="gone",receiver="screen"} 0.0' in text
    assert 'tocsin_alerts_total{kind="initial",reason="first_report",watchlist="idlib"} 0.0' in text


def test_a_reason_is_never_paired_with_an_outcome_it_does_not_belong_to() -> None:
    pairs = {(series["outcome"], series["reason"]) for series in DELIVERIES.series({"receiver": "screen"})}
    assert ("retry_after", "timeout") in pairs
    assert ("delivered", "timeout") not in pairs


def test_priming_one_stage_leaves_the_others_alone() -> None:
    instruments = Instruments("worker")
    instruments.prime(DEAD_LETTERS, stage="dedup")
    dead = {line for line in samples(instruments) if line.startswith("tocsin_dead_letters_total")}
    assert dead
    assert all('stage="dedup"' in line for line in dead)


def test_priming_resets_nothing() -> None:
    instruments = Instruments("worker")
    instruments.count(ARTICLES_JUDGED, verdict="new")
    instruments.prime(ARTICLES_JUDGED)
    assert 'tocsin_articles_judged_total{verdict="new"} 1.0' in instruments.exposition().decode()


@pytest.mark.parametrize(
    ("metric", "labels"),
    [
        (ALERTS, {}),
        (ALERTS, {"watch": "idlib"}),
        (DEAD_LETTERS, {"stage": "kitchen"}),
        (WATCHLISTS, {"a": "b"}),
    ],
)
def test_priming_with_labels_missing_or_unknown_is_refused(metric: Metric, labels: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=metric.name):
        Instruments("worker").prime(metric, **labels)


def test_a_metric_without_labels_needs_no_priming_and_takes_it() -> None:
    Instruments("worker").prime(WATCHLISTS)


def test_names_follow_the_convention_and_appear_once() -> None:
    names = [metric.name for metric in METRICS]
    assert len(names) == len(set(names))
    for metric in METRICS:
        assert metric.name.startswith("tocsin_")
        assert metric.name.endswith("_total") == (metric.kind == "counter")
        assert all(set(values) <= set(metric.labels) for values in metric.closed)


def test_no_series_is_shown_that_is_not_declared() -> None:
    instruments = Instruments("worker")
    instruments.prime(ARTICLES_JUDGED)
    shown = {line.partition("{")[0] for line in samples(instruments)}
    declared = {metric.name for metric in METRICS}
    assert (
        not {
            name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count")
            for name in shown
            if not name.startswith("process_")
        }
        - declared
    )


def test_a_closed_list_made_of_several_is_flat() -> None:
    outcomes = {series["outcome"] for series in FETCHES.series({"feed": "a"})}
    assert {"changed", "unchanged", "timeout", "not_a_feed"} <= outcomes
