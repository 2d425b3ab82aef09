"""Debian's Prometheus on loopback, scraping what a test names once a second."""

import asyncio
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
import yaml

from runtime import probe
from tests.deploy.tools import debian_tool

SCRAPE_SECONDS = 1


class Prometheus:
    """Started by ``async with``; its data are in ``folder`` and die with it."""

    def __init__(self, folder: Path, targets: Sequence[str], rules: Path) -> None:
        self._folder = folder
        self._address = f"127.0.0.1:{probe.free_port()}"
        self._settings = {
            "global": {"scrape_interval": f"{SCRAPE_SECONDS}s", "evaluation_interval": "1s"},
            "rule_files": [str(rules)],
            "scrape_configs": [{"job_name": "tocsin", "static_configs": [{"targets": list(targets)}]}],
        }

    async def __aenter__(self) -> Self:
        program = debian_tool("prometheus")
        self._folder.mkdir()
        settings = self._folder / "prometheus.yml"
        settings.write_text(yaml.safe_dump(self._settings), encoding="utf-8")
        self._log = (self._folder / "log").open("wb")
        self._process = subprocess.Popen(  # noqa: ASYNC220 -- starts at once; nothing else runs meanwhile
            [
                program,
                f"--config.file={settings}",
                f"--storage.tsdb.path={self._folder / 'data'}",
                f"--web.listen-address={self._address}",
            ],
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._client = aiohttp.ClientSession(base_url=f"http://{self._address}")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()
        self._process.terminate()
        await asyncio.to_thread(self._process.wait, 30)
        self._log.close()

    async def ready(self) -> None:
        """Waits until it answers."""
        async with asyncio.timeout(30):
            while not await self._answers():  # noqa: ASYNC110 -- what is waited for is another process
                await asyncio.sleep(0.05)

    async def query(self, expr: str) -> list[dict[str, Any]]:
        """The instant vector that ``expr`` gives now. Fails on an expression Prometheus refuses."""
        found: list[dict[str, Any]] = (await self._get("query", query=expr))["result"]
        return found

    async def label_values(self, label: str, metric: str) -> list[str]:
        """What Grafana's ``label_values(metric, label)`` offers."""
        values: list[str] = await self._get(f"label/{label}/values", **{"match[]": metric})
        return values

    async def rules(self) -> list[dict[str, Any]]:
        """Every loaded rule with its state."""
        return [rule for group in (await self._get("rules"))["groups"] for rule in group["rules"]]

    async def _get(self, what: str, **parameters: str) -> Any:
        async with self._client.get(f"/api/v1/{what}", params=parameters) as response:
            answer = await response.json()
        assert answer["status"] == "success", f"{parameters}: {answer.get('error')}"
        return answer["data"]

    async def _answers(self) -> bool:
        assert self._process.poll() is None, (self._folder / "log").read_text(encoding="utf-8")
        try:
            async with self._client.get("/-/ready") as response:
                return response.status == 200
        except aiohttp.ClientConnectionError:
            return False
