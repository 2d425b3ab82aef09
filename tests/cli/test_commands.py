"""What an operator sees of the commands that need no Kafka: help, messages, exit codes."""

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import MEANINGS, UNREACHABLE, USAGE, WRONG
from runtime import probe


def run(*words: str, **variables: str) -> Result:
    return CliRunner().invoke(tocsin, words, env=dict(variables))


@contextlib.contextmanager
def a_taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, *path, name)


@pytest.mark.parametrize("path", list(commands(tocsin)), ids=" ".join)
def test_every_command_has_help_with_examples(path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.output
    assert f"tocsin {' '.join(path)}".strip() in result.output.partition("Examples:")[2]


def test_the_exit_codes_are_in_the_help() -> None:
    result = run("--help")
    for code, meaning in MEANINGS.items():
        assert f"{code}  {meaning}" in result.output


def test_an_unknown_command_is_a_fault_of_usage() -> None:
    assert run("bell").exit_code == USAGE


def test_version_for_people_and_for_programs() -> None:
    assert run("version").output.startswith("tocsin ")
    assert json.loads(run("version", "--json").output)["faust-streaming"] == "0.15.3"
    assert run("--version").output.startswith("tocsin ")


@pytest.mark.parametrize(
    "command", [["run"], ["source"], ["worker"], ["sink", "screen"], ["topics", "check"]]
)
def test_a_bad_configuration_is_told_all_its_faults_and_nothing_starts(
    command: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "tocsin.yaml"
    path.write_text("log:\n  level: shout\nmetrics:\n  prot: 1\n")
    result = run(*command, "--config", str(path))
    assert result.exit_code == WRONG
    assert f"{path}:2:10: log.level: " in result.stderr
    assert f"{path}:4:3: metrics.prot: " in result.stderr
    assert "2 faults" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / ".tocsin").exists()


def test_the_configuration_may_be_named_before_the_command_or_in_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text("log: {level: shout}\n")
    before = run("--config", str(path), "source")
    environment = run("source", TOCSIN_CONFIG=str(path))
    assert f"{path}:1:" in before.stderr
    assert before.stderr == environment.stderr


def test_a_configuration_that_is_not_there_is_named() -> None:
    result = run("source", "--config", "/nowhere/tocsin.yaml")
    assert result.exit_code == WRONG
    assert "/nowhere/tocsin.yaml:1:1: can't be read: No such file or directory" in result.stderr


def test_a_configuration_in_another_encoding_is_told_where(tmp_path: Path) -> None:
    path = tmp_path / "tocsin.yaml"
    path.write_bytes("# ok\n# идлиб\n".encode("cp1251"))
    result = run("check", "--config", str(path))
    assert result.exit_code == WRONG
    assert f"{path}:2:3: byte 0xe8 is not UTF-8" in result.output


def test_a_receiver_that_is_not_there_is_told_which_are(tmp_path: Path) -> None:
    path = tmp_path / "tocsin.yaml"
    path.write_text("receivers: [{name: screen, sink: terminal}, {name: log, sink: jsonl, path: a.jsonl}]\n")
    result = run("sink", "desk", "--config", str(path))
    assert result.exit_code == USAGE
    assert "there is no receiver 'desk'; tocsin.yaml has: screen, log" in result.stderr


def test_without_the_embedded_broker_another_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "tocsin.yaml"
    path.write_text("samples: true\n")
    result = run("run", "--no-embedded", "--config", str(path))
    assert result.exit_code == USAGE
    assert "--bootstrap-servers HOST:PORT" in result.stderr


def test_what_is_no_address_is_a_fault_of_usage() -> None:
    result = run("worker", "--bootstrap-servers", "kafka:9092,kafka")
    assert result.exit_code == USAGE
    assert "'kafka' is no host:port" in result.stderr


@pytest.mark.parametrize("command", [["topics", "apply"], ["deadletters", "list"], ["worker"]])
def test_the_embedded_broker_is_not_there_without_a_run(command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "tocsin.yaml"
    path.write_text("samples: true\n")
    result = run(*command, "--config", str(path))
    assert result.exit_code == UNREACHABLE
    assert "`tocsin run`" in result.stderr
    assert "--bootstrap-servers" in result.stderr


@pytest.mark.parametrize("command", [["topics", "check"], ["deadletters", "list"]])
def test_a_kafka_that_does_not_answer_is_named(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.kafka.REACH_SECONDS", 0.3)
    path = tmp_path / "tocsin.yaml"
    path.write_text("samples: true\n")
    nobody = f"127.0.0.1:{probe.free_port()}"
    result = run(*command, "--config", str(path), "--bootstrap-servers", nobody)
    assert result.exit_code == UNREACHABLE
    assert nobody in result.stderr
    assert "Traceback" not in result.output


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tocsin.yaml"
    path.write_text(
        "kafka:\n  bootstrap_servers: [kafka:9093]\n  security:\n    protocol: SASL_SSL\n"
        "    username: tocsin\n    password_file: secret\n"
    )
    result = run("topics", "check", "--config", str(path))
    assert result.exit_code == WRONG
    assert str(tmp_path / "secret") in result.stderr


def test_a_metrics_port_that_is_taken_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tocsin.yaml"
    path.write_text("samples: true\nreceivers: [{name: log, sink: jsonl, path: a.jsonl}]\n")
    with a_taken_port() as port:
        command = [
            sys.executable,
            "-m",
            "cli",
            "sink",
            "log",
            "--config",
            str(path),
            "--metrics-port",
            str(port),
        ]
        result = subprocess.run(
            [*command, "--bootstrap-servers", "127.0.0.1:9"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert result.returncode == WRONG
    assert f"127.0.0.1:{port}" in result.stderr
    assert "--metrics-port" in result.stderr
    assert "Traceback" not in result.stderr


def test_docs_are_written_and_compared(tmp_path: Path) -> None:
    missing = run("docs", "--check", "--folder", str(tmp_path))
    assert missing.exit_code == WRONG
    assert "metrics.md is not what the program says" in missing.stderr
    assert "tocsin docs" in missing.stderr
    assert run("docs", "--folder", str(tmp_path)).exit_code == 0
    assert run("docs", "--check", "--folder", str(tmp_path)).exit_code == 0
    page = tmp_path / "cli.md"
    page.write_text(page.read_text() + "more\n")
    result = run("docs", "--check", "--folder", str(tmp_path))
    assert result.exit_code == WRONG
    assert "cli.md" in result.stderr
    assert "metrics.md" not in result.stderr


def test_the_page_of_the_command_line_holds_every_command_and_exit_code(tmp_path: Path) -> None:
    run("docs", "--folder", str(tmp_path))
    page = (tmp_path / "cli.md").read_text()
    for path in commands(tocsin):
        assert f"## tocsin {' '.join(path)}".strip() in page
    for code in (*MEANINGS, 71, 75):
        assert f"| {code} |" in page


def test_a_fault_of_our_own_says_so_and_has_its_own_code() -> None:
    code = (
        "import sys, cli.__main__ as m\n"
        "sys.argv = ['tocsin', 'version']\n"
        "m.tocsin.get_command(None, 'version').callback = lambda **_: 1 / 0\n"
        "m.main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 70
    assert "ZeroDivisionError" in result.stderr
    assert "fault of Tocsin's own" in result.stderr


def test_a_port_that_is_taken_is_told_with_the_key_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds: []\n")
    with a_taken_port() as port:
        (tmp_path / "tocsin.yaml").write_text(
            f"ingest: {{port: {port}, token: {'t' * 32}}}\nsamples: false\n"
        )
        words = ["source", "--config", str(tmp_path / "tocsin.yaml"), "--metrics-port", "0"]
        words += ["--bootstrap-servers", "127.0.0.1:9"]
        ended = subprocess.run(
            [sys.executable, "-m", "cli", *words], capture_output=True, text=True, timeout=60, check=False
        )
    assert ended.returncode == WRONG
    assert f"{port}" in ended.stderr
    assert "give ingest.port or websub.port another number" in ended.stderr
    assert "Traceback" not in ended.stderr
