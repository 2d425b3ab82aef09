"""Plain series: they say what prometheus-client's own would, and are light."""

import threading
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from runtime.series import Series
from tocsin.metric import Metric
from tocsin.metrics import ARTICLES_FETCHED, FETCHES, WATCHLISTS

PLACE = Metric(name="tocsin_place", kind="gauge", help='Where "it" is,\nor \\ was.', labels=("z", "a"))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ['"', "\\", "\n", "\\n"]
)
numbers = st.floats(allow_nan=False)


def shown(series: Series) -> dict[tuple[tuple[str, str], ...], float]:
    """What Prometheus reads of it: labels and value."""
    text = "".join(series.text())
    return {
        tuple(sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@given(st.dictionaries(st.tuples(texts, texts), numbers, max_size=5))
def test_prometheus_reads_what_was_put(values: dict[tuple[str, str], float]) -> None:
    series = Series(PLACE)
    for (z, a), value in values.items():
        series.put(value, {"a": a, "z": z})
    assert shown(series) == {(("a", a), ("z", z)): value for (z, a), value in values.items()}


def test_it_says_it_as_prometheus_client_does() -> None:
    series, registry = Series(PLACE), CollectorRegistry()
    theirs = Gauge(PLACE.name, PLACE.help, PLACE.labels, registry=registry)
    for value in (0, 1.5, float("inf"), float("-inf"), 1e21, -3):
        labels = {"z": f'a "quoted"\n\\{value}', "a": "إدلب"}
        series.put(value, labels)
        theirs.labels(**labels).set(value)
    read = [
        [(family.name, family.documentation, family.type, family.samples) for family in families]
        for families in (
            text_string_to_metric_families("".join(series.text())),
            text_string_to_metric_families(generate_latest(registry).decode()),
        )
    ]
    assert read[0] == read[1]


def test_not_a_number_is_written_so_that_prometheus_reads_it() -> None:
    series = Series(WATCHLISTS)
    series.put(float("nan"), {})
    assert "".join(series.text()).endswith("tocsin_watchlists_loaded NaN\n")


def test_without_labels_it_shows_zero_from_the_start_and_with_labels_nothing() -> None:
    assert list(shown(Series(WATCHLISTS)).values()) == [0.0]
    assert not shown(Series(FETCHES))


def test_adding_priming_and_forgetting() -> None:
    series = Series(ARTICLES_FETCHED)
    series.prime({"feed": "a"})
    series.add(2, {"feed": "a"})
    series.prime({"feed": "a"})
    series.add(1, {"feed": "b"})
    assert shown(series) == {(("feed", "a"),): 2.0, (("feed", "b"),): 1.0}
    series.forget({"feed": "a"})
    series.forget({"feed": "a"})
    assert shown(series) == {(("feed", "b"),): 1.0}


@pytest.mark.parametrize(
    "labels", [{}, {"feed": "a"}, {"feed": "a", "reason": "b"}, {"feed": "a", "outcome": "b", "c": "d"}]
)
def test_other_labels_than_its_own_are_refused(labels: dict[str, str]) -> None:
    for change in (Series(FETCHES).prime, Series(FETCHES).forget):
        with pytest.raises(ValueError, match="tocsin_fetches_total has the labels"):
            change(labels)


def test_threads_that_count_together_lose_nothing() -> None:
    series = Series(ARTICLES_FETCHED)

    def count() -> None:
        for number in range(2000):
            series.add(1, {"feed": str(number % 7)})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        "".join(series.text())  # reading meanwhile must not raise
    assert sum(shown(series).values()) == 8000


def test_a_series_takes_less_than_a_quarter_of_a_kilobyte() -> None:
    series = Series(FETCHES)
    feeds = [f"outlet-{number}" for number in range(5000)]
    tracemalloc.start()
    try:
        for feed in feeds:
            for outcome in ("changed", "unchanged", "timeout"):
                series.prime({"feed": feed, "outcome": outcome})
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held / 15_000 < 250
