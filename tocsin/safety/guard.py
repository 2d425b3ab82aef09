"""Whether a connection may be made. Asked for every hop's address, and again for every IP address at its connect."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_address, ip_network
from typing import Final

import msgspec

from tocsin.safety.addresses import Address, AddressKind, Network, kind_of, reached
from tocsin.safety.hosts import is_local, is_odd, literal

_HINTS: Final[Mapping[AddressKind, str]] = {
    "private": "rss.allow opens private networks",
    "shared": "rss.allow opens private networks",
    "loopback": "this machine itself; rss.allow opens it",
    "metadata": "where a cloud tells a machine its secrets: no feed stands there",
}
_SCHEMES: Final = frozenset({"http", "https"})


class Guard(msgspec.Struct, frozen=True):
    """What the operator opened: ``networks`` at any port, ``endpoints`` (IP address, port), and for the public
    internet ``ports``. Where a cloud tells a machine its secrets is opened by a network of that address alone.
    ``withheld`` are networks open to others, which is said where they are refused."""

    networks: tuple[Network, ...] = ()
    endpoints: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    withheld: tuple[Network, ...] = ()


def guard_of(allow: Iterable[str], ports: Iterable[int], endpoints: Iterable[tuple[str, int]] = ()) -> Guard:
    """A guard of networks written as text. Raises ``ValueError`` for one that is none."""
    return Guard(tuple(map(ip_network, allow)), frozenset(endpoints), frozenset(ports))


def for_strangers(guard: Guard) -> Guard:
    """``guard`` for addresses that strangers write: open to the public internet alone."""
    return Guard(ports=guard.ports, withheld=(*guard.networks, *guard.withheld))


def is_opened(guard: Guard, host: str, port: int) -> bool:
    """Whether ``host`` is plainly within what the operator opened: an IP address there, or a name that nobody outside
    can give a meaning to. A public name may lead anywhere tomorrow: it never is."""
    address = literal(host)
    if address is None:
        return bool(host and (guard.networks or guard.endpoints)) and is_local(host)
    return _opens(guard, reached(address), port)


def address_refusal(guard: Guard, address: str, port: int) -> str | None:
    """Why the IP ``address`` must not be connected to at ``port``; None where it may."""
    try:
        found = reached(ip_address(address))
    except ValueError:
        return "not an IP address"
    if _opens(guard, found, port):
        return None
    kind = kind_of(found)
    if kind is None and port in guard.ports:
        return None
    if any(found in network for network in guard.withheld):
        return f"address {address}, which rss.allow opens to nothing but a listed feed's own host and port"
    if kind is not None:
        hint = f" ({_HINTS[kind]})" if kind in _HINTS else ""
        return f"{_words(kind)} address {address}{hint}"
    return _port_refusal(guard, port)


def _opens(guard: Guard, address: Address, port: int) -> bool:
    if (str(address), port) in guard.endpoints:
        return True
    one = kind_of(address) == "metadata"
    return any(address in network for network in guard.networks if not one or network.num_addresses == 1)


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
