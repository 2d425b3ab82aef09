"""Addresses as a log, an alert or a page may show them."""

import re
from typing import Final

_USERINFO: Final = re.compile(r"(?<=//)[^/?#]*@")
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)


def shown(address: str) -> str:
    """``address`` without what may be secret in it: user and password, query and fragment. Takes any text."""
    return _QUERY.sub("", _USERINFO.sub("", address, count=1))
