"""Which hosts are names, which are addresses, and which only pretend."""

import socket
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.safety.forms import FORBIDDEN, ODD, PUBLIC
from tocsin.safety import hosts
from tocsin.safety.hosts import is_local, is_odd, literal


@pytest.mark.parametrize("host", ODD)
def test_odd_forms_are_told(host: str) -> None:
    assert is_odd(host)


@pytest.mark.parametrize(
    "host",
    [
        "news.example",
        "news.example.",
        "xn--mgbh0fb.xn--kgbechtv",
        "feeds_2.news.example",
        "1.news.example",
        "0x7f.example",
        "localhost",
        "7news",
        "a" * 63 + ".example",
    ],
)
def test_names_are_not(host: str) -> None:
    assert not is_odd(host)
    assert literal(host) is None


@pytest.mark.parametrize("address", [address for address, _ in FORBIDDEN] + list(PUBLIC))
def test_addresses_as_usual_are_not(address: str) -> None:
    assert not is_odd(address)
    assert literal(address) == ip_address(address)


@given(st.text(st.sampled_from("0123456789abcdefxX.")))
def test_whatever_c_takes_for_an_address_is_one_as_usual_or_odd(host: str) -> None:
    try:
        socket.inet_aton(host)
    except OSError:
        return
    assert is_odd(host) or literal(host) is not None


@given(st.text())
def test_any_text_is_judged(host: str) -> None:
    assert is_odd(host) in (True, False)
    assert is_local(host) in (True, False)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "db.localhost",
        "printer",
        "metadata.google.internal",
        "router.lan",
        "nas.local",
        "box.home.arpa",
        "home.arpa",
    ],
)
def test_local_names_are_told(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["news.example", "local.example", "internal.news.example.", "arpa.example"])
def test_others_are_not(host: str) -> None:
    assert not is_local(host)


def test_no_host_is_remembered_that_none_can_be() -> None:
    before = hosts._literal.cache_info().currsize
    assert hosts.literal("1" * 1_000_000) is None
    assert hosts._literal.cache_info().currsize == before
