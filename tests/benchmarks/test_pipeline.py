"""The benchmark runs, small, and refuses to time a contestant that does other work than the rest."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import pipeline
from benchmarks.articles import articles
from benchmarks.brokers import Broker
from benchmarks.contestants import LABELS, Contestant
from benchmarks.race import order_for, race, race_core
from cli.embedded import EmbeddedBroker

SMALL = "--articles 20 --rounds 1 --seconds 1 --broker embedded --json".split()


@pytest.mark.embedded
@pytest.mark.e2e
def test_every_contestant_is_measured_and_compared(embedded_broker: EmbeddedBroker) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.pipeline", *SMALL], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert [one["name"] for one in found["contestants"]] == list(LABELS.values())
    for one in found["contestants"]:
        assert one["articles_per_second"][0] > 0
        pipeline_rate = found["contestants"][0]["articles_per_second"][0]
        assert one["pipeline_ratio"] == pytest.approx(pipeline_rate / one["articles_per_second"][0])
    (took,) = found["latency_ms"].values()
    assert 0 < took["p50"] <= took["p95"]
    assert took["alerts"] >= 20


@pytest.mark.embedded
async def test_a_contestant_that_sends_other_records_is_not_timed(
    embedded_broker: EmbeddedBroker, tmp_path: Path
) -> None:
    made = articles(20, datetime.now(UTC))
    _, work = race_core(made)
    too_few = work - Counter([next(name for name in work if name.startswith("matches "))])
    broker = Broker("embedded", embedded_broker.address, True)
    order = order_for(Contestant("one_loop"), broker)
    with pytest.raises(RuntimeError, match="the core says nothing"):
        await race(order, broker, made, too_few, tmp_path, print)


def test_new_figures_replace_old_ones_and_leave_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "pipeline.md"
    page.write_text("# Words\n")
    monkeypatch.setattr(pipeline, "PAGE", page)
    pipeline.write("old\n")
    pipeline.write("new\n")
    text = page.read_text()
    assert text.startswith("# Words\n")
    assert text.endswith("\n\nnew\n")
    assert "old" not in text
