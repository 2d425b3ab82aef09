"""Debian's Prometheus and its promtool."""

import os
import shutil

import pytest


def debian_tool(name: str) -> str:
    """Where ``prometheus`` or ``promtool`` is. Without it the test is skipped; under ``CI=true`` it fails."""
    found = shutil.which(name)
    if found is None:
        reason = f"{name} is not installed: apt-get install prometheus"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found
