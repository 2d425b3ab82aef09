"""What sites ask of robots, and how often they are asked for it."""

import asyncio
from datetime import timedelta
from threading import Thread, current_thread, main_thread

import pytest
from protego import Protego

from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, NotModified, Question
from connectors.sources.web.robots import Robots, Rule
from tests.connectors.sources.web.server import Server
from tocsin.polling.outcome import FetchFailure

PAGE = "https://news.example/world/1"
DAY, HOUR = 24 * 3600.0, 3600.0
MINE = "tocsin/0.1 (news alerts for watch officers)"


class Site:
    """Answers every question with ``answer``; ``asked`` are the addresses."""

    def __init__(self, answer: Answer | str) -> None:
        self.answer: Answer = robots_txt(answer) if isinstance(answer, str) else answer
        self.asked: list[str] = []
        self.ready = asyncio.Event()
        self.ready.set()
        self.now = 1000.0
        self.robots = Robots(self.fetch, MINE, clock=lambda: self.now)

    async def fetch(self, question: Question) -> Answer:
        self.asked.append(question.url)
        await self.ready.wait()
        return self.answer


def robots_txt(text: str) -> Fetched:
    return Fetched(body=text.encode(), url="https://news.example/robots.txt")


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("<html>no rules here</html>", True),
        ("\x00\xff nonsense ::: \n:\nUser-agent", True),
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /admin", True),
        ("User-agent: *\nDisallow: /world/*$", False),
        ("User-agent: *\nDisallow: /\nAllow: /world/", True),
        ("User-agent: Tocsin\nDisallow: /world/\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: tocsin\nAllow: /", True),
        ("User-agent: otherbot\nDisallow: /", True),
    ],
)
async def test_rules_are_kept(text: str, allowed: bool) -> None:
    rule = await Site(text).robots.rule(PAGE)
    assert rule.allowed == allowed
    assert rule.why == ("" if allowed else "robots.txt says so")


@pytest.mark.parametrize(
    ("said", "delay"),
    [
        ("2", timedelta(seconds=2)),
        ("0.5", timedelta(seconds=0.5)),
        ("1000000", timedelta(minutes=1)),
        ("1e300", timedelta(minutes=1)),
        ("0", None),
        ("-1", None),
        ("nan", None),
        ("soon", None),
    ],
)
async def test_a_delay_is_told_whether_or_not_the_page_is_allowed(said: str, delay: timedelta | None) -> None:
    site = Site(f"User-agent: *\nCrawl-delay: {said}\nDisallow: /admin")
    assert await site.robots.rule(PAGE) == Rule(allowed=True, delay=delay)
    assert (await site.robots.rule("https://news.example/admin")).delay == delay


def failed(reason: FetchFailure, status: int | None = None) -> Failed:
    return Failed(reason=reason, detail="said", status=status)


@pytest.mark.parametrize(
    "answer",
    [
        failed("not_found", 404),
        failed("gone", 410),
        failed("denied", 401),
        failed("denied", 403),
        failed("http_error", 418),
    ],
)
async def test_a_site_without_rules_allows_everything(answer: Answer) -> None:
    assert await Site(answer).robots.rule(PAGE) == Rule(allowed=True)


@pytest.mark.parametrize(
    "answer",
    [
        failed("busy", 429),
        failed("busy", 503),
        failed("http_error", 500),
        failed("http_error", 301),
        failed("timeout"),
        failed("unreachable"),
        failed("forbidden"),
        failed("too_large"),
        NotModified(),
    ],
)
async def test_while_nobody_can_say_nothing_is_allowed(answer: Answer) -> None:
    site = Site(answer)
    rule = await site.robots.rule(PAGE)
    assert not rule.allowed
    assert rule.why.startswith("robots.txt can't be had: ")
    site.answer, site.now = robots_txt(""), site.now + HOUR + 1
    assert (await site.robots.rule(PAGE)).allowed


async def test_a_site_is_asked_once_a_day() -> None:
    site = Site("User-agent: *\nDisallow: /admin")
    for _ in range(3):
        await site.robots.rule(PAGE)
        await site.robots.rule("https://NEWS.example:443/admin")
    site.now += DAY - 1
    await site.robots.rule(PAGE)
    assert site.asked == ["https://news.example/robots.txt"]
    site.now += 2
    await site.robots.rule(PAGE)
    assert len(site.asked) == 2


async def test_each_scheme_and_port_is_a_site() -> None:
    site = Site("")
    for origin in ("https://news.example", "http://news.example", "https://news.example:8443"):
        await site.robots.rule(f"{origin}/a")
        assert site.asked[-1] == f"{origin}/robots.txt"


async def test_who_asks_together_shares_one_question_and_may_leave() -> None:
    site = Site("")
    site.ready.clear()
    first, *others = [asyncio.ensure_future(site.robots.rule(PAGE)) for _ in range(5)]
    await asyncio.sleep(0)
    first.cancel()
    site.ready.set()
    assert all(rule.allowed for rule in await asyncio.gather(*others))
    assert first.cancelled()
    assert len(site.asked) == 1


async def test_what_is_held_is_bounded() -> None:
    large = Site("User-agent: *\n" + f"Disallow: /{'and-so-on/' * 8}\n" * 4000)
    for number in range(12):
        await large.robots.rule(f"https://{number}.example/")
    await large.robots.rule("https://11.example/")
    assert len(large.asked) == 12
    await large.robots.rule("https://0.example/")
    assert len(large.asked) == 13


async def test_half_a_megabyte_is_read_and_no_more() -> None:
    filler = "# filler\n" * (500 * 1024 // 9 + 1)
    assert (await Site(filler + "User-agent: *\nDisallow: /").robots.rule(PAGE)).allowed


async def test_many_rules_are_not_looked_through_on_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site("User-agent: *\n" + "Disallow: /*a*b$\n" * 200)
    threads: list[Thread] = []
    can_fetch = Protego.can_fetch

    def noted(rules: Protego, url: str, user_agent: str) -> bool:
        threads.append(current_thread())
        return can_fetch(rules, url, user_agent)

    monkeypatch.setattr(Protego, "can_fetch", noted)
    assert (await site.robots.rule(PAGE)).allowed
    assert threads
    assert main_thread() not in threads


async def test_so_many_rules_are_kept_and_those_for_others_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    parse = Protego.parse

    def noted(text: str) -> Protego:
        read.append(text)
        return parse(text)

    monkeypatch.setattr(Protego, "parse", noted)
    agents = "".join(f"User-agent: robot{number}\nUseragent robot{number}*\n" for number in range(500))
    rules = "".join(f"Disallow: /{number}\n" for number in range(9000))
    site = Site(f"User-agent: *\nUser-Agent: Tocsin\nDisallow: /world/\n\n{agents}{rules}")
    assert not (await site.robots.rule(PAGE)).allowed
    (text,) = read
    assert text.count("\n") < 5000
    agents_kept = {line for line in text.splitlines() if line.lower().startswith("user")}
    assert agents_kept == {"User-agent: *", "User-Agent: Tocsin", "User-agent: somebody-else"}


@pytest.mark.parametrize("url", ["", "news", "mailto:a@b", "http://", "http://[::1", "//news.example"])
async def test_any_text_is_judged(url: str) -> None:
    assert not (await Site("").robots.rule(url)).allowed


async def test_a_server_is_asked(server: Server, fetch: Fetch) -> None:
    server.say("/robots.txt", body=b"User-agent: *\nDisallow: /private")
    robots = Robots(fetch, MINE)
    assert (await robots.rule(server.url("/public"))).allowed
    assert not (await robots.rule(server.url("/private/1?x=%D0%B0"))).allowed
    assert server.targets() == ["/robots.txt"]
