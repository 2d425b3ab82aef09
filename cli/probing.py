"""Asks a part how it is, on the page it serves for that."""

from collections.abc import Mapping

import aiohttp

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 -- where to knock, not to listen
ANSWER_SECONDS = 2.0


def page(host: str, port: int, path: str) -> str:
    """The address of a part's page as seen from this machine."""
    host = _ANYWHERE.get(host, host)
    return f"http://[{host}]:{port}{path}" if ":" in host else f"http://{host}:{port}{path}"


async def reasons(url: str) -> Mapping[str, str] | None:
    """What is wrong with the part whose `/healthz` is at ``url``; empty: ready; ``None``: it does not answer."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS)) as session,
            session.get(url) as response,
        ):
            answer = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    return dict(answer.get("reasons", {}))
