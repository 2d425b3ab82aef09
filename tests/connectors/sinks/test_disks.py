"""The disks of the tests themselves."""

from pathlib import Path

import pytest

from tests.connectors.sinks import disks


@pytest.mark.parametrize(("ci", "ending"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_test_without_its_disk_is_not_green_under_ci(
    ci: str, ending: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(disks, "_mount", lambda _: False)
    with pytest.raises(ending, match="no disk to fill"), disks.mounted(tmp_path / "disk"):
        pass
