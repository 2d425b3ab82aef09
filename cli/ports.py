"""Ports for the parts' pages."""

import errno
import socket

from cli.exits import Failure
from runtime import probe


class Ports:
    """Free ports on ``host``, counting up from ``first``; with 0 for ``first``, whatever the system gives."""

    def __init__(self, host: str, first: int) -> None:
        self._host, self._next = host, first
        self._given: set[int] = set()

    def take(self) -> int:
        """The next port that was free a moment ago; none is given twice, for who got it may not listen yet.

        Raises:
            Failure: there is none left, or the host is not ours.
        """
        if self._next == 0:
            return self._any()
        while not _free(self._host, self._next):
            self._next += 1
        self._next += 1
        return self._next - 1

    def _any(self) -> int:
        while (port := probe.free_port()) in self._given:
            continue
        self._given.add(port)
        return port


def _free(host: str, port: int) -> bool:
    if port > 65535:
        raise Failure(f"no port is free for metrics on {host}: lower metrics.port, or set it to 0")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                return False
            raise Failure(f"metrics can't be served at {host}:{port}: {fault.strerror}") from fault
        return True
