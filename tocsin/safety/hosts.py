"""Hosts as an address names them: what is an IP address, and what only some resolvers take for one."""

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from tocsin.safety.addresses import Address

_NUMBER: Final = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}")
_MOST_FOR_A_NAME: Final = 253
# Names that mean this machine or its own network to whoever resolves them (RFC 6761, 6762, 8375, ICANN's internal).
_LOCAL: Final = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp"}
)
_HOME: Final = ".home.arpa"
_REMEMBERED: Final = 4096  # hosts: the same are asked again and again


def literal(host: str) -> Address | None:
    """The IP address that ``host`` is, written as usual and without brackets; None for all else."""
    return _literal(host) if len(host) <= _MOST_FOR_A_NAME else None


@lru_cache(_REMEMBERED)
def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_odd(host: str) -> bool:
    """Whether ``host`` is neither an IP address as usual nor a name.

    ``2130706433``, ``0177.1``, ``0x7f.0.0.1``, ``127.1``: numbers that resolvers read as addresses, each in its own
    way. Names in other scripts must be in ASCII (IDNA) already.
    """
    if literal(host) is not None:
        return False
    labels = host.removesuffix(".").split(".")
    return (
        len(host) > _MOST_FOR_A_NAME
        or any(_NAME.fullmatch(label) is None for label in labels)
        or _NUMBER.fullmatch(labels[-1]) is not None
    )


def is_local(host: str) -> bool:
    """Whether the name ``host`` has its meaning in a local network only: one word, or under a name kept for that."""
    name = host.removesuffix(".").lower()
    return "." not in name or name.rsplit(".", 1)[-1] in _LOCAL or f".{name}".endswith(_HOME)
