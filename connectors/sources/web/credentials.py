"""What a request says of us, and to whom: secrets go to the host they were given for, and nowhere else."""

from base64 import b64encode
from typing import Final

from yarl import URL

from connectors.sources.web.exchange import Question
from tocsin.feeds.feed import Access

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def public_headers(question: Question, user_agent: str) -> dict[str, str]:
    """What every host on the way may know."""
    headers = {"User-Agent": question.access.user_agent or user_agent, "Accept": question.accept}
    if question.known.etag:
        headers["If-None-Match"] = question.known.etag
    if question.known.last_modified:
        headers["If-Modified-Since"] = question.known.last_modified
    return headers


def secret_headers(access: Access, home: URL) -> dict[str, str]:
    """What only the host of ``home`` may know: its own user and password, if it names any, among it."""
    authorization = _authorization(access, home)
    headers = {"Authorization": authorization} if authorization else {}
    return {**headers, **{_title(name): value for name, value in access.headers}}


def at_home(home: URL, hop: URL) -> bool:
    """Whether ``hop`` is the host of ``home``: the same name and port, or the same host's move from http to https."""
    if home.raw_host != hop.raw_host:
        return False
    if home.scheme == hop.scheme:
        return home.port == hop.port
    return home.scheme == "http" and all(url.port == _DEFAULT_PORTS[url.scheme] for url in (home, hop))


def bare(url: URL) -> URL:
    """``url`` as it may be asked for and told: without a user, a password or a fragment in it."""
    if url.raw_fragment:
        url = url.with_fragment(None)
    return url if url.raw_user is None and url.raw_password is None else url.with_user(None)


def _authorization(access: Access, home: URL) -> str:
    if access.token:
        return f"Bearer {access.token}"
    if access.username or access.password:
        return _basic(access.username, access.password)
    if home.user is not None or home.password is not None:
        return _basic(home.user or "", home.password or "")
    return ""


def _basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")


def _title(name: str) -> str:
    """One spelling of each name, so that what the operator writes stands in place of ours."""
    return "-".join(part.capitalize() for part in name.split("-"))
