"""What each address is for; the standard library's own registry is the judge of all the others."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.safety.forms import FORBIDDEN, PUBLIC
from tocsin.safety.addresses import Address, AddressKind, kind_of, reached

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)


@pytest.mark.parametrize(("address", "kind"), FORBIDDEN)
def test_what_is_not_the_public_internet_is_told(address: str, kind: AddressKind) -> None:
    assert kind_of(ip_address(address)) == kind


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_open(address: str) -> None:
    assert kind_of(ip_address(address)) is None


@given(V4 | V6)
def test_nothing_is_open_that_the_standard_library_knows_to_be_special(address: Address) -> None:
    if not address.is_global or address.is_multicast:
        mapped = isinstance(address, IPv6Address) and address.ipv4_mapped is not None
        assert mapped or kind_of(address) is not None


@given(V4)
def test_an_address_inside_another_counts_as_itself(inner: IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        outer = IPv6Address(int(IPv6Address(prefix)) + int(inner))
        assert reached(outer) == inner
        assert kind_of(outer) == kind_of(inner)


@given(V4, st.integers(0, 2**80 - 1))
def test_tunnels_are_closed_wherever_they_lead(inner: IPv4Address, rest: int) -> None:
    assert kind_of(IPv6Address((0x2002 << 112) + (int(inner) << 80) + rest)) == "tunnel"


@given(V6)
def test_beyond_global_unicast_nothing_is_open_but_what_holds_a_public_address(address: IPv6Address) -> None:
    if int(address) >> 125 != 1 and isinstance(reached(address), IPv6Address):
        assert kind_of(address) is not None
