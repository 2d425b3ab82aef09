"""The fast reader against feedparser: the same document from both, or none from the fast one."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sources.rss.elements import mended, mending
from connectors.sources.rss.encoding import decode
from connectors.sources.rss.fast import read_fast
from connectors.sources.rss.raw import RawDocument, digest
from connectors.sources.rss.slow import read_slow

URL = "https://feeds.example/news/all.xml"
OWN = Path(__file__).parents[3] / "data" / "feeds"
SAMPLES = Path(__file__).parents[4] / "connectors" / "sources" / "samples" / "feeds"
WELL_FORMED = [*sorted(OWN.glob("*.xml")), *sorted(SAMPLES.glob("*.xml"))]
CORPUS = Path(__file__).parents[5] / "shared" / "corpora" / "feeds"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "georss": "http://www.georss.org/georss",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "own": "https://desk.example/ns",
}
DECLARED = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def same(text: str, url: str = URL) -> RawDocument | None:
    """What the fast reader read, once it is what feedparser reads."""
    fast = read_fast(text, url)
    if fast is not None:
        slow = read_slow(text, url)
        assert msgspec.structs.replace(fast, reader=slow.reader) == slow
        assert [digest(entry) for entry in fast.entries] == [digest(entry) for entry in slow.entries]
    return fast


@pytest.mark.parametrize("path", WELL_FORMED, ids=lambda path: path.name)
def test_well_formed_feeds_are_read_fast(path: Path) -> None:
    text = decode(path.read_bytes(), "").text
    assert (same(text) is None) == ('type="xhtml"' in text or "<entry xml:lang" in text)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not beside the repository")
def test_on_the_corpus_it_sees_what_feedparser_sees_or_nothing() -> None:
    read = [same(decode(path.read_bytes(), "").text) for path in sorted(CORPUS.rglob("*.xml"))]
    assert sum(document is not None for document in read) > 1000


@given(st.text(st.sampled_from("aé«Ã©\x80\x9f\xa0\xc1\xc2\xf4\xf5چсл") | st.characters(max_codepoint=0x200)))
def test_a_text_is_mended_wherever_mending_changes_it(text: str) -> None:
    assert mending(text)(text) == mended(text)


# Everything a feed may say, and much that it should not.
LEAVES = """
title link guid id pubDate published updated modified lastBuildDate created description summary content language
author category comments enclosure source image url name ttl date links items media:title media:description
media:content media:thumbnail media:keywords media:credit media:group dc:title dc:date dc:creator dc:language
dc:description dc:subject dcterms:issued dcterms:modified dcterms:created content:encoded itunes:summary
itunes:subtitle itunes:author itunes:image itunes:duration itunes:keywords itunes:explicit georss:point geo:lat
slash:comments sy:updatePeriod sy:updateFrequency own:genre own:title own:full-text atom:link atom:updated
""".split()
ATTRIBUTES = [
    ("isPermaLink", "false"),
    ("isPermaLink", "true"),
    ("type", "html"),
    ("type", "text"),
    ("type", "xhtml"),
    ("type", "image/png"),
    ("rel", "self"),
    ("rel", "hub"),
    ("rel", "Alternate"),
    ("href", "/relative?a=1&b=2"),
    ("href", "https://desk.example/one"),
    ("url", "https://desk.example/picture.png"),
    ("xml:lang", "ar"),
    ("lang", "fa"),
    ("xml:base", "https://elsewhere.example/"),
    ("mode", "base64"),
    ("own:kind", "x"),
]
TEXTS = [
    "",
    "  ",
    "Fish & chips",
    "<p>خبر</p> <b>عاجل</b>",
    "&lt;p&gt;twice&lt;/p&gt;",
    "AT&T; &amp; &copy; <i>x</i>",
    "Ã©tÃ©",
    "caf\u00e9 \u0093quoted\u0094",
    "«وقف إطلاق النار»",
    "https://desk.example/a?b=1&amp;c=2",
    "https://desk.example/a?b=1&c;=2#top",
    "//other.example/x",
    "../up",
    "https:///slashes.example/x",
    "http://[bad/",
    "tag:desk.example,2026:1",
    "javascript:alert(1)",
    "Sun, 22 Nov 2026 10:00:00 +0300",
    "2026-11-22T10:00:00Z",
    "60",
    "hourly",
    "yes",
    "1 2",
    "ar-SY",
]

texts = st.sampled_from(TEXTS) | st.text("aب<>&;#\u0085é \n", max_size=8)
attributes = st.lists(st.sampled_from(ATTRIBUTES), max_size=2, unique_by=lambda pair: pair[0])


@st.composite
def elements(draw: st.DrawFn, depth: int = 1) -> str:
    name = draw(st.sampled_from(LEAVES))
    given = "".join(f' {key}="{escape(value)}"' for key, value in draw(st.just([]) | attributes))
    text = draw(texts)
    inside = f"<![CDATA[{text}]]>" if draw(st.booleans()) else escape(text)
    if depth and draw(st.integers(0, 9)) == 0:
        inside += "".join(draw(st.lists(elements(depth=depth - 1), max_size=2)))
    return f"<{name}{given}>{inside}</{name}>"


few = st.lists(elements(), max_size=2).map("".join)
many = st.lists(elements(), max_size=7).map("".join)
entries = st.lists(many, max_size=3)
ATOM = "http://www.w3.org/2005/Atom"


def in_rss(head: str, items: list[str], attribute: str) -> str:
    body = "".join(f"<item>{each}</item>" for each in items)
    return (
        f'<rss version="2.0" xmlns:atom="{ATOM}"{DECLARED}{attribute}><channel>{head}{body}</channel></rss>'
    )


def in_atom(head: str, items: list[str], attribute: str) -> str:
    body = "".join(f"<entry>{each}</entry>" for each in items)
    return f'<feed xmlns="{ATOM}" xmlns:atom="{ATOM}"{DECLARED}{attribute}>{head}{body}</feed>'


def in_rdf(head: str, items: list[str], attribute: str) -> str:
    body = "".join(
        f'<item rdf:about="https://desk.example/{n}">{each}</item>' for n, each in enumerate(items)
    )
    spaces = 'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    spaces += ' xmlns:atom="https://desk.example/not-atom"'
    return f"<rdf:RDF {spaces}{DECLARED}{attribute}><channel>{head}</channel>{body}</rdf:RDF>"


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([in_rss, in_atom, in_rdf]),
    few,
    entries,
    st.sampled_from(
        ["", "", ' xml:lang="ar_SY"', ' lang="ar"', ' xml:base="https://b.example/x/"', ' own:base="x"']
    ),
)
def test_whatever_a_feed_holds_it_sees_what_feedparser_sees_or_nothing(
    kind: Callable[[str, list[str], str], str], head: str, items: list[str], attribute: str
) -> None:
    same(kind(head, items, attribute))
