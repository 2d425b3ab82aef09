"""One page, one URL: the many ways to write the address of an article become one."""

import re
from typing import Final
from urllib.parse import unquote_plus, urlsplit

from w3lib.url import canonicalize_url

# What newsletters, social networks and advertisers append, and servers for browsers without cookies: none of it says
# which page is meant. A session with a number may be one of a parliament: that is a page.
_NO_PAGE: Final = re.compile(
    r"""(?: utm_\w+ | mtm_\w+ | pk_\w+ | hsa_\w+ | _hsenc | _hsmi | __hs\w+ | mc_cid | mc_eid | mkt_tok
    | at_(?: medium | campaign | custom\d | format | link_\w+ | ptr_name | bbc_team )
    | fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | yclid | ysclid | twclid | ttclid | igshid | igsh
    | li_fat_id | _openstat | oly_\w+_id | vero_id
    | phpsessid | jsessionid | aspsessionid\w* | asp\.net_sessionid | sessid | cfid | cftoken | oscsid ) (?: =.* )?
    | session_?id (?: =(?! [0-9]{1,15}\Z ).* )?
    | sid = (?= [0-9]*[a-z] ) (?= [a-z]*[0-9] ) [0-9a-z]{26,}""",
    re.VERBOSE | re.DOTALL,
)
# Of Java and PHP, and ASP.NET's.
_SESSION_IN_PATH: Final = re.compile(
    r"; (?: jsessionid | phpsessid | session_?id ) = [^/;]* | (?<=/) \(s\([0-9a-z]{24}\)\)/",
    re.VERBOSE | re.IGNORECASE,
)
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def canonical_url(url: str) -> str:
    """``url`` without trackers, session ids and fragment, in one spelling; scheme and page stay as they were.

    Method: ``w3lib.url.canonicalize_url`` (RFC 3986, section 6.2.2, with sorted query arguments).

    Raises:
        ValueError: it is no http or https URL with a host.
    """
    split = urlsplit(url.strip())
    if split.scheme not in _DEFAULT_PORTS or not split.hostname:
        raise ValueError(f"no http or https URL: {url!r}")
    address, _, query = canonicalize_url(split.geturl()).partition("?")
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    path, sessions = _SESSION_IN_PATH.subn("", slash + path)
    kept = query and "&".join(pair for pair in query.split("&") if not _NO_PAGE.fullmatch(pair.lower()))
    canonical = f"{scheme}://{host.removesuffix(_DEFAULT_PORTS[scheme])}{path}{kept and '?'}{kept}"
    # What stood around a session may now read otherwise.
    return canonical_url(canonical) if sessions else canonical


def page_hint(url: str) -> str:
    """The same for all URLs of one page, and cheap; a few different pages may share one. Empty for no URL."""
    if "/." in url or "\\" in url or ";" in url or "(" in url or "%28" in url:
        url = _without_detours(url)
    rest = url.strip().partition("://")[2].partition("#")[0]
    page, _, query = rest.partition("?")
    said = {unquote_plus(pair).removesuffix("=") for pair in query.split("&") if pair}
    pairs = {pair for pair in said if not _NO_PAGE.fullmatch(pair.lower())}
    return "?".join((unquote_plus(page.partition("/")[2]), *sorted(pairs))).lower()


def _without_detours(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return url


def is_front_page(url: str) -> bool:
    """Whether a canonical URL names a whole site and no page of it."""
    split = urlsplit(url)
    return split.path in ("", "/") and not split.query
