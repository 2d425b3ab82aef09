"""What an IP address is for. Whatever is not plainly the public internet has a kind, and is not gone to."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import Final, Literal

AddressKind = Literal[
    "unspecified",  # "this host": what connects to it reaches ourselves
    "loopback",
    "private",  # RFC 1918, unique local, site-local, local NAT64
    "shared",  # behind a carrier's NAT, and inside some clouds
    "link_local",
    "metadata",  # where a cloud tells a machine its secrets
    "multicast",
    "benchmarking",
    "documentation",
    "tunnel",  # 6to4, Teredo, ISATAP: an IPv4 address in disguise
    "reserved",
]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# By the registries of special-purpose addresses (RFC 6890 and since), not by `is_global`, which differs between
# the versions of Python. The first that fits counts.
_SPECIAL: Final[Mapping[AddressKind, tuple[str, ...]]] = {
    "metadata": (
        "169.254.169.254/32",
        "169.254.170.2/32",
        "100.100.100.200/32",
        "168.63.129.16/32",
        "192.0.0.192/32",
        "fd00:ec2::254/128",
        "fd20:ce::254/128",
    ),
    "unspecified": ("0.0.0.0/8", "::/128"),
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "64:ff9b:1::/48",
        "fc00::/7",
        "fec0::/10",
    ),
    "shared": ("100.64.0.0/10",),
    "link_local": ("169.254.0.0/16", "fe80::/10"),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    "benchmarking": ("198.18.0.0/15", "2001:2::/48"),
    "documentation": (
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001:db8::/32",
        "3fff::/20",
    ),
    "tunnel": ("192.88.99.0/24", "2001::/32", "2002::/16"),
    "reserved": ("192.0.0.0/24", "240.0.0.0/4", "2001::/23"),
}
_NETWORKS: Final = tuple(
    (ip_network(network), kind) for kind, networks in _SPECIAL.items() for network in networks
)
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_ISATAP: Final = 0x00005EFE
_ISATAP_BITS: Final = 0xFCFFFFFF
_WORD: Final = 0xFFFFFFFF
_REMEMBERED: Final = 4096


def reached(address: Address) -> Address:
    """The address that a connection to ``address`` ends at: the IPv4 one inside a mapped or a NAT64 address."""
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _NAT64):
        return IPv4Address(int(address) & _WORD)
    return address


@lru_cache(_REMEMBERED)
def kind_of(address: Address) -> AddressKind | None:
    """What ``address`` is for; None where it is on the public internet."""
    address = reached(address)
    kind = next((kind for network, kind in _NETWORKS if address in network), None)
    if kind is not None or isinstance(address, IPv4Address):
        return kind
    return _isatap(address) if address in _GLOBAL_UNICAST else "reserved"


def _isatap(address: IPv6Address) -> AddressKind | None:
    """A tunnel's address ends in 5efe and an IPv4 address, in whatever network it is."""
    number = int(address)
    if (number >> 32) & _ISATAP_BITS != _ISATAP:
        return None
    return "tunnel" if kind_of(IPv4Address(number & _WORD)) else None
