"""What a part says, on the terminal."""

from pathlib import Path

import pytest

from cli.partlog import PartLog


def test_the_end_of_what_was_warned_of_is_said_on_the_terminal_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = PartLog("source", tmp_path)
    log.line(b"2026-01-31T10:00:00.1Z [info     ] feeds changed  now=3")
    log.line(b"2026-01-31T10:00:01.1Z [info     ] the list is good again    mended=True")
    log.close()
    assert capsys.readouterr().err.split() == "! source: info: the list is good again".split()
