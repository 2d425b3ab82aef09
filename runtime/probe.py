"""Does a Kafka broker answer there, and which port is free for one?"""

import contextlib
import errno
import random
import socket
import struct
from typing import Final

_API_VERSIONS: Final = 18
# Below where Linux (32768), macOS and Windows (49152) begin to number outgoing connections.
_NOT_EPHEMERAL: Final = range(20_000, 32_000)
_TRIES: Final = 1000


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
    """A port that was free a moment ago, and that the system gives to no outgoing connection meanwhile.

    Raises:
        OSError: the host is not ours, or none of many ports is free.
    """
    for _ in range(_TRIES):
        port = random.choice(_NOT_EPHEMERAL)  # noqa: S311  two that look at once shall not find the same
        with socket.socket() as listener:
            try:
                listener.bind((host, port))
            except OSError as fault:
                if fault.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
            else:
                return port
    raise OSError(errno.EADDRINUSE, f"none of {_TRIES} ports tried is free")
