"""The runbook: a section for every alert, and commands that exist."""

import re
from pathlib import Path

import click
import pytest

from tests.deploy.commands import parse
from tests.deploy.queries import rules
from tests.deploy.test_compose import SERVICES

RUNBOOK = (Path(__file__).parents[2] / "docs/runbook.md").read_text(encoding="utf-8")
SECTIONS = {name: text for name, _, text in (part.partition("\n") for part in RUNBOOK.split("\n## ")[1:])}
ALERTS = [rule.alert for rule in rules() if rule.alert]
COMMANDS = sorted(set(re.findall(r"`tocsin\s([^`]*)`", RUNBOOK)))


def test_there_is_a_section_for_every_alert_and_no_other() -> None:
    assert sorted(SECTIONS) == sorted(ALERTS)


@pytest.mark.parametrize("alert", ALERTS)
def test_every_section_says_what_to_look_at_or_do(alert: str) -> None:
    assert len(SECTIONS[alert].split()) > 30
    assert "- " in SECTIONS[alert]


def test_the_runbook_names_commands() -> None:
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_one(command: str) -> None:
    parse(command.split())


@pytest.mark.parametrize("wrong", ["deadletters lists", "deadletters list --stages sink", "sing", "sink"])
def test_a_command_that_is_none_is_caught(wrong: str) -> None:
    with pytest.raises(click.UsageError):
        parse(wrong.split())


def test_links_lead_to_sections() -> None:
    headings = re.findall(r"^##+ (.+)$", RUNBOOK, re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", RUNBOOK)) <= anchors


def test_services_named_are_services_of_compose() -> None:
    named = set(re.findall(r"`docker compose (?:restart|exec|logs --tail 100) ([\w-]+)", RUNBOOK))
    assert named
    assert named <= set(SERVICES)
