"""The jars of Apache Kafka, fetched once into `.kafka/libs` by Maven; `pom.xml` pins their versions."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

_POM = Path(__file__).with_name("pom.xml")
CACHE = Path(__file__).parents[2] / ".kafka"


class Unavailable(Exception):  # noqa: N818 -- a fact about the machine, not a fault
    """This machine can't have a broker of that kind; the message says what is missing."""


def skip_or_fail(reason: Unavailable) -> NoReturn:
    """Skip the test, or fail it under CI, where every broker must be had."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (CI=true: failing, not skipping)")
    pytest.skip(str(reason))


def need(program: str, purpose: str) -> str:
    """The path of ``program``.

    Raises:
        Unavailable: it is not installed.
    """
    path = shutil.which(program)
    if path is None:
        raise Unavailable(f"{program} is not installed; it is needed {purpose}")
    return path


def jars() -> Path:
    """The folder of jars; fetched first where they are not there yet (some 10 s, 100 MB).

    Raises:
        Unavailable: no Maven, or Maven could not fetch them.
    """
    libs = CACHE / "libs"
    wanted = hashlib.sha256(_POM.read_bytes()).hexdigest()
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test runs at once fetch once
        done = libs / "complete"
        if not (done.exists() and done.read_text() == wanted):
            _fetch(libs)
            done.write_text(wanted)
    return libs


def _fetch(libs: Path) -> None:
    maven = need("mvn", "to fetch Apache Kafka for the tests")
    shutil.rmtree(libs, ignore_errors=True)
    run = subprocess.run(
        [maven, "-B", "-q", "-f", str(_POM), "dependency:copy-dependencies", f"-DoutputDirectory={libs}"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if run.returncode != 0 or not list(libs.glob("kafka_*.jar")):
        said = [line for line in run.stdout.splitlines() if "[ERROR]" in line]
        raise Unavailable(f"Maven could not fetch Apache Kafka: {said[0] if said else run.stderr[-300:]}")
