"""A client that begins to send a request and never ends it."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 10.0


async def stalled(url: str, *headers: str) -> tuple[int, Any]:
    """The status, and the answer where it is JSON, to a POST of which half the body comes."""
    to = urlsplit(url)
    reader, writer = await asyncio.open_connection(to.hostname, to.port)
    head = [f"POST {to.path} HTTP/1.1", f"Host: {to.netloc}", "Content-Length: 20", *headers]
    writer.write("\r\n".join([*head, "", "half a bod"]).encode())
    try:
        async with asyncio.timeout(PATIENCE):
            answered = await reader.readuntil(b"\r\n\r\n")
            fields = dict(line.split(": ", 1) for line in answered.decode().splitlines()[1:] if line)
            body = await reader.readexactly(int(fields["Content-Length"]))
    finally:
        writer.close()
    status = int(answered.split()[1])
    return status, json.loads(body) if "json" in fields["Content-Type"] else body
