"""The article on a page, in six languages and their encodings; its menus and links beside it, never in it."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sources.fulltext.extract import LONGEST, LONGEST_REST, Extract, extract
from tests.connectors.sources.fulltext.pages import STORIES, page

ENCODINGS = [
    *((language, "utf-8") for language in STORIES),
    ("ar", "windows-1256"),
    ("ru", "windows-1251"),
    ("ru", "koi8-r"),
    ("tr", "iso-8859-9"),
    ("fr", "iso-8859-15"),
    ("en", "utf-16"),
]


def extracted(text: str) -> Extract:
    found = extract(text.encode(), "utf-8")
    assert found is not None
    return found


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_the_article_is_its_paragraphs_and_nothing_else(language: str, encoding: str) -> None:
    story = STORIES[language]
    by_header = extract(page(story, language=language).encode(encoding), encoding)
    named = page(story, language=language, head=f'<meta charset="{encoding}">').encode(encoding)
    by_itself = extract(named, "")
    assert by_header == by_itself
    assert by_header is not None
    assert (by_header.own, by_header.language) == (story.text, language)


@pytest.mark.parametrize("written", ["&zwnj;", "&#8204;", "&#x200C;", "&#x200c"])
def test_joiners_written_as_references_are_kept(written: str) -> None:
    story = STORIES["fa"]
    found = extracted(page(story, language="fa").replace("\u200c", written))
    assert (found.own, found.rest) == (story.text, (story.link,))


def test_marks_of_direction_are_kept() -> None:
    story = STORIES["ar"]
    marked = story.text.replace("يومين", "\u200e2\u200f")
    assert extracted(page(story).replace("يومين", "&lrm;2&rlm;")).own == marked


@pytest.mark.parametrize("language", STORIES)
def test_links_are_beside_it_and_what_is_a_button_nowhere(language: str) -> None:
    story = STORIES[language]
    found = extracted(page(story, links=["Ten ships leave the harbour at dawn"]))
    assert found.rest == ("Ten ships leave the harbour at dawn", story.link)


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2026-03-01T10:00:00+03:00", datetime(2026, 3, 1, 7, tzinfo=UTC)),
        ("2026-03-01T10:00:00Z", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("2026-03-01T10:00:00", None),
        ("last Sunday morning", None),
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="{}">',
        "<meta content='{}' property='article:published_time'/>",
        '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}"}}</script>',
    ],
)
def test_the_date_a_page_names_with_its_zone_is_read(
    head: str, written: str, published: datetime | None
) -> None:
    assert extracted(page(STORIES["en"], head=head.format(written))).published == published


def test_of_several_dates_none_is_believed() -> None:
    head = '<script>[{"datePublished": "2026-03-01T10:00:00Z"}, {"datePublished": "2026-03-02T10:00:00Z"}]</script>'
    assert extracted(page(STORIES["en"], head=head)).published is None


def test_the_same_page_gives_the_same_text() -> None:
    raw = page(STORIES["fa"], links=[STORIES["ru"].link]).encode()
    assert len({(found.own, found.rest) for found in [extract(raw, "") for _ in range(20)] if found}) == 1


@pytest.mark.parametrize(
    "text", ["", " \n", "<html></html>", "<p>", "{}", "%PDF-1.4", "\x00\x01", "<?xml?><a/>"]
)
def test_what_holds_no_article_is_none(text: str) -> None:
    assert extract(text.encode(), "") is None


@pytest.mark.parametrize("language", STORIES)
def test_a_short_report_is_no_reason_to_take_the_menus(language: str) -> None:
    story = STORIES[language]
    short = story._replace(paragraphs=(story.paragraphs[0], story.paragraphs[1][:40]))
    assert extracted(page(short, language=language)).own == short.text


def test_an_xhtml_page_that_declares_its_encoding_is_read() -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?>' + page(STORIES["ru"])
    found = extract(text.encode("windows-1251"), "")
    assert found is not None
    assert found.own == STORIES["ru"].text


def test_an_article_without_end_is_cut_at_a_line() -> None:
    sentences = (
        f"<p>Ship number {number} left the harbour before dawn today.</p>" for number in range(5_000)
    )
    found = extracted(f"<html><body><article>{''.join(sentences)}</article></body></html>")
    assert LONGEST - 100 < len(found.own) <= LONGEST
    assert found.own.endswith("today.")


def test_links_without_end_are_cut() -> None:
    links = [f"Headline number {number} of a very long list of them" for number in range(3_000)]
    assert 0 < len("\n".join(extracted(page(STORIES["en"], links=links)).rest)) <= LONGEST_REST


HOSTILE = {
    "deep": "<div>" * 19_000 + "word " * 200,
    "links": "<p><a href=/x>some words here</a></p>" * 4_900,
    "breaks": "text here<br>" * 19_000,
    "spans": "<article><p>" + "<span>a b c.</span>" * 9_900,
    "attributes": "<p " + " ".join(f"a{number}" for number in range(200_000)) + ">x</p>",
    "tags": "<b>x</b>" * 200_000,
    "comments": "<!--" * 19_000,
    "references": "<p>" + "&#x" * 100_000,
    "one word": f"<article><p>{'x' * 1_000_000}</p></article>",
    "blanks": f"<article><p>{' ' * 1_000_000}</p></article>",
    "quotes": "<p>" + "<blockquote>" * 9_000 + "a b c d " * 1_000,
    "tables": "<table><tr><td>" * 6_000 + "word " * 200,
    "script": f'<script type="application/ld+json">{{"articleBody": "{"a " * 300_000}"}}</script>',
    "meta": "<meta " * 19_000,
    "dates": '"datePublished":"' * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_takes_no_long_time(name: str) -> None:
    began = time.process_time()
    extract(f"<html><body>{HOSTILE[name]}".encode(), "")
    assert time.process_time() - began < 4


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_damage_to_a_page_does_more_than_cost_its_text(data: st.DataObject) -> None:
    raw = bytearray(page(STORIES["fr"], language="fr").encode())
    for _ in range(data.draw(st.integers(0, 20))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    found = extract(
        bytes(raw[: data.draw(st.integers(0, len(raw)))]), data.draw(st.sampled_from(["", "utf-8", "x"]))
    )
    assert found is None or found.own.strip() == found.own != ""
