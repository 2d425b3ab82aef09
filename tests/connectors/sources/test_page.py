"""Web pages as articles."""

import time

import pytest

from connectors.sources.page import Page, html_of, page_of


def seen(raw: bytes, charset: str = "") -> Page:
    return page_of(html_of(raw, charset))


def test_a_page_is_its_title_its_text_and_its_language() -> None:
    raw = """<!doctype html><html dir="rtl" lang="fa-IR"><head><title>
        آتش‌بس &amp; گفتگو</title><style>p {color: red}</style></head>
        <body><script>alert(1)</script><h1>آتش‌بس</h1><p>متن <b>خبر</b></p></body></html>""".encode()
    assert seen(raw, "utf-8") == Page("آتش‌بس & گفتگو", "آتش‌بس\nمتن خبر", "fa")


def test_what_a_page_does_not_say_is_empty() -> None:
    assert seen(b"<p>Old bridge</p>") == Page("", "Old bridge", "")
    assert seen(b"") == Page("", "", "")


def test_a_page_in_another_encoding_is_read() -> None:
    raw = "<html><title>Мост</title><p>Старый мост через реку закрыт для проезда</p></html>".encode("cp1251")
    assert seen(raw).title == "Мост"
    assert seen(raw, "windows-1251").body == "Мост\nСтарый мост через реку закрыт для проезда"


def test_a_hostile_page_takes_no_long_time() -> None:
    began = time.monotonic()
    for raw in (b"<head " * 200_000, b"<title>" * 200_000, b"<html " * 200_000, b"<" * 1_000_000):
        seen(raw)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1256", "الجسر القديم مغلق أمام الشاحنات"),
        ("windows-1251", "Старый мост закрыт"),
        ("iso-8859-9", "Eski köprü kapalı, geçiş yok"),
        ("iso-8859-15", "Le pont fermé à 10 €"),
    ],
)
@pytest.mark.parametrize(
    "tag", ['<meta charset="{0}">', "<META content='text/html; charset={0}' http-equiv=a>"]
)
def test_the_encoding_a_page_names_counts_where_its_header_names_none(
    encoding: str, text: str, tag: str
) -> None:
    raw = f"<html><head>{tag.format(encoding)}</head><body><p>{text}</p></body></html>".encode(encoding)
    assert seen(raw).body == text
    assert seen(raw, encoding).body == text


def test_a_page_that_is_utf8_is_read_as_that_whatever_it_names() -> None:
    raw = "<head><meta charset=windows-1256></head><p>الجسر القديم</p>".encode()
    assert seen(raw).body == "الجسر القديم"
