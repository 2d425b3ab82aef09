"""What the README shows is what comes of the example that it names."""

import re
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from cli.__main__ import tocsin
from tocsin.contract.codec import decode
from tocsin.contract.events import Alert
from tocsin.delivery.render import render

ROOT: Final = Path(__file__).parents[2]
EXAMPLE: Final = ROOT / "docs" / "examples" / "story.jsonl"
_WHY: Final = re.compile(r"^ +\u2068.*\n", re.MULTILINE)
"""Why reports were joined, in words and numbers that get better from time to time."""


def test_the_update_that_the_readme_shows_is_the_one_of_its_example() -> None:
    command = ["simulate", "--config", str(ROOT / "tocsin.yaml"), "--json", str(EXAMPLE)]
    result = CliRunner().invoke(tocsin, command, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    initial, update = (decode(line.encode(), Alert) for line in result.stdout.splitlines())
    assert isinstance(initial, Alert)
    assert isinstance(update, Alert)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(HIGH  Idlib  update: .*?)```", readme, re.DOTALL)
    assert _WHY.sub("", shown) == _WHY.sub("", as_text(update))
    assert f"refers  to {initial.event_id}\n" in shown


def as_text(alert: Alert) -> str:
    """As the terminal sink writes it into a pipe."""
    lines = ([f"»{one.text}«" if one.role == "hit" else one.text for one in line] for line in render(alert))
    return "".join(f"{''.join(line)}\n" for line in lines)
