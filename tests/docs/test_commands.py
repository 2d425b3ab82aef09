"""Every command that a page shows is one, and takes the options that stand with it."""

import re
import shlex
from pathlib import Path
from typing import Final

import click
import pytest

from cli.__main__ import tocsin

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = sorted([ROOT / "README.md", ROOT / "watchlists" / "README.md", *(ROOT / "docs").rglob("*.md")])
_SHOWN: Final = re.compile(r"`tocsin ([a-z][^`]*)`|^(?:\$ )?tocsin ([a-z].*)$", re.MULTILINE)
_OPTION: Final = re.compile(r"--?[a-z][a-z-]*")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_is_there(page: Path) -> None:
    faults = [fault for line in shown(page.read_text(encoding="utf-8")) for fault in faults_of(line)]
    assert faults == []


def test_commands_are_found_on_the_pages() -> None:
    found = [line for page in PAGES for line in shown(page.read_text(encoding="utf-8"))]
    assert len(found) > 100
    assert any(line.startswith("silence add --watchlist") for line in found)
    assert list(faults_of("silence ad")) == ["tocsin silence: no ad"]
    assert list(faults_of("silence add --untill 2h")) == ["tocsin silence add: no --untill"]


def shown(text: str) -> list[str]:
    """What stands behind `tocsin` in lines of code, without comments."""
    return [(inline or block).split("  #")[0] for inline, block in _SHOWN.findall(text)]


def faults_of(line: str) -> list[str]:
    """Words of the line that are no command, and options that it does not take; `a|b` is either."""
    words = shlex.split(line.split(" | ")[0].split(" > ")[0], comments=False)
    faults = []
    for first in words[0].split("|"):
        faults += _faults(click.Context(tocsin, info_name="tocsin"), [first, *words[1:]])
    return faults


def _faults(context: click.Context, words: list[str]) -> list[str]:
    command = context.command
    if isinstance(command, click.Group) and words:
        faults = []
        for name in words[0].split("|"):
            found = command.get_command(context, name)
            if found is not None:
                faults += _faults(click.Context(found, parent=context, info_name=name), words[1:])
            elif not name.startswith("-"):
                faults.append(f"{context.command_path}: no {name}")
        return faults
    known = {name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)}
    asked = (word.partition("=")[0] for word in words)
    return [
        f"{context.command_path}: no {word}"
        for word in asked
        if _OPTION.fullmatch(word) and word not in known
    ]
