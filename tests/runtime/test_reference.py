"""The metrics reference."""

import pytest

from runtime.reference import metrics_page
from tocsin.metrics import DEAD_LETTERS, DELIVERIES, LATENCY, METRICS, Metric


def section(metric: Metric) -> str:
    _, _, rest = metrics_page().partition(f"\n## {metric.name}\n")
    return rest.partition("\n## ")[0]


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_every_metric_is_in_the_table_and_has_a_section(metric: Metric) -> None:
    assert f"[`{metric.name}`](#{metric.name}) | {metric.kind} |" in metrics_page()
    assert metric.help in section(metric)
    for label in metric.labels:
        assert f"- `{label}`: " in section(metric)


def test_closed_lists_are_given_in_full() -> None:
    assert "- `stage`: `source`, `dedup`, `match`, `alert`, `sink`" in section(DEAD_LETTERS)
    assert "`undecodable`" in section(DEAD_LETTERS)
    assert "- `outcome`: `delivered`, `repeat`, `retry_after`, `rejected`" in section(DELIVERIES)
    assert "- `receiver`: the receiver's name in `tocsin.yaml`" in section(DELIVERIES)


def test_buckets_are_given() -> None:
    assert "- buckets: 0.05, 0.1," in section(LATENCY)


def test_the_page_ends_with_one_newline() -> None:
    page = metrics_page()
    assert page.endswith("\n")
    assert not page.endswith("\n\n")
