"""The sample feeds: what they promise to hold, and that they are served as an outlet would."""

import json
from calendar import timegm
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import feedparser
import nh3
import pytest

from connectors.sources.samples.documents import SAMPLES, Sample, render
from connectors.sources.samples.server import INTERVAL, sample_feeds, serve

NOW = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "data" / "samples_expected.json").read_text(encoding="utf-8")
)
LANGUAGES = {"ar", "fa", "ru", "tr", "en", "fr"}
WATCHLISTS = {"idlib", "astana-format", "ceasefire"}


def parsed(file: str, edition: str = "1") -> Any:
    return feedparser.parse(render(file, now=NOW, edition=edition))


def guid(entry: Any) -> str:
    return str(entry.get("id") or entry.link)


def text(entry: Any) -> str:
    markup = "\n".join([entry.get("summary", ""), *(content.value for content in entry.get("content", ()))])
    return str(entry.title) + "\n" + unescape(nh3.clean(markup, tags=set()))


def files() -> list[str]:
    return [s.file for s in SAMPLES] + [s.revised_file for s in SAMPLES if s.revised]


def test_expectations_name_every_file() -> None:
    assert sorted(EXPECTED) == sorted(files())


@pytest.mark.parametrize("file", files())
def test_a_feed_is_well_formed_and_dated_minutes_ago(file: str) -> None:
    document = parsed(file)
    assert not document.bozo
    assert document.feed.title in {sample.title for sample in SAMPLES}
    for entry in document.entries:
        stamp = entry.get("published_parsed") or entry.updated_parsed
        age = NOW - datetime.fromtimestamp(timegm(stamp), UTC)
        assert timedelta(0) <= age <= timedelta(hours=1)
        assert entry.link.startswith("https://")
        assert ".example/" in entry.link
        assert "{{" not in str(entry)


@pytest.mark.parametrize("file", files())
def test_a_feed_holds_the_entries_expected_of_it(file: str) -> None:
    assert {guid(entry) for entry in parsed(file).entries} == {row["guid"] for row in EXPECTED[file]}


@pytest.mark.parametrize("file", files())
def test_each_trap_is_in_its_entry_as_written(file: str) -> None:
    by_guid = {guid(entry): text(entry) for entry in parsed(file).entries}
    missing = [
        (row["guid"], shown)
        for row in EXPECTED[file]
        for shown in row.get("shows", ())
        if shown not in by_guid[row["guid"]]
    ]
    assert missing == []


def test_a_dozen_items_per_language_and_most_are_plain_news() -> None:
    watched: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for sample in SAMPLES:
        for row in EXPECTED[sample.file]:
            watched[sample.language][row["guid"]] = set(row["watchlists"])
    assert set(watched) == LANGUAGES
    for language, items in watched.items():
        assert len(items) >= 12, language
        assert set().union(*items.values()) >= WATCHLISTS, language
        assert sum(not hits for hits in items.values()) * 2 > len(items), language


def test_repeats_inside_one_feed_and_across_two() -> None:
    inside = {s.file for s in SAMPLES if Counter(map(guid, parsed(s.file).entries)).most_common(1)[0][1] > 1}
    feeds_of = defaultdict(set)
    for sample in SAMPLES:
        for entry in parsed(sample.file).entries:
            feeds_of[entry.link].add(sample.name)
    across = [feeds for feeds in feeds_of.values() if len(feeds) > 1]
    assert inside == {
        "ar-wire.xml",
        "fa-wire.xml",
        "ru-wire.xml",
        "tr-post.xml",
        "en-wire.xml",
        "fr-wire.xml",
    }
    assert sorted(map(sorted, across)) == [["en-daily", "en-wire"], ["ru-gazette", "ru-wire"]]


def test_copies_at_a_second_outlet_have_an_address_of_their_own() -> None:
    links = defaultdict(set)
    for sample in SAMPLES:
        for entry in parsed(sample.file).entries:
            links[sample.language, entry.title].add(entry.link)
    assert {language for (language, _), found in links.items() if len(found) > 1} == {"ar", "tr", "en", "fr"}


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.revised], ids=lambda s: s.name)
def test_a_revision_keeps_the_guid_and_changes_one_text(sample: Sample) -> None:
    first = {guid(entry): text(entry) for entry in parsed(sample.file).entries}
    second = {guid(entry): text(entry) for entry in parsed(sample.revised_file).entries}
    assert first.keys() == second.keys()
    assert len([key for key in first if first[key] != second[key]]) == 1


def test_encodings_other_than_utf8_are_served_as_declared() -> None:
    assert parsed("ru-gazette.xml").encoding == "windows-1251"
    assert parsed("ar-daily.xml").encoding == "windows-1256"
    assert "Газета".encode("cp1251") in render("ru-gazette.xml", now=NOW, edition="1")


def test_another_edition_is_other_news() -> None:
    for file in files():
        links = {entry.link for entry in parsed(file, "1").entries}
        assert links.isdisjoint(entry.link for entry in parsed(file, "2").entries)


@pytest.fixture
async def base_url() -> AsyncIterator[str]:
    runner, url = await serve("127.0.0.1", 0, edition="1")
    yield url
    await runner.cleanup()


async def fetch(url: str, **headers: str) -> tuple[int, bytes, Mapping[str, str]]:
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.read(), response.headers


async def test_every_listed_feed_is_served(base_url: str) -> None:
    feeds = sample_feeds(base_url)
    assert len(feeds) == len(SAMPLES)
    for feed in feeds:
        assert feed.interval == INTERVAL
        status, body, _ = await fetch(feed.url)
        assert status == 200
        assert feedparser.parse(body).feed.title == feed.title


@pytest.mark.parametrize(
    ("validator", "condition"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")]
)
async def test_an_unchanged_feed_is_not_sent_again(base_url: str, validator: str, condition: str) -> None:
    url = f"{base_url}/ar-wire.xml"
    _, _, headers = await fetch(url)
    status, body, again = await fetch(url, **{condition: headers[validator]})
    assert (status, body) == (304, b"")
    assert again[validator] == headers[validator]


@pytest.mark.parametrize(
    ("validator", "condition"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")]
)
async def test_the_revision_comes_with_the_second_fetch(
    base_url: str, validator: str, condition: str
) -> None:
    url = f"{base_url}/en-daily.xml"
    _, first, headers = await fetch(url)
    status, second, revised = await fetch(url, **{condition: headers[validator]})
    assert status == 200
    assert b"no immediate word" in first
    assert b"correcting an earlier report" in second
    status, _, _ = await fetch(url, **{condition: revised[validator]})
    assert status == 304


async def test_one_feed_being_fetched_does_not_age_another(base_url: str) -> None:
    await fetch(f"{base_url}/en-daily.xml")
    _, body, _ = await fetch(f"{base_url}/fa-daily.xml")
    assert "جزئیات این دیدار هنوز اعلام نشده است" in body.decode()
