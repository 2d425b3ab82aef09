"""Alerts, digests and feed alerts by HTTP POST: CloudEvents in binary mode, signed, with an idempotency key.

The body is the event's JSON, the same bytes that crossed Kafka; its CloudEvents attributes are ``ce-*`` headers
(``ce-type``: ``tocsin.alert.v1``, ``tocsin.digest.v1`` or ``tocsin.feedalert.v1``).
With a secret, ``X-Tocsin-Timestamp`` holds Unix seconds, and ``X-Tocsin-Signature`` ``sha256=`` and the hex
HMAC-SHA256 of timestamp, ``.`` and body. The signed text is Stripe's, so that an old delivery can't be replayed
as a new one; the header is GitHub's. A receiver drops repeats by ``Idempotency-Key``, the event's id.

Methods: CloudEvents 1.0.2, HTTP protocol binding, section 3.1; draft-ietf-httpapi-idempotency-key-header.
"""

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from runtime.kafka import secret
from tocsin.config.model import Webhook
from tocsin.contract import codec
from tocsin.delivery.notice import Notice, made_at
from tocsin.delivery.outcome import Delivered, Outcome, Rejected, RejectReason, RetryAfter, RetryReason

SOURCE: Final = "/tocsin/sink"
_RETRY: Final[Mapping[int, RetryReason]] = {408: "timeout", 425: "busy", 429: "busy", 503: "busy"}
_REJECT: Final[Mapping[int, RejectReason]] = {
    401: "unauthorized",
    403: "unauthorized",
    410: "gone",
    413: "too_large",
}
_UNSAFE_IN_HEADER: Final = re.compile(r"[^!#-$&-~]")
_FORBIDDEN_IN_HEADER: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_LONGEST_WISH: Final = timedelta(days=365)


class WebhookSink:
    """Posts to one URL. Redirects are not followed: a signed alert goes where the configuration says."""

    def __init__(self, config: Webhook, clock: Callable[[], float] = time.time) -> None:
        """Raises ``ValueError`` where a configured header can't be sent; names it, never shows it."""
        self._config = config
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._key: bytes | None = None
        self._headers = {name: value.get_secret_value() for name, value in config.headers.items()}
        for name, value in self._headers.items():
            if _FORBIDDEN_IN_HEADER.search(name + value):
                raise ValueError(f"receiver {config.name}: header {name!r} holds a control character")

    async def connect(self) -> Iterable[str]:
        """Read the secret and get a session. A webhook can't tell what it has; it is asked nothing."""
        key = secret(self._config.secret, self._config.secret_file)
        self._key = None if key is None else key.encode()
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._config.timeout.total_seconds())
            self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return ()

    async def deliver(self, notice: Notice) -> Outcome:
        """Post once; delivered means a 2xx answer."""
        if self._session is None:
            return RetryAfter("unreachable", "not connected")
        try:
            body = codec.encode(notice)
        except UnicodeEncodeError as fault:
            return Rejected("refused", f"not encodable as UTF-8: {fault.reason}")
        ours = {**event_headers(notice), **signature_headers(body, self._key, self._clock())}
        try:
            async with self._session.post(
                self._config.url, data=body, headers=merged(self._headers, ours), allow_redirects=False
            ) as response:
                return judge(response.status, response.headers.get("Retry-After"), self._clock())
        except TimeoutError:
            return RetryAfter("timeout", f"no answer within {self._config.timeout.total_seconds():g} s")
        except (
            ValueError
        ):  # aiohttp's InvalidURL is one, and so is a password in the URL beside a header for it
            return Rejected("refused", "a request with this URL and these headers can't be made")
        except (aiohttp.ClientError, OSError) as fault:
            cause = getattr(fault, "os_error", fault)
            return RetryAfter(
                "unreachable", f"{type(fault).__name__}: {getattr(cause, 'strerror', None) or 'no answer'}"
            )

    async def close(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
        self._session = None


def event_headers(notice: Notice) -> Mapping[str, str]:
    """Its CloudEvents attributes and its idempotency key, safe to send whatever its id holds."""
    attributes = codec.headers(notice, notice.event_id, made_at(notice), SOURCE)
    named = {
        name.replace("ce_", "ce-"): value.decode() for name, value in attributes if name.startswith("ce_")
    }
    safe = {name: _percent_encoded(value) for name, value in named.items()}
    return {**safe, "Content-Type": "application/json", "Idempotency-Key": safe["ce-id"]}


def signature_headers(body: bytes, key: bytes | None, now: float) -> Mapping[str, str]:
    """The signature of ``body`` sent at ``now`` (Unix seconds); nothing where there is no key."""
    if key is None:
        return {}
    timestamp = str(int(now))
    digest = hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Tocsin-Timestamp": timestamp, "X-Tocsin-Signature": f"sha256={digest}"}


def merged(theirs: Mapping[str, str], ours: Mapping[str, str]) -> Mapping[str, str]:
    """Both, except those of ``theirs`` that have the name of one of ``ours`` in any spelling: HTTP has one case."""
    taken = {name.lower() for name in ours}
    return {name: value for name, value in theirs.items() if name.lower() not in taken} | dict(ours)


def judge(status: int, retry_after: str | None, now: float) -> Outcome:
    """What an HTTP answer means. The body is not read: it can't change anything."""
    if 200 <= status < 300:
        return Delivered()
    if status in _RETRY or status >= 500:
        return RetryAfter(_RETRY.get(status, "server_error"), f"HTTP {status}", wish(retry_after, now))
    redirect = " (redirects are not followed)" if 300 <= status < 400 else ""
    return Rejected(_REJECT.get(status, "refused"), f"HTTP {status}{redirect}")


def wish(retry_after: str | None, now: float) -> timedelta | None:
    """``Retry-After`` in seconds or as a date (RFC 9110, 10.2.3); ``None`` where it is neither."""
    text = (retry_after or "").strip()
    if re.fullmatch(r"[0-9]+", text):
        return timedelta(seconds=min(int(text[:10]), _LONGEST_WISH.total_seconds()))
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(aware - datetime.fromtimestamp(now, UTC), timedelta(0)), _LONGEST_WISH)


def _percent_encoded(value: str) -> str:
    return _UNSAFE_IN_HEADER.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), value
    )
