"""One article out of a line of JSON."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import NOON
from tocsin.matching.given import Given, in_a_language, read_line


def line(**keys: Any) -> bytes:
    return json.dumps(keys).encode()


def read(**keys: Any) -> Given:
    found = read_line(line(**keys), NOON)
    assert isinstance(found, Given), found
    return found


def test_an_article_is_read_and_keys_of_others_are_passed_over() -> None:
    found = read(id=7, title="Идлиб", body="Бои у Идлиба.", url="https://wire.example/7", tags=["x"])
    assert found.name == 7
    assert found.article.id == "7"
    assert (found.article.title, found.article.body) == ("Идлиб", "Бои у Идлиба.")
    assert in_a_language(found.article).language == "ru"
    assert found.article.source == "wire.example"
    assert (found.article.published, found.article.fetched) == (None, NOON)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("fa-IR", "fa"), ("AR", "ar"), ("fr_CA", "fr"), ("", "en"), (None, "en"), ("und", "en")],
)
def test_a_language_is_the_first_part_of_its_tag_or_guessed(given: str | None, kept: str) -> None:
    found = read(id="a", body="The talks of the day and the news", language=given)
    assert in_a_language(found.article).language == kept


@pytest.mark.parametrize(
    "written", ["2026-02-28T15:00:00+03:00", "2026-02-28T12:00:00Z", "2026-02-28 12:00", 1772280000]
)
def test_a_time_is_read_as_utc_and_stands_for_the_time_of_fetching(written: str | float) -> None:
    article = read(id="a", body="x", published=written).article
    assert article.published == article.fetched == datetime(2026, 2, 28, 12, tzinfo=UTC)


def test_what_is_known_of_its_feed_is_read_for_the_filters() -> None:
    keys = {"country": "IR", "kind": "agency", "trust": "high", "tags": ["front"], "own": 1}
    article = read(id="a", body="x y", **keys).article
    assert (article.country, article.kind, article.trust) == ("ir", "agency", "high")
    assert (article.tags, article.own) == (("front",), 1)
    article = read(id="a", body="x y", country=None, kind=None, trust=None, tags=None, own=None).article
    assert (article.country, article.kind, article.trust, article.tags, article.own) == ("", "", "", (), None)


def test_a_byte_order_mark_is_no_part_of_the_line() -> None:
    found = read_line(b"\xef\xbb\xbf" + line(id="a", body="x") + b"\r\n", NOON)
    assert isinstance(found, Given)
    assert found.name == "a"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"nix", "no JSON: Expecting value at column 1"),
        (b'{"id": "a", "body": "x"', "no JSON: Expecting ',' delimiter at column 24"),
        (b'{"id": "a", "body": "x"\n', "no JSON: Expecting ',' delimiter at column 24"),
        (b"[]", "no article: expected 'object', got 'array'"),
        (b"{}", "id: missing; a text or a number; there is neither a title nor a body"),
        (b'{"id": "", "body": "x"}', "id: must not be empty"),
        (b'{"id": null, "body": "x"}', "id: expected 'int | str', got 'null'"),
        (b'{"id": "a"}', "there is neither a title nor a body"),
        (b'{"id": "a", "title": "t", "trust": "hi"}', "trust: must be low, medium or high, not 'hi'"),
        (b'{"id": "a", "title": "t", "own": -1}', "own: expected 'int' >= 0"),
        (
            b'{"title": 1, "trust": "hi", "country": "Syria", "language": "?"}',
            (
                "title: expected 'str | null', got 'int'; trust: must be low, medium or high, not 'hi'; "
                "id: missing; a text or a number; country: must be two letters (ISO 3166-1) such as ir, ru or tr, "
                "not 'Syria'; language: '?' is no language tag such as ar or fa-IR"
            ),
        ),
        (
            b'{"id": "a", "body": "x", "fetched": "noon", "published": "monday"}',
            (
                "published: 'monday' is no time such as 2026-03-01T12:00:00Z, and no seconds since 1970; "
                "fetched: 'noon' is no time such as 2026-03-01T12:00:00Z, and no seconds since 1970"
            ),
        ),
        (b'{"id": "a", "body": ["x"]}', "body: expected 'str | null', got 'array'"),
        (b'{"id": "a", "body": "x\xff"}', "byte 0xff at column 23 is not UTF-8"),
        (
            b'{"id": "a", "body": "x", "language": "?"}',
            "language: '?' is no language tag such as ar or fa-IR",
        ),
        (
            b'{"id": "a", "body": "x", "published": "monday"}',
            "published: 'monday' is no time such as 2026-03-01T12:00:00Z, and no seconds since 1970",
        ),
    ],
)
def test_a_bad_line_is_told_what_is_wrong_with_it(text: bytes, fault: str) -> None:
    assert read_line(text, NOON) == fault


@pytest.mark.parametrize(
    "text", [b"[" * 100_000, b'{"id": 1e999, "body": ""}', b'{"id": "a", "body": "", "x": ' + b"[" * 100_000]
)
def test_a_hostile_line_is_a_fault_and_nothing_worse(text: bytes) -> None:
    assert isinstance(read_line(text, NOON), str)


@given(st.binary(max_size=200))
def test_no_bytes_raise(text: bytes) -> None:
    read_line(text, NOON)


@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=40))
def test_text_comes_as_it_was_written_halves_of_surrogate_pairs_too(title: str, body: str) -> None:
    found = read_line(line(id="a", title=title, body=body, language="en"), NOON)
    assert isinstance(found, Given)
    # A high half and a low half that happen to stand together are one character in JSON.
    assert found.article.body == json.loads(json.dumps(body))


def test_a_half_pair_in_plain_bytes_is_taken_too() -> None:
    found = read_line(b'{"id": "a", "body": "x\xed\xa0\x80y"}', NOON)
    assert isinstance(found, Given)
    assert found.article.body == "x\ud800y"


def test_notes_of_an_article_of_ours_are_read_and_what_others_call_so_is_passed_over() -> None:
    ours = b'{"id": 1, "title": "t", "notes": ["no_zone", "full_text"], "date_source": "jalali"}'
    given = read_line(ours, NOON)
    assert isinstance(given, Given)
    assert (given.article.notes, given.article.date_source) == (("full_text", "no_zone"), "jalali")
    for theirs in (b'"to be checked"', b"[1, {}]", b"{}", b"null"):
        given = read_line(b'{"id": 1, "title": "t", "notes": %b, "date_source": %b}' % (theirs, theirs), NOON)
        assert isinstance(given, Given)
        assert (given.article.notes, given.article.date_source) == ((), "published")
