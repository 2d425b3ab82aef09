"""Where on a web site there may be feeds: what a page of it names and links to, and the usual places."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree  # type: ignore[import-untyped]

from connectors.sources.rss.encoding import decode
from connectors.sources.web.exchange import Fetched
from tocsin.feeds.address import joined

Clue = Literal["the address itself", "named", "linked", "usual place"]
"""How a feed was come by: the page names it, links to it, or it stands where feeds usually do."""

_TYPES: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "text/xml",
        "application/xml",
    }
)
_LOOKS_LIKE_ONE: Final = re.compile(
    r"(?:^|[/._=?&-])(?:rss|feeds?|atom|rdf)(?:[/._=?&-]|\d|$)|\.(?:rss|rdf|atom)\b", re.IGNORECASE
)
_SAYS_ONE: Final = re.compile(r"(?<!\w)(?:rss|atom|rdf|feeds?|xml)(?!\w)|خلاصات|خوراک", re.IGNORECASE)
_USUAL: Final = (
    "feed",
    "rss",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.xml",
    "feed.json",
    "rss/",
    "feeds/",
    "?feed=rss2",
)
_MOST_LINKED: Final = 15
# Characters. What a link to a feed says is short; an article's headline may hold such a word too.
_MOST_WORDS: Final = 40
_READ: Final = 2_000_000


def named_in(answer: Fetched) -> dict[str, Clue]:
    """What the page names as its feeds, then what it links to on its own site that looks like one."""
    page = _Page(decode(answer.body[:_READ], answer.charset).text)
    base = _address(answer.url, page.base) or answer.url
    named: dict[str, Clue] = {url: "named" for link in page.named if (url := _address(base, link))}
    host = urlsplit(answer.url).hostname
    linked = (url for link in page.linked if (url := _address(base, link)) and _site(url) == _site_of(host))
    some = [url for url in dict.fromkeys(linked) if url not in named][:_MOST_LINKED]
    named.update(dict.fromkeys(some, "linked"))
    return named


def usual_places(url: str) -> Iterator[tuple[str, Clue]]:
    """Where feeds usually stand: in the folder of the page at ``url``, then at the root of its site."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = urljoin(url, parts.path.rstrip("/") + "/") if parts.path.strip("/") else root
    for base in dict.fromkeys((folder, root)):
        yield from ((urljoin(base, place), "usual place") for place in _USUAL)


class _Page:
    """The links of a web page.

    Method: libxml2's HTML parser, which takes whatever is no HTML in its stride; html.parser gives up on some
    declarations and is slow on others.
    """

    def __init__(self, text: str) -> None:
        self.base = ""
        self.named: list[str] = []
        self.linked: list[str] = []
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True)
        root = etree.fromstring(text.encode("utf-8", "replace") or b"<html/>", parser)
        for element in () if root is None else root.iter("base", "link", "a"):
            said = {name.lower(): value for name, value in element.attrib.items()}
            words = " ".join("".join(element.itertext()).split()) if element.tag == "a" else ""
            self._take(element.tag, said, words if len(words) <= _MOST_WORDS else "")

    def _take(self, tag: str, said: Mapping[str, str], words: str) -> None:
        link = said.get("href", "").strip()
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if tag == "base":
            self.base = self.base or link
        elif tag == "a":
            if kind in _TYPES or _LOOKS_LIKE_ONE.search(link) or _SAYS_ONE.search(words):
                self.linked.append(link)
        elif tag == "link" and link and kind in _TYPES and "alternate" in said.get("rel", "").lower().split():
            self.named.append(link)


def _address(base: str, link: str) -> str:
    """Empty where a feed can't be asked for there."""
    url = joined(base, link).partition("#")[0]
    try:
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else ""
    except ValueError:  # half an IPv6 address
        return ""


def _site(url: str) -> str:
    return _site_of(urlsplit(url).hostname)


def _site_of(host: str | None) -> str:
    """The last two labels of a host: near enough to say that two hosts are of one house."""
    return ".".join((host or "").split(".")[-2:])
