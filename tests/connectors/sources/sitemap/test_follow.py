"""An index of sitemaps comes back as one sitemap of its newest parts."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from threading import Thread, current_thread, main_thread
from typing import Any

import msgspec
import pytest
from structlog.testing import capture_logs

from connectors.sources.sitemap import follow
from connectors.sources.sitemap.follow import follower, following
from connectors.sources.sitemap.read import read_sitemap
from connectors.sources.web.exchange import Answer, Failed, Fetched, NotModified, Question
from tests.connectors.sources.sitemap.test_read import news, urlset
from tocsin.polling.state import Validators

BASE = "https://desk.example/"
INDEX = f"{BASE}index.xml"


class Web:
    """Documents by address; what is asked is noted."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Question] = []

    def put(self, url: str, body: bytes, **more: object) -> None:
        self.answers[url] = msgspec.structs.replace(Fetched(body=body, url=url), **more)

    async def fetch(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.answers.get(question.url, Failed(reason="not_found", detail="404", status=404))


def index(*parts: tuple[str, str]) -> bytes:
    listed = "".join(
        f"<sitemap><loc>{loc}</loc><lastmod>{changed}</lastmod></sitemap>" for loc, changed in parts
    )
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'.encode()
    )


def titles(answer: Answer) -> list[str]:
    assert isinstance(answer, Fetched)
    entries = read_sitemap(answer.body, answer.charset, "", answer.url).entries
    return [entry.title.text for entry in entries]


@pytest.fixture
def web() -> Web:
    return Web()


async def test_a_sitemap_passes_unchanged(web: Web) -> None:
    web.put(INDEX, urlset(news("One")), validators=Validators(etag='"1"'))
    assert await following(web.fetch)(Question(url=INDEX)) == web.answers[INDEX]


async def test_other_answers_pass_unchanged(web: Web) -> None:
    web.answers[INDEX] = NotModified()
    assert await following(web.fetch)(Question(url=INDEX)) == NotModified()


async def test_the_parts_of_an_index_come_as_one(web: Web) -> None:
    web.put(
        INDEX, index(("/a.xml", "2026-11-21"), ("b.xml", "2026-11-22")), validators=Validators(etag='"1"')
    )
    web.put(f"{BASE}a.xml", urlset(news("هدنة &amp; «محادثات»", f"{BASE}1")))
    web.put(f"{BASE}b.xml", urlset(news("Two", f"{BASE}2")), charset="utf-8")
    answer = await following(web.fetch)(Question(url=INDEX, known=Validators(etag='"0"')))
    assert titles(answer) == ["Two", "هدنة & «محادثات»"]
    assert isinstance(answer, Fetched)
    assert answer.whole
    assert answer.validators == Validators()
    assert answer.url == INDEX
    assert {question.home for question in web.asked[1:]} == {INDEX}
    assert {question.known for question in web.asked[1:]} == {Validators()}


async def test_the_newest_five_parts_are_taken_and_news_before_others(web: Web) -> None:
    parts = [(f"{BASE}news-{day}.xml", f"2026-11-{day:02}") for day in range(1, 10)]
    web.put(INDEX, index(*parts, (f"{BASE}pages.xml", "2026-11-30")))
    for day in range(1, 10):
        web.put(f"{BASE}news-{day}.xml", urlset(news(str(day), f"{BASE}{day}")))
    assert titles(await following(web.fetch)(Question(url=INDEX))) == ["9", "8", "7", "6", "5"]


@pytest.mark.parametrize(
    ("parts", "taken"), [(0, ""), (1, "0"), (2, "10"), (5, "40312"), (6, "50413"), (100, "99 0 98 1 97")]
)
async def test_an_index_without_dates_is_read_from_both_ends(web: Web, parts: int, taken: str) -> None:
    web.put(INDEX, index(*((f"{BASE}{number}.xml", "") for number in range(parts))))
    for number in range(parts):
        web.put(f"{BASE}{number}.xml", urlset(news(str(number), f"{BASE}{number}")))
    expected = taken.split() if " " in taken else list(taken)
    assert titles(await following(web.fetch)(Question(url=INDEX))) == expected


async def test_parts_with_a_date_come_before_those_without(web: Web) -> None:
    web.put(INDEX, index(("/a.xml", ""), ("/b.xml", "2026-11-22"), ("/c.xml", "")))
    for name in "abc":
        web.put(f"{BASE}{name}.xml", urlset(news(name, f"{BASE}{name}")))
    assert titles(await following(web.fetch)(Question(url=INDEX))) == ["b", "c", "a"]


async def test_what_is_left_out_is_said_and_logged_once(web: Web) -> None:
    web.put(INDEX, index(*((f"{BASE}{number}.xml", "") for number in range(7))))
    for number in range(7):
        web.put(f"{BASE}{number}.xml", urlset(news(str(number), f"{BASE}{number}")))
    fetch = following(web.fetch)
    with capture_logs() as lines:
        for _ in range(2):
            answer = await fetch(Question(url=INDEX))
    assert isinstance(answer, Fetched)
    read = read_sitemap(answer.body, answer.charset, "", answer.url)
    assert (read.detail, read.faults) == ("5 of the 7 sitemaps that it names are read", ())
    assert [(line["url"], line["detail"]) for line in lines] == [(INDEX, read.detail)]


async def test_an_index_read_in_full_says_nothing(web: Web) -> None:
    web.put(INDEX, index(("/a.xml", "")))
    web.put(f"{BASE}a.xml", urlset(news("One")))
    with capture_logs() as lines:
        answer = await following(web.fetch)(Question(url=INDEX))
    assert isinstance(answer, Fetched)
    assert (lines, read_sitemap(answer.body, answer.charset, "", answer.url).detail) == ([], "")


async def test_a_missing_part_is_said(web: Web) -> None:
    web.put(INDEX, index(("/a.xml", "2026-11-21"), ("/b.xml", "2026-11-22")))
    web.put(f"{BASE}a.xml", urlset(news("One")))
    answer = await following(web.fetch)(Question(url=INDEX))
    assert titles(answer) == ["One"]
    assert isinstance(answer, Fetched)
    assert not answer.whole


async def test_no_part_is_a_failure(web: Web) -> None:
    web.put(INDEX, index(("/a.xml", "2026-11-21")))
    assert await following(web.fetch)(Question(url=INDEX)) == Failed(
        reason="not_found", detail="404", status=404
    )


@pytest.mark.parametrize("loc", ["http://[bad/news.xml", "//[::1/news.xml", ""])
async def test_a_part_whose_address_is_none_does_not_hold_up_the_others(web: Web, loc: str) -> None:
    web.put(INDEX, index((loc, "2026-11-22"), ("/news.xml", "2026-11-21")))
    web.put(f"{BASE}news.xml", urlset(news("One")))
    answer = await following(web.fetch)(Question(url=INDEX))
    assert titles(answer) == ["One"]
    assert [question.url for question in web.asked] == [INDEX, f"{BASE}news.xml"]


async def test_an_index_of_no_addresses_holds_nothing(web: Web) -> None:
    web.put(INDEX, index(("http://[bad/news.xml", "2026-11-22")))
    assert titles(await following(web.fetch)(Question(url=INDEX))) == []


async def test_nothing_is_read_or_written_on_the_event_loop(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[Thread] = []

    def noted(work: Callable[..., Any]) -> Callable[..., Any]:
        def work_noted(*of: Any) -> Any:
            threads.append(current_thread())
            return work(*of)

        return work_noted

    for name in ("_read", "_newest", "_urlset"):
        monkeypatch.setattr(follow, name, noted(getattr(follow, name)))
    web.put(INDEX, index(("/a.xml", "2026-11-21")))
    web.put(f"{BASE}a.xml", urlset(news("One")))
    assert titles(await following(web.fetch)(Question(url=INDEX))) == ["One"]
    assert len(threads) >= 4
    assert main_thread() not in threads


async def test_slow_parts_do_not_hold_up_the_others(web: Web) -> None:
    web.put(INDEX, index(("/a.xml", "2026-11-22"), ("/b.xml", "2026-11-21")))
    web.put(f"{BASE}a.xml", urlset(news("One")))

    async def slow(question: Question) -> Answer:
        if question.url.endswith("b.xml"):
            await asyncio.Event().wait()
        return await web.fetch(question)

    question = Question(url=INDEX)
    answer = await follower(slow, timedelta(seconds=0.2))(question, await web.fetch(question))
    assert titles(answer) == ["One"]
    assert isinstance(answer, Fetched)
    assert not answer.whole
