"""A news sitemap as a feed document: a title, an address and a time for each article, and no text."""

from typing import Final

from connectors.sources.rss.elements import is_no_link
from connectors.sources.rss.encoding import decode
from connectors.sources.rss.raw import Markup, RawDocument, RawEntry
from connectors.sources.sitemap.document import Page, read_pages
from tocsin.feeds.address import joined

READER: Final = "sitemap"


def read_sitemap(raw: bytes, charset: str, media_type: str, url: str) -> RawDocument:  # noqa: ARG001  as ``rss.read.read``
    """Read ``raw``, found at ``url``; pages that are no news are left out. Never raises; for off the event loop.

    Bytes, ``charset`` and faults are as in ``connectors.sources.rss.read.read``.
    """
    decoded = decode(raw, charset)
    if not decoded.text.strip():
        return RawDocument(faults=("empty",), detail="the document is empty", reader=READER)
    found = read_pages(decoded.text)
    if not found.root:
        fault, detail = (
            ("html", "a web page, no sitemap") if _web_page(decoded.text) else ("not_a_feed", found.detail)
        )
        return RawDocument(faults=(fault,), detail=detail, reader=READER)  # type: ignore[arg-type]
    entries = tuple(_entry(page, url) for page in found.pages if page.text("title") and page.text("loc"))
    if found.pages and not entries and found.root == "urlset":
        return RawDocument(faults=("not_a_feed",), detail="a sitemap, but of no news", reader=READER)
    faults = () if found.fault is None else (found.fault,)
    return RawDocument(
        title=Markup(found.pages[0].text("name") if entries else ""),
        entries=entries,
        faults=faults,
        detail=found.detail,
        reader=READER,
    )


def _entry(page: Page, url: str) -> RawEntry:
    link = page.text("loc")
    return RawEntry(
        url="" if is_no_link(link) else joined(url, link),
        title=Markup(page.text("title")),
        language=page.text("language"),
        published=page.text("publication_date") or page.text("lastmod"),
        updated=page.text("lastmod"),
    )


def _web_page(text: str) -> bool:
    return "<html" in text[:2000].lower()
