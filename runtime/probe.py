"""Does a Kafka broker answer there?"""

import contextlib
import socket
import struct

_API_VERSIONS = 18


def answers(host: str, port: int, timeout: float = 1.0) -> bool:
    """Whether a broker at ``host:port`` (plain text) answers a request within ``timeout`` seconds.

    An open port is not enough: brokers listen before they have read their data.
    Method: Kafka protocol, ApiVersions request version 0.
    """
    request = struct.pack(">hhih", _API_VERSIONS, 0, 1, -1)
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout) as connection:
        connection.sendall(struct.pack(">i", len(request)) + request)
        return len(connection.recv(4)) == 4
    return False


def free_port(host: str = "127.0.0.1") -> int:
    """A port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind((host, 0))
        port: int = listener.getsockname()[1]
        return port
