"""Addresses as they may be shown and kept."""

import re
from typing import Final

_USERINFO: Final = re.compile(r"(?<=//)[^/?#]*@")
_AT_THE_BEGINNING: Final = re.compile(r"\A((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)[^/?#]*@")
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)


def shown(address: str) -> str:
    """``address`` without what may be secret in it: user and password, query and fragment. Takes any text."""
    return _QUERY.sub("", _USERINFO.sub("", address, count=1))


def public(address: str) -> str:
    """``address`` without a user and password; all else, the query too, is needed to ask there. Takes any text."""
    return _AT_THE_BEGINNING.sub(r"\1", address)
