"""Web pages as articles."""

import time

from connectors.sources.page import Page, page_of


def test_a_page_is_its_title_its_text_and_its_language() -> None:
    raw = """<!doctype html><html dir="rtl" lang="fa-IR"><head><title>
        آتش‌بس &amp; گفتگو</title><style>p {color: red}</style></head>
        <body><script>alert(1)</script><h1>آتش‌بس</h1><p>متن <b>خبر</b></p></body></html>""".encode()
    assert page_of(raw, "utf-8") == Page("آتش‌بس & گفتگو", "آتش‌بس\nمتن خبر", "fa")


def test_what_a_page_does_not_say_is_empty() -> None:
    assert page_of(b"<p>Old bridge</p>", "") == Page("", "Old bridge", "")
    assert page_of(b"", "") == Page("", "", "")


def test_a_page_in_another_encoding_is_read() -> None:
    raw = "<html><title>Мост</title><p>Старый мост через реку закрыт для проезда</p></html>".encode("cp1251")
    assert page_of(raw, "").title == "Мост"
    assert page_of(raw, "windows-1251").body == "Мост\nСтарый мост через реку закрыт для проезда"


def test_a_hostile_page_takes_no_long_time() -> None:
    began = time.monotonic()
    for raw in (b"<head " * 200_000, b"<title>" * 200_000, b"<html " * 200_000, b"<" * 1_000_000):
        page_of(raw, "")
    assert time.monotonic() - began < 20
