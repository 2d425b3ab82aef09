"""What of an address a log may show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.feeds.address import joined, public, shown


@pytest.mark.parametrize(
    ("address", "without_secrets"),
    [
        ("https://feeds.example/all.xml", "https://feeds.example/all.xml"),
        ("https://desk:secret@feeds.example:8443/all.xml", "https://feeds.example:8443/all.xml"),
        ("https://desk:se@cret@feeds.example/all.xml", "https://feeds.example/all.xml"),
        ("https://feeds.example/all.xml?key=secret&n=1", "https://feeds.example/all.xml"),
        ("https://feeds.example?key=secret", "https://feeds.example"),
        ("https://feeds.example?for=desk@key=secret", "https://feeds.example"),
        ("https://feeds.example/@desk/all.xml#secret", "https://feeds.example/@desk/all.xml"),
        ("https://feeds.example/all.xml?from=https://a:b@c/", "https://feeds.example/all.xml"),
        ("//desk:secret@feeds.example", "//feeds.example"),
        ("https://[no address", "https://[no address"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, without_secrets: str) -> None:
    assert shown(address) == without_secrets


@given(st.text(), st.text())
def test_any_text_is_taken_and_a_query_never_shown(address: str, query: str) -> None:
    assert "?" not in shown(f"{address}?{query}")


@pytest.mark.parametrize(
    ("address", "without_user"),
    [
        ("https://feeds.example/?feed=rss2#top", "https://feeds.example/?feed=rss2#top"),
        ("https://desk:secret@feeds.example:8443/all.xml?n=1", "https://feeds.example:8443/all.xml?n=1"),
        ("HTTPS://desk:se@cret@feeds.example", "HTTPS://feeds.example"),
        ("https://desk@feeds.example/@desk", "https://feeds.example/@desk"),
        ("https://feeds.example//desk:x@y/", "https://feeds.example//desk:x@y/"),
        ("https://feeds.example/?u=https://a:b@c/", "https://feeds.example/?u=https://a:b@c/"),
        ("//desk:secret@feeds.example", "//feeds.example"),
        ("folder//desk@home.xml", "folder//desk@home.xml"),
        ("https://[no address", "https://[no address"),
        ("", ""),
    ],
)
def test_an_address_without_its_user_and_password_is_else_the_same(address: str, without_user: str) -> None:
    assert public(address) == without_user


@given(st.text())
def test_any_text_may_be_made_public(address: str) -> None:
    assert public(public(address)) == public(address) or "@" in address


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("b.xml?n=1", "https://feeds.example/a/b.xml?n=1"),
        ("//other.example/b", "https://other.example/b"),
        ("https://other.example/b#top", "https://other.example/b#top"),
        ("", "https://feeds.example/a/all.xml"),
        ("https://[half/b", ""),
    ],
)
def test_a_link_means_an_address(link: str, address: str) -> None:
    assert joined("https://feeds.example/a/all.xml", link) == address


@given(st.text(), st.text())
def test_any_text_may_be_a_link(base: str, link: str) -> None:
    assert isinstance(joined(base, link), str)
