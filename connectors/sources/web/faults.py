"""What went wrong with a request, as a value. Our own words: those of libraries may hold addresses with secrets."""

from os import strerror
from socket import gaierror
from ssl import SSLError

import aiohttp

from connectors.sources.web.client import RefusedError
from connectors.sources.web.exchange import Failed
from tocsin.polling.outcome import FetchFailure

_BY_STATUS: dict[int, FetchFailure] = {
    401: "denied",
    403: "denied",
    404: "not_found",
    407: "denied",
    410: "gone",
    429: "busy",
    451: "denied",
    503: "busy",
}


def reason_of(status: int) -> FetchFailure:
    """What an answer of this status means to us."""
    return _BY_STATUS.get(status, "http_error")


def failed(fault: Exception, seconds: float) -> Failed:
    """What ``fault``, raised by a request that may take ``seconds``, means."""
    match fault:
        case aiohttp.ConnectionTimeoutError():
            return Failed(reason="timeout", detail="no connection in time")
        case TimeoutError():
            return Failed(reason="timeout", detail=f"no complete answer within {seconds:g} s")
        case aiohttp.ClientConnectorError(os_error=RefusedError() as refused):
            return Failed(reason="forbidden", detail=str(refused))
        case aiohttp.ClientConnectorCertificateError(certificate_error=error):
            said = getattr(error, "verify_message", "")
            return Failed(reason="unreachable", detail=f"its certificate is not trusted: {said}")
        case aiohttp.ClientHttpProxyError():
            return Failed(
                reason=reason_of(fault.status),
                detail=f"the proxy answers {fault.status}",
                status=fault.status,
            )
        case aiohttp.ClientConnectorError(os_error=error):
            return Failed(reason="unreachable", detail=f"no connection: {_said(error)}")
        case aiohttp.ClientPayloadError():
            return Failed(reason="bad_content", detail="the transfer or its compression can't be undone")
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return Failed(reason="forbidden", detail="not an http or https address")
        case aiohttp.ClientResponseError(message=said) if "content-encoding" in said:
            return Failed(reason="bad_content", detail="compressed in a way that was not asked for")
        case aiohttp.ClientResponseError():
            return Failed(reason="http_error", detail="no proper HTTP answer")
        case aiohttp.ClientError() | OSError():
            return Failed(reason="unreachable", detail=f"the connection broke: {type(fault).__name__}")
        case _:
            return Failed(reason="bad_content", detail=f"it can't be asked or read: {type(fault).__name__}")


def _said(error: OSError) -> str:
    """The system's own words; the event loop's hold the address in place of the reason."""
    if isinstance(error, SSLError):
        return f"TLS: {getattr(error, 'reason', None) or 'refused'}"
    if isinstance(error, gaierror) or not error.errno:
        return error.strerror or type(error).__name__
    return strerror(error.errno)
