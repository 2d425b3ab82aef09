"""One page, one URL: the many ways to write the address of an article become one."""

import re
from typing import Final
from urllib.parse import unquote_plus, urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

# What newsletters, social networks and advertisers append; none of it says which page is meant.
_TRACKERS: Final = re.compile(
    r"""utm_\w+ | mtm_\w+ | pk_\w+ | hsa_\w+ | _hsenc | _hsmi | __hs\w+ | mc_cid | mc_eid | mkt_tok
    | at_(?: medium | campaign | custom\d | format | link_\w+ | ptr_name | bbc_team )
    | fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | yclid | ysclid | twclid | ttclid | igshid | igsh
    | li_fat_id | _openstat | oly_\w+_id | vero_id""",
    re.VERBOSE,
)
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def canonical_url(url: str) -> str:
    """``url`` without trackers and fragment, in one spelling; scheme and page stay as they were.

    Method: ``w3lib.url.canonicalize_url`` (RFC 3986, section 6.2.2, with sorted query arguments).

    Raises:
        ValueError: it is no http or https URL with a host.
    """
    split = urlsplit(url.strip())
    if split.scheme not in _DEFAULT_PORTS or not split.hostname:
        raise ValueError(f"no http or https URL: {url!r}")
    canonical = canonicalize_url(_without_trackers(split.geturl()))
    scheme, _, rest = canonical.partition("://")
    host, slash, page = rest.partition("/")
    return f"{scheme}://{host.removesuffix(_DEFAULT_PORTS[scheme])}{slash}{page}"


def page_hint(url: str) -> str:
    """The same for all URLs of one page, and cheap; a few different pages may share one. Empty for no URL."""
    if "/." in url or "\\" in url:
        url = _without_detours(url)
    rest = url.strip().partition("://")[2].partition("#")[0]
    page, _, query = rest.partition("?")
    pairs = {
        unquote_plus(pair).removesuffix("=")
        for pair in query.split("&")
        if pair and not _TRACKERS.fullmatch(pair.partition("=")[0].lower())
    }
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


def _without_trackers(url: str) -> str:
    names = [pair.partition("=")[0] for pair in urlsplit(url).query.split("&")]
    trackers = [name for name in names if _TRACKERS.fullmatch(name.lower())]
    return url_query_cleaner(url, trackers, remove=True, unique=False) if trackers else url
