"""Whether a push is signed with our secret (WebSub 1.0, section 8)."""

import hmac
from typing import Final

# sha1 too: the hubs in use sign with nothing else, and no weakness of SHA-1 is one of HMAC-SHA1.
_METHODS: Final = frozenset({"sha1", "sha256", "sha384", "sha512"})


def signed(header: str, secret: bytes, body: bytes) -> bool:
    """Whether ``header`` (``X-Hub-Signature: method=hex``) is the signature of ``body`` under ``secret``."""
    method, _, claimed = header.strip().partition("=")
    method = method.lower()
    if method not in _METHODS:
        return False
    expected = hmac.new(secret, body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), claimed.strip().lower().encode(errors="replace"))
