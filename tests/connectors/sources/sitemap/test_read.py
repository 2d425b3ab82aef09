"""A news sitemap is read as a feed document: what is news in it, in any encoding, whole or not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sources.rss.raw import Markup, RawEntry
from connectors.sources.sitemap.read import read_sitemap

URL = "https://desk.example/sitemaps/news.xml"
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def news(title: str, loc: str = "https://desk.example/1", extra: str = "") -> str:
    return (
        f"<url><loc> {loc}\n</loc><lastmod>2026-11-22T09:30:00Z</lastmod>{extra}<news:news><news:publication>"
        "<news:name>وكالة المكتب</news:name><news:language>ar</news:language></news:publication>"
        f"<news:publication_date>2026-11-22T09:00:00Z</news:publication_date><news:title>{title}</news:title>"
        "</news:news></url>"
    )


def urlset(*pages: str, encoding: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return f"{head}<urlset {NAMES}>{''.join(pages)}</urlset>".encode(encoding)


def read(raw: bytes, charset: str = "") -> tuple[tuple[RawEntry, ...], tuple[str, ...]]:
    document = read_sitemap(raw, charset, "application/xml", URL)
    return document.entries, document.faults


def test_reads_title_address_time_and_language() -> None:
    document = read_sitemap(urlset(news("هدنة في إدلب")), "", "application/xml", URL)
    assert document.title == Markup("وكالة المكتب")
    assert document.entries == (
        RawEntry(
            url="https://desk.example/1",
            title=Markup("هدنة في إدلب"),
            language="ar",
            published="2026-11-22T09:00:00Z",
            updated="2026-11-22T09:30:00Z",
        ),
    )
    assert (document.faults, document.reader) == ((), "sitemap")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1256"])
def test_reads_the_same_in_any_encoding(encoding: str) -> None:
    (entry,), _ = read(urlset(news("هدنة في إدلب"), encoding=encoding))
    assert entry.title.text == "هدنة في إدلب"


def test_an_images_title_is_not_the_articles() -> None:
    photo = "<image:loc>https://desk.example/1.jpg</image:loc><image:title>A photo</image:title>"
    (entry,), _ = read(urlset(news("Ceasefire", extra=f"<image:image>{photo}</image:image>")))
    assert (entry.title.text, entry.url) == ("Ceasefire", "https://desk.example/1")


def test_pages_that_are_no_news_are_left_out() -> None:
    entries, faults = read(urlset("<url><loc>https://desk.example/about</loc></url>", news("Ceasefire")))
    assert [entry.title.text for entry in entries] == ["Ceasefire"]
    assert faults == ()


def test_relative_addresses_are_made_whole() -> None:
    entries, _ = read(urlset(news("One", "/a"), news("Two", "http://[half/")))
    assert [entry.url for entry in entries] == ["https://desk.example/a", ""]


def test_what_is_cut_short_is_read_up_to_there() -> None:
    raw = urlset(news("One"), news("Two"), news("Three"))
    entries, faults = read(raw[: raw.index(b"Three") - 150])
    assert [entry.title.text for entry in entries] == ["One", "Two"]
    assert faults == ("truncated",)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<html><body>Sign in", "html"),
        (b"<rss version='2.0'></rss>", "not_a_feed"),
        (b"no markup", "not_a_feed"),
        (urlset("<url><loc>https://desk.example/about</loc></url>"), "not_a_feed"),
        (urlset(news("One"), "<url>&nosuch;</url>", news("Two")), "malformed"),
    ],
)
def test_says_what_is_wrong(raw: bytes, fault: str) -> None:
    assert read(raw)[1] == (fault,)


def test_an_empty_sitemap_is_no_fault() -> None:
    assert read(urlset()) == ((), ())


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE urlset [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
        b'<!DOCTYPE urlset SYSTEM "file:///etc/passwd"><urlset/>',
        b"<urlset>" + b"<url>" * 200_000,
    ],
)
def test_bombs_are_harmless(raw: bytes) -> None:
    begun = time.monotonic()
    entries, faults = read(raw)
    assert not entries
    assert faults
    assert time.monotonic() - begun < 2


@given(st.binary(max_size=300), st.integers(0, 800), st.integers(0, 255))
def test_never_raises(junk: bytes, place: int, flip: int) -> None:
    raw = bytearray(urlset(news("One"), news("Two")))
    raw[place] ^= flip
    for document in (junk, bytes(raw), bytes(raw[:place]), bytes(raw[:place]) + junk):
        read(document)
