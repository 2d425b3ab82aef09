"""What is open, what is closed, and what is said of it."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.safety.forms import FORBIDDEN, ODD, PUBLIC
from tocsin.safety.addresses import reached
from tocsin.safety.guard import address_refusal, for_strangers, guard_of, is_opened, target_refusal

CLOSED = guard_of((), (80, 443))


@pytest.mark.parametrize(("address", "kind"), FORBIDDEN)
def test_closed_unless_opened(address: str, kind: str) -> None:
    refusal = address_refusal(CLOSED, address, 80)
    assert refusal is not None
    assert address in refusal
    named = address if kind != "metadata" else str(reached(ip_address(address)))
    everything = guard_of(("0.0.0.0/0", "::/0", *((named,) if kind == "metadata" else ())), ())
    assert address_refusal(everything, address, 4711) is None


@pytest.mark.parametrize("address", ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254"])
def test_where_a_cloud_tells_secrets_is_opened_by_its_very_address_alone(address: str) -> None:
    wide = guard_of(("169.254.0.0/16", "fd00::/8", "::/0"), (80,))
    refusal = address_refusal(wide, address, 80)
    assert refusal is not None
    assert "secrets" in refusal
    assert "rss.allow" not in refusal
    assert address_refusal(wide, "169.254.1.1", 80) is None
    assert address_refusal(guard_of((str(reached(ip_address(address))),), (80,)), address, 80) is None


def test_only_what_may_sensibly_be_opened_is_told_how() -> None:
    assert "rss.allow opens private networks" in (address_refusal(CLOSED, "10.1.2.3", 80) or "")
    assert "rss.allow opens it" in (address_refusal(CLOSED, "127.0.0.1", 80) or "")
    for address in ("169.254.1.1", "224.0.0.1", "::", "240.0.0.1"):
        assert "rss.allow" not in (address_refusal(CLOSED, address, 80) or "")


@pytest.mark.parametrize("address", PUBLIC)
def test_the_internet_is_open_at_its_ports(address: str) -> None:
    assert address_refusal(CLOSED, address, 443) is None
    assert address_refusal(CLOSED, address, 22) == "port 22 is not one of rss.ports"


def test_a_network_is_opened_with_all_its_ports_and_nothing_beside_it() -> None:
    guard = guard_of(("10.1.0.0/16", "fd00::/8"), (80,))
    assert address_refusal(guard, "10.1.2.3", 9999) is None
    assert address_refusal(guard, "::ffff:10.1.2.3", 9999) is None
    assert address_refusal(guard, "64:ff9b::10.1.2.3", 9999) is None
    assert address_refusal(guard, "fd12::1", 9999) is None
    assert address_refusal(guard, "10.2.0.1", 80) is not None
    assert address_refusal(guard, "::10.1.2.3", 80) is not None


def test_an_endpoint_is_opened_at_its_port_alone() -> None:
    guard = guard_of((), (80,), [("127.0.0.1", 4711)])
    assert address_refusal(guard, "127.0.0.1", 4711) is None
    assert address_refusal(guard, "::ffff:127.0.0.1", 4711) is None
    assert address_refusal(guard, "127.0.0.1", 80) is not None
    assert address_refusal(guard, "127.0.0.2", 4711) is not None


def test_to_strangers_nothing_is_opened_and_they_are_told_why() -> None:
    opened = guard_of(("10.1.0.0/16", "8.8.8.0/24"), (80,), [("127.0.0.1", 4711)])
    strange = for_strangers(opened)
    for address, port in (("10.1.2.3", 80), ("::ffff:10.1.2.3", 80), ("8.8.8.8", 8000)):
        assert address_refusal(opened, address, port) is None
        assert "a listed feed's own host" in (address_refusal(strange, address, port) or "")
    assert "loopback" in (address_refusal(strange, "127.0.0.1", 4711) or "")
    assert address_refusal(strange, "8.8.8.8", 80) is None
    assert for_strangers(CLOSED) == CLOSED


@pytest.mark.parametrize(
    ("host", "port", "opened"),
    [
        ("10.1.2.3", 9999, True),
        ("::ffff:10.1.2.3", 80, True),
        ("127.0.0.1", 4711, True),
        ("127.0.0.1", 4712, False),
        ("10.2.0.1", 80, False),
        ("8.8.8.8", 80, False),
        ("desk.internal", 80, True),
        ("desk", 80, True),
        ("desk.example", 80, False),
        ("", 80, False),
    ],
)
def test_what_is_plainly_within_is_told_by_how_it_is_written(host: str, port: int, opened: bool) -> None:
    guard = guard_of(("10.1.0.0/16",), (80,), [("127.0.0.1", 4711)])
    assert is_opened(guard, host, port) == opened
    assert not is_opened(CLOSED, host, port)


def test_a_network_that_is_none_is_a_fault() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.300"):
        guard_of(("10.0.0.300",), ())


@given(st.text(), st.integers())
def test_any_text_for_an_address_is_refused_or_judged(address: str, port: int) -> None:
    assert address_refusal(CLOSED, address, port) is None or isinstance(
        address_refusal(CLOSED, address, port), str
    )


@pytest.mark.parametrize("host", ODD)
@pytest.mark.parametrize("behind_a_proxy", [True, False])
def test_odd_hosts_are_refused_before_anybody_resolves_them(host: str, behind_a_proxy: bool) -> None:
    assert target_refusal(CLOSED, "http", host, 80, resolved_elsewhere=behind_a_proxy) is not None


@pytest.mark.parametrize("scheme", ["ftp", "file", "gopher", "data", "javascript", "ws", "HTTP", ""])
def test_only_the_web(scheme: str) -> None:
    refusal = target_refusal(CLOSED, scheme, "news.example", 80, resolved_elsewhere=False)
    assert refusal == "not an http or https address"


@pytest.mark.parametrize(
    "host", [address for address, _ in FORBIDDEN] + ["localhost", "metadata.google.internal"]
)
def test_behind_a_proxy_hosts_are_judged_by_what_they_say(host: str) -> None:
    assert target_refusal(CLOSED, "http", host, 80, resolved_elsewhere=True) is not None
    assert target_refusal(CLOSED, "http", host, 80, resolved_elsewhere=False) is None  # the connect decides


def test_behind_a_proxy_public_hosts_are_open_at_their_ports() -> None:
    for host in ("news.example", "8.8.8.8"):
        assert target_refusal(CLOSED, "https", host, 443, resolved_elsewhere=True) is None
        assert target_refusal(CLOSED, "https", host, 25, resolved_elsewhere=True) is not None
