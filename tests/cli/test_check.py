"""`tocsin check`: everything an operator writes, proved at once."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.__main__ import tocsin

WATCHLIST = """\
id: truce
title: Truce
terms:
  - id: ceasefire
    forms: {en: [ceasefire], ru: [перемирие]}
examples:
  match:
    - {language: en, text: A ceasefire was agreed.}
  ignore:
    - {language: en, text: They cease to fire people.}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "tocsin.yaml").write_text("receivers: [{name: screen, sink: terminal}]\n")
    (tmp_path / "feeds.yaml").write_text("feeds: [{id: wire, url: 'https://wire.example/rss'}]\n")
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "truce.yaml").write_text(WATCHLIST)
    return tmp_path


def check(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(tocsin, ["check", "--config", str(folder / "tocsin.yaml"), *words])


def test_good_files_are_summed_up(desk: Path) -> None:
    result = check(desk)
    assert result.exit_code == 0
    assert result.output == "good: 1 receiver, 1 feed, 1 watchlist with 1 term, 2 examples as expected\n"


def test_every_fault_of_every_file_is_told_at_its_place(desk: Path) -> None:
    (desk / "feeds.yaml").write_text("feeds:\n  - id: wire\n    url: ftp://wire.example\n")
    text = WATCHLIST.replace("A ceasefire was", "A truce was").replace(
        "They cease to fire", "A ceasefire for"
    )
    (desk / "watchlists" / "truce.yaml").write_text(text)
    (desk / "watchlists" / "half.yaml").write_text("id: half\ntitle: Half\nterms:\n  - id: x\n    for")
    (desk / "watchlists" / "latin.yml").write_bytes("id: idlib # été\n".encode("latin-1"))
    result = check(desk)
    assert result.exit_code == 1
    lines = result.stdout.replace(f"{desk}/", "").splitlines()
    assert lines[0].startswith("feeds.yaml:3:10: feeds[0].url: ")
    assert any(line.startswith("watchlists/half.yaml:5:") for line in lines)
    assert "watchlists/latin.yml:1:13: byte 0xe9 is not UTF-8; save the file as UTF-8" in lines
    assert any(line.startswith("watchlists/truce.yaml:8:7: examples.match[0]: must fire") for line in lines)
    assert any(
        line.startswith("watchlists/truce.yaml:10:7: examples.ignore[0]: must not fire") for line in lines
    )
    assert result.stderr == f"{len(lines)} faults in 4 files\n"


def test_a_program_reads_it_as_json(desk: Path) -> None:
    good = json.loads(check(desk, "--json").stdout)
    assert (good["good"], good["faults"], good["watchlists"]) == (True, [], 1)
    (desk / "feeds.yaml").write_text("feeds: [{id: wire}]\n")
    result = check(desk, "--json")
    assert result.exit_code == 1
    (fault,) = json.loads(result.stdout)["faults"]
    assert (fault["path"], fault["line"]) == (str(desk / "feeds.yaml"), 1)


def test_what_is_not_there_is_named(desk: Path) -> None:
    (desk / "feeds.yaml").unlink()
    shutil.rmtree(desk / "watchlists")
    result = check(desk)
    assert result.exit_code == 1
    assert f"{desk / 'feeds.yaml'}:1:1: can't be read: No such file or directory" in result.stdout
    assert f"{desk / 'watchlists'}:1:1: the watchlists folder can't be read" in result.stdout


@pytest.mark.parametrize("name", ["river.yml", "river.YAML"])
def test_every_ending_of_yaml_is_read(desk: Path, name: str) -> None:
    (desk / "watchlists" / name).write_text("id: river\ntitle: River\nterms: []\n")
    assert f"{desk}/watchlists/{name}:3:8: terms: " in check(desk).stdout


def test_watchlists_in_a_folder_of_the_folder_are_no_secret(desk: Path) -> None:
    for name in ("turkey/south/old.yml", "notes/to-do.txt", ".git/own.yaml", "syria/.kept/old.yaml"):
        path = desk / "watchlists" / name
        path.parent.mkdir(parents=True)
        path.write_text(WATCHLIST)
    result = check(desk)
    assert result.stdout == (
        f"{desk}/watchlists/turkey:1:1: a folder inside the watchlists folder is not read; "
        "move south/old.yml out of it\n"
    )
    assert result.exit_code == 1


def test_the_sample_feeds_need_no_feeds_file(desk: Path) -> None:
    (desk / "feeds.yaml").unlink()
    (desk / "tocsin.yaml").write_text("samples: true\n")
    assert check(desk).exit_code == 0


def test_the_shipped_configuration_is_good() -> None:
    root = Path(__file__).parents[2]
    assert check(root).exit_code == 0


def test_routes_are_proved_against_receivers_and_watchlists(desk: Path) -> None:
    with (desk / "tocsin.yaml").open("a") as file:
        file.write("routes: routes.yaml\n")
    routes = "route: {routes: [{match: {watchlists: [truce]}}, {receivers: [screen]}]}\n"
    (desk / "routes.yaml").write_text(routes)
    assert check(desk).output.startswith("good: 1 receiver, 3 routes, ")
    (desk / "routes.yaml").write_text(routes.replace("truce", "truces").replace("screen", "scren"))
    faults = check(desk)
    assert faults.exit_code == 1
    assert [line.split(":")[2] for line in faults.stdout.splitlines()] == ["40", "64"]
    (desk / "routes.yaml").write_text("route: {routes: [{name: a}, {name: b}]}\n")
    warned = check(desk)
    assert warned.exit_code == 0
    assert "warning: " in warned.stderr
    assert json.loads(check(desk, "--json").stdout)["warnings"][0]["field"] == "route.routes[1]"


def test_a_watchlist_at_fault_is_still_one_that_routes_may_name(desk: Path) -> None:
    with (desk / "tocsin.yaml").open("a") as file:
        file.write("routes: routes.yaml\n")
    (desk / "routes.yaml").write_text("route: {routes: [{match: {watchlists: [truce]}}]}\n")
    (desk / "watchlists" / "truce.yaml").write_text("id: truce\n")
    assert "unknown watchlist" not in check(desk).output
