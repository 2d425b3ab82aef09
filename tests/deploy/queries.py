"""What the dashboards and rules ask of Prometheus."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from tocsin.metrics import METRICS, Metric

DEPLOY = Path(__file__).parents[2] / "deploy"
DASHBOARDS = sorted((DEPLOY / "grafana/dashboards").glob("*.json"))
RULES = DEPLOY / "prometheus/rules.yml"

# What Grafana fills in: $__rate_interval is at least four scrapes.
VARIABLES = {
    "__rate_interval": "1m",
    "__range": "1h",
    "watchlist": ".*",
    "feed": ".*",
    "datasource": "Prometheus",
}
TARGET_LABELS = {"job", "instance"}


class Rule(msgspec.Struct, frozen=True):
    """One rule of ``rules.yml``. ``alert`` is empty for a recording rule."""

    expr: str
    alert: str = ""
    record: str = ""
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}


def dashboard_queries(path: Path) -> list[tuple[str, str]]:
    """Every panel's title with each of its expressions, Grafana's variables as they are."""
    return [(panel["title"], target["expr"]) for panel in panels(path) for target in panel.get("targets", ())]


def panels(path: Path) -> Iterator[dict[str, Any]]:
    """All panels that show something, those in collapsed rows included."""
    todo = list(json.loads(path.read_text(encoding="utf-8"))["panels"])
    while todo:
        panel = todo.pop(0)
        todo[:0] = panel.get("panels", ())
        if panel["type"] != "row":
            yield panel


def filled_in(expr: str) -> str:
    """The expression as Grafana would send it."""
    for name, value in VARIABLES.items():
        expr = expr.replace(f"${name}", value).replace(f"${{{name}}}", value)
    return expr


def rules(path: Path = RULES) -> list[Rule]:
    """Every rule of every group."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
    return [msgspec.convert(_known(rule), Rule) for group in groups for rule in group["rules"]]


def unknown_words(expr: str, recorded: frozenset[str] = frozenset()) -> set[str]:
    """Metric names of ours that nobody declares, and labels that none of the metrics has."""
    expr = filled_in(expr)
    names = set(re.findall(r"\btocsin[a-z0-9_:]*", _without_strings(expr)))
    found = {name: _declared(name) for name in names - recorded}
    labels = {
        "le",
        *TARGET_LABELS,
        *(label for metric in found.values() if metric for label in metric.labels),
    }
    if names & recorded:
        labels |= {label for metric in METRICS for label in metric.labels}
    return {name for name, metric in found.items() if metric is None} | (_labels(expr) - labels)


def unknown_values(expr: str) -> set[str]:
    """Label values asked for that a closed list does not have: such a query is silently empty for ever."""
    wrong = set()
    for name, selector in re.findall(r"\b(tocsin[a-z0-9_]*)\{([^}]*)\}", filled_in(expr)):
        metric = _declared(name)
        for label, value in re.findall(r'(\w+)\s*[=!]~?\s*"([^"]*)"', selector):
            closed = {values[label] for values in metric.closed if label in values} if metric else set()
            wrong |= {f"{label}={word}" for word in value.split("|") if closed and word not in closed}
    return wrong


def _known(rule: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in rule.items() if key in Rule.__struct_fields__}


def _declared(name: str) -> Metric | None:
    for metric in METRICS:
        parts = ("_bucket", "_sum", "_count") if metric.kind == "histogram" else ("",)
        if name in {metric.name + part for part in parts}:
            return metric
    return None


def _labels(expr: str) -> set[str]:
    plain = _without_strings(expr)
    selected = re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", " ".join(re.findall(r"\{([^}]*)\}", plain)))
    grouped = re.findall(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)", plain)
    return set(selected) | {label.strip() for group in grouped for label in group.split(",") if label.strip()}


def _without_strings(expr: str) -> str:
    return re.sub(r'"[^"]*"', '""', expr)
