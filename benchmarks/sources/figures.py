"""Quantiles out of what Prometheus would scrape, and out of what is in Kafka."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import aiohttp
import msgspec

_DOCUMENTS: Final = re.compile(r"^tocsin_documents_read_total\{[^}]*\} (\S+)$", re.MULTILINE)
_BUCKET: Final = re.compile(r'^tocsin_poll_lateness_seconds_bucket\{le="([^"]+)"\} (\S+)$', re.MULTILINE)
Buckets = Mapping[float, float]


class Scraped(msgspec.Struct, frozen=True):
    """What the source says of itself: documents read, and the cumulative buckets of its lateness (seconds)."""

    documents: int
    lateness: Buckets


async def scrape(port: int) -> Scraped:
    """The source's page of metrics."""
    async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{port}/metrics") as answer:
        text = await answer.text()
    late = {float(bound): float(count) for bound, count in _BUCKET.findall(text)}
    return Scraped(sum(map(int, map(float, _DOCUMENTS.findall(text)))), late)


def bound_of(before: Buckets, after: Buckets, share: float) -> float:
    """The smallest bucket bound that ``share`` of what came between the two looks stays under."""
    came = {bound: count - before.get(bound, 0.0) for bound, count in after.items()}
    wanted = share * max(came.values(), default=0.0)
    return min((bound for bound, count in came.items() if count >= wanted), default=float("nan"))


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of ``values`` do not exceed; NaN where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
