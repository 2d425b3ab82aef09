"""The Prometheus files: valid, tested rule by rule, and about metrics that exist."""

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.deploy.queries import DEPLOY, RULES, Rule, rules, unknown_values, unknown_words
from tests.deploy.tools import debian_tool

TESTS = DEPLOY / "prometheus/rules_test.yml"
RECORDED = frozenset(rule.record for rule in rules() if rule.record)
ALERTS = [rule for rule in rules() if rule.alert]
SEVERITIES = {"warning", "critical"}


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [debian_tool("promtool"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_promtool_accepts_the_configuration_and_the_rules() -> None:
    checked = promtool("check", "config", DEPLOY / "prometheus/prometheus.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "1 rule files found" in checked.stdout


def test_promtools_unit_tests_of_the_rules_pass() -> None:
    tested = promtool("test", "rules", TESTS)
    assert tested.returncode == 0, tested.stdout + tested.stderr


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule.alert)
def test_every_alert_has_a_unit_test_in_which_it_fires_and_one_in_which_it_does_not(rule: Rule) -> None:
    cases = [
        case
        for test in yaml.safe_load(TESTS.read_text(encoding="utf-8"))["tests"]
        for case in test["alert_rule_test"]
        if case["alertname"] == rule.alert
    ]
    assert any(case.get("exp_alerts") for case in cases)
    assert any(not case.get("exp_alerts") for case in cases)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.alert or rule.record)
def test_rules_ask_for_metrics_labels_and_values_that_exist(rule: Rule) -> None:
    assert not unknown_words(rule.expr, RECORDED)
    assert not unknown_values(rule.expr)


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule.alert)
def test_every_alert_says_how_bad_it_is_what_it_means_and_where_to_read_on(rule: Rule) -> None:
    assert rule.labels["severity"] in SEVERITIES
    assert rule.annotations["summary"]
    assert rule.annotations["description"].endswith(".")
    assert rule.annotations["runbook"] == f"docs/runbook.md#{rule.alert.lower()}"


def test_alert_names_are_unique() -> None:
    names = [rule.alert for rule in ALERTS]
    assert len(names) == len(set(names))


def test_a_rule_that_never_fires_is_caught(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(
        RULES.read_text(encoding="utf-8").replace('up{job="tocsin"} == 0', 'up{job="tocsin"} == 7'),
        encoding="utf-8",
    )
    (tmp_path / "rules_test.yml").write_text(TESTS.read_text(encoding="utf-8"), encoding="utf-8")
    tested = promtool("test", "rules", tmp_path / "rules_test.yml")
    assert tested.returncode != 0
    assert "TocsinPartDown" in tested.stdout + tested.stderr
