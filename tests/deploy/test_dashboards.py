"""The dashboards: readable, and about metrics that exist. tests/e2e/test_dashboards.py asks a live Prometheus."""

import json
from pathlib import Path

import pytest

from tests.deploy.queries import (
    DASHBOARDS,
    DEPLOY,
    dashboard_queries,
    panels,
    unknown_values,
    unknown_words,
)

QUERIES = [(path.stem, title, expr) for path in DASHBOARDS for title, expr in dashboard_queries(path)]


def test_there_are_dashboards_with_queries() -> None:
    assert {path.name for path in DASHBOARDS} >= {"alerting.json", "feeds.json", "pipeline.json"}
    assert len(QUERIES) >= 20


@pytest.mark.parametrize(("_", "title", "expr"), QUERIES)
def test_panels_ask_for_metrics_labels_and_values_that_exist(_: str, title: str, expr: str) -> None:
    assert not unknown_words(expr), title
    assert not unknown_values(expr), title


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_every_panel_has_title_description_unit_and_the_templated_datasource(path: Path) -> None:
    for panel in panels(path):
        assert panel["title"]
        assert panel["description"].endswith("."), panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
        assert panel["targets"], panel["title"]
        for asked in (panel, *panel["targets"]):
            assert asked["datasource"] == {"type": "prometheus", "uid": "${datasource}"}, panel["title"]


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_panels_fill_the_grid_without_overlap(path: Path) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + dx, at["y"] + dy) for dx in range(at["w"]) for dy in range(at["h"])}
        assert at["x"] + at["w"] <= 24, panel["title"]
        assert not cells & taken, panel["title"]
        taken |= cells


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_dashboards_have_an_identity_and_choose_their_datasource(path: Path) -> None:
    dashboard = json.loads(path.read_text(encoding="utf-8"))
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(ids) == len(set(ids))
    assert dashboard["uid"].startswith("tocsin-")
    variables = {variable["name"]: variable for variable in dashboard["templating"]["list"]}
    assert variables["datasource"]["type"] == "datasource"


def test_the_lint_sees_a_misspelt_metric_label_and_value() -> None:
    assert unknown_words("sum(rate(tocsin_alert_total[5m]))") == {"tocsin_alert_total"}
    assert unknown_words('sum by (watch) (tocsin_alerts_total{wachlist=~"$watchlist"})') == {
        "watch",
        "wachlist",
    }
    assert unknown_words("tocsin_latency_seconds") == {"tocsin_latency_seconds"}
    assert unknown_values('tocsin_deliveries_total{outcome="deliverd"}') == {"outcome=deliverd"}


def test_grafana_is_given_the_dashboards_and_the_datasource() -> None:
    provisioning = DEPLOY / "grafana/provisioning"
    assert "path: /var/lib/grafana/dashboards" in (provisioning / "dashboards/tocsin.yml").read_text()
    assert "url: http://prometheus:9090" in (provisioning / "datasources/prometheus.yml").read_text()
