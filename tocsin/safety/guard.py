"""Whether a connection may be made. Asked for every hop's address, and again for every IP address at its connect."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Final

import msgspec

from tocsin.safety.addresses import Network, kind_of, reached
from tocsin.safety.hosts import is_local, is_odd, literal

_SCHEMES: Final = frozenset({"http", "https"})


class Guard(msgspec.Struct, frozen=True):
    """What the operator opened: ``networks`` at any port, ``endpoints`` (IP address, port), and for the public
    internet ``ports``."""

    networks: tuple[Network, ...] = ()
    endpoints: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})


def guard_of(allow: Iterable[str], ports: Iterable[int], endpoints: Iterable[tuple[str, int]] = ()) -> Guard:
    """A guard of networks written as text. Raises ``ValueError`` for one that is none."""
    return Guard(tuple(map(ip_network, allow)), frozenset(endpoints), frozenset(ports))


def address_refusal(guard: Guard, address: str, port: int) -> str | None:
    """Why the IP ``address`` must not be connected to at ``port``; None where it may."""
    try:
        found = reached(ip_address(address))
    except ValueError:
        return "not an IP address"
    if (str(found), port) in guard.endpoints or any(found in network for network in guard.networks):
        return None
    kind = kind_of(found)
    if kind is not None:
        return f"{_words(kind)} address {address} (rss.allow opens private networks)"
    return _port_refusal(guard, port)


def target_refusal(
    guard: Guard, scheme: str, host: str, port: int, *, resolved_elsewhere: bool
) -> str | None:
    """Why ``scheme://host:port`` must not be asked; None where it may, if its IP addresses may be connected to.

    Behind a proxy (``resolved_elsewhere``) they are not seen: then what can be told from the host alone decides.
    """
    if scheme not in _SCHEMES:
        return "not an http or https address"
    if is_odd(host):
        return "neither a host's name nor an IP address as it is usually written"
    if not resolved_elsewhere:
        return None
    if literal(host) is not None:
        return address_refusal(guard, host, port)
    return "a name of a local network" if is_local(host) else _port_refusal(guard, port)


def _port_refusal(guard: Guard, port: int) -> str | None:
    return None if port in guard.ports else f"port {port} is not one of rss.ports"


def _words(kind: str) -> str:
    article = "an" if kind[0] in "aeiou" else "a"
    return f"{article} {kind.replace('_', '-')}"
