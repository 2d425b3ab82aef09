"""Addresses: what they mean in a document, and as they may be shown and kept."""

import re
from typing import Final
from urllib.parse import urljoin

_USERINFO: Final = re.compile(r"(?<=//)[^/?#]*@")
_AT_THE_BEGINNING: Final = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)[^/?#]*@")
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)


def shown(address: str) -> str:
    """``address`` without what may be secret in it: user and password, query and fragment. Takes any text."""
    return _QUERY.sub("", _USERINFO.sub("", address, count=1))


def public(address: str) -> str:
    """``address`` without a user and password; all else, the query too, is needed to ask there. Takes any text."""
    found = _AT_THE_BEGINNING.match(address)  # not sub: it would look on, as far as the address goes
    return address if found is None else found[1] + address[found.end() :]


def joined(base: str, link: str) -> str:
    """The address that ``link`` means in a document at ``base``; empty where it can't be one. Takes any text."""
    try:
        return urljoin(base, link)
    except ValueError:  # half an IPv6 address
        return ""
