"""`tocsin match`: articles in, places out, a line each."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import WRONG

TRUCE = """\
id: truce
title: Truce
receivers: [nobody-here]
terms:
  - id: ceasefire
    forms: {en: [ceasefire], ru: [перемирие], ar: [وقف إطلاق النار], fa: [آتش‌بس]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "truce.yaml").write_text(TRUCE)
    return tmp_path


def write(folder: Path, *articles: dict[str, Any] | bytes) -> Path:
    path = folder / "articles.jsonl"
    lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in articles]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def run(folder: Path, *words: str, stdin: bytes | None = None) -> Result:
    command = ["match", "--watchlists", str(folder / "lists"), *words]
    return CliRunner().invoke(tocsin, command, input=stdin, catch_exceptions=False)


def hits(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_place_is_a_line_in_the_order_of_the_articles(folder: Path) -> None:
    articles: list[dict[str, Any] | bytes] = [
        {"id": "b", "title": "A ceasefire", "body": "The ceasefire of Monday."},
        {"id": 1, "title": "Nothing", "body": "at all"},
        {"id": "a", "body": "В город пришло перемирие."},
    ]
    path = write(folder, *articles)
    result = run(folder, str(path))
    assert result.exit_code == 0
    assert result.stderr == ""
    found = hits(result)
    assert [(one["article"], one["field"], one["surface"]) for one in found] == [
        ("b", "title", "ceasefire"),
        ("b", "body", "ceasefire"),
        ("a", "body", "перемирие"),
    ]
    for one in found:
        text = next(a[one["field"]] for a in articles if isinstance(a, dict) and a["id"] == one["article"])
        assert text[one["start"] : one["end"]] == one["surface"]


def test_it_reads_standard_input_and_a_single_watchlist(folder: Path) -> None:
    result = CliRunner().invoke(
        tocsin,
        ["match", "--watchlists", str(folder / "lists" / "truce.yaml"), "-"],
        input=b'{"id": 1, "title": "Ceasefire"}\n\n{"id": 2',
    )
    assert [one["article"] for one in hits(result)] == [1]
    assert result.exit_code == WRONG
    assert result.stderr.startswith("stdin:3: no JSON: ")


def test_a_bad_line_is_told_and_the_rest_goes_on(folder: Path) -> None:
    path = write(
        folder, b"{", {"id": "a", "title": "ceasefire"}, {"id": "b"}, {"id": "c", "title": "ceasefire"}
    )
    result = run(folder, str(path))
    assert result.exit_code == WRONG
    assert [one["article"] for one in hits(result)] == ["a", "c"]
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == [f"{path}:1", f"{path}:3"]


def test_a_line_too_long_is_told_and_the_rest_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.lines.lines.__defaults__", (50,))
    path = write(folder, {"id": "a", "title": "x" * 200}, {"id": "c", "title": "ceasefire"})
    result = run(folder, str(path))
    assert [one["article"] for one in hits(result)] == ["c"]
    assert result.stderr.startswith(f"{path}:1: longer than ")


def test_faulty_watchlists_are_told_and_nothing_is_matched(folder: Path) -> None:
    (folder / "lists" / "bad.yaml").write_text("id: bad\ntitle: Bad\nterms: []\n")
    path = write(folder, {"id": "a", "title": "ceasefire"})
    result = run(folder, str(path))
    assert result.exit_code == WRONG
    assert result.stdout == ""
    assert f"{folder}/lists/bad.yaml:3:8: terms" in result.stderr
    assert "nothing was matched" in result.stderr


def test_faulty_watchlists_can_be_left_out(folder: Path) -> None:
    (folder / "lists" / "bad.yaml").write_text("id: bad\ntitle: Bad\nterms: []\n")
    result = run(folder, "--keep-going", str(write(folder, {"id": "a", "title": "ceasefire"})))
    assert result.exit_code == WRONG
    assert [one["article"] for one in hits(result)] == ["a"]
    assert f"{folder}/lists/bad.yaml:3:8: terms" in result.stderr


def test_the_configured_watchlists_are_the_default(folder: Path) -> None:
    (folder / "tocsin.yaml").write_text(
        "watchlists: lists\nreceivers: [{name: nobody-here, sink: terminal}]\n"
    )
    path = write(folder, {"id": "a", "title": "ceasefire"})
    result = CliRunner().invoke(tocsin, ["match", "--config", str(folder / "tocsin.yaml"), str(path)])
    assert [one["article"] for one in hits(result)] == ["a"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("word " * 200_000 + "ceasefire", id="a megabyte of words"),
        pytest.param("x" * 1_000_000 + " ceasefire", id="one token of a megabyte"),
        pytest.param("ا" * 1_000_000 + " وقف إطلاق النار", id="one Arabic token of a megabyte"),
        pytest.param("\u0301" * 1_000_000 + " ceasefire", id="nothing but marks"),
        pytest.param("\ud800 ceasefire \udfff", id="halves of surrogate pairs"),
        pytest.param("\0ceasefire\0", id="NUL"),
        pytest.param("\u202eceasefire\u202c \u2066", id="direction overrides"),
    ],
)
def test_unusual_text_is_matched_like_any_other(folder: Path, body: str) -> None:
    result = run(folder, str(write(folder, {"id": "a", "body": body})))
    assert result.exit_code == 0
    (found,) = hits(result)
    assert body[found["start"] : found["end"]] == found["surface"]
    assert found["term"] == "ceasefire"


def test_a_reader_that_goes_away_ends_it_without_a_fault_of_ours(folder: Path) -> None:
    path = write(folder, *({"id": number, "title": "ceasefire " * 90} for number in range(300)))
    command = [sys.executable, "-m", "cli", "match", "--watchlists", str(folder / "lists"), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == WRONG


def test_a_folder_without_watchlists_is_told(folder: Path) -> None:
    (folder / "lists" / "truce.yaml").unlink()
    result = run(folder, str(write(folder, {"id": "a", "title": "ceasefire"})))
    assert result.exit_code == WRONG
    assert f"there is no watchlist in {folder}/lists" in result.stderr


def test_what_comes_of_a_line_is_there_before_the_next_one_is_written(folder: Path) -> None:
    command = [sys.executable, "-m", "cli", "match", "--watchlists", str(folder / "lists"), "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for name in ("a", "b"):
            process.stdin.write(json.dumps({"id": name, "title": "A ceasefire"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["article"] == name
        process.stdin.close()
        assert process.wait(timeout=60) == 0
