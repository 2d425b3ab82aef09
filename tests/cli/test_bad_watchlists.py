"""`tocsin check` on a folder where every file has a fault of its own."""

import re
from pathlib import Path

from click.testing import CliRunner

from cli.__main__ import tocsin

BAD = Path(__file__).parents[1] / "tocsin" / "watchlist" / "bad"


def test_every_fault_of_the_bad_folder_is_printed_with_path_line_and_column(tmp_path: Path) -> None:
    receivers = "[{name: desk, sink: terminal}, {name: screen, sink: terminal}]"
    config = tmp_path / "tocsin.yaml"
    config.write_text(f"watchlists: {BAD}\nsamples: true\nreceivers: {receivers}\n")
    result = CliRunner().invoke(tocsin, ["check", "--config", str(config)])
    assert result.exit_code == 1
    printed = result.stdout.splitlines()
    files = sorted(BAD.glob("*.expected"))
    expected = [f"{BAD}/{line}" for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert printed == expected
    assert len(files) >= 100
    assert all(re.match(r"\S+\.yaml:[1-9]\d*:[1-9]\d*: ", line) for line in printed)
    assert result.stderr == f"{len(printed)} faults in {len(files)} files\n"
