"""What libraries raise, in our words."""

import ssl
from unittest.mock import Mock

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from connectors.sources.web.faults import failed, reason_of
from tocsin.polling.outcome import FetchFailure

KEY = ConnectionKey(
    "news.example", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)


def untrusted() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("fault", "reason", "words"),
    [
        (aiohttp.ConnectionTimeoutError("to http://a:secret@b/"), "timeout", "no connection in time"),
        (TimeoutError(), "timeout", "within 30 s"),
        (aiohttp.ClientConnectorCertificateError(KEY, untrusted()), "unreachable", "has expired"),
        (aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError(1, "secret")), "unreachable", "TLS"),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(None, None)), "unreachable", "no connection"),
        (aiohttp.ServerDisconnectedError("secret"), "unreachable", "broke"),
        (ConnectionResetError("secret"), "unreachable", "broke"),
        (aiohttp.ClientPayloadError("secret"), "bad_content", "undone"),
        (aiohttp.TooManyRedirects(Mock(), (), message="secret"), "http_error", "HTTP"),
        (aiohttp.InvalidURL("http://a:secret@b"), "forbidden", "not an http"),
        (UnicodeEncodeError("utf-8", "secret", 0, 1, "secret"), "bad_content", "UnicodeEncodeError"),
        (AssertionError("secret"), "bad_content", "AssertionError"),
    ],
)
def test_every_fault_has_a_reason(fault: Exception, reason: FetchFailure, words: str) -> None:
    told = failed(fault, 30.0)
    assert told.reason == reason
    assert words in told.detail
    assert "secret" not in told.detail


def test_statuses() -> None:
    assert [reason_of(status) for status in (404, 410, 403, 429, 500)] == [
        "not_found",
        "gone",
        "denied",
        "busy",
        "http_error",
    ]
