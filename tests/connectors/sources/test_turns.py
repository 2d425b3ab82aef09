"""Requests to one host wait for each other; those to others never do."""

import asyncio
from datetime import datetime, timedelta

from connectors.sources.turns import Turns
from connectors.sources.web.exchange import Answer, Failed, NotModified, Question
from tests.connectors.sources.rss.virtual import virtually
from tests.making import NOON
from tocsin.polling.hosts import Manners

POLITE = Manners(concurrency=2, delay=timedelta(seconds=5))


def virtual_now() -> datetime:
    return NOON + timedelta(seconds=asyncio.get_running_loop().time())


class Site:
    """Answers every question after a second; notes when each host was asked, and how many times at once."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.asked: list[tuple[float, str]] = []
        self.most = 0
        self._now = 0
        self._answer = answer or NotModified()

    async def fetch(self, question: Question) -> Answer:
        self.asked.append((asyncio.get_running_loop().time(), question.url))
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(1)
        self._now -= 1
        return self._answer

    def times(self, host: str) -> list[float]:
        return [at for at, url in self.asked if host in url]


def asked(site: Site, urls: list[str], manners: Manners = POLITE) -> None:
    """Ask for all of ``urls`` at once, politely."""

    async def ask() -> None:
        fetch = Turns(manners, virtual_now).polite(site.fetch)
        await asyncio.gather(*(fetch(Question(url=url)) for url in urls))

    virtually(ask())


def test_a_host_is_asked_no_more_at_once_than_allowed_and_rests_after_each_answer() -> None:
    site = Site()
    asked(site, [f"https://one.example/{number}" for number in range(5)])
    assert site.most == 2
    assert site.times("one") == [0, 0, 6, 6, 12]
    assert [url[-1] for _, url in site.asked] == ["0", "1", "2", "3", "4"]


def test_other_hosts_do_not_wait_for_it() -> None:
    site = Site()
    asked(site, [*(f"https://one.example/{number}" for number in range(5)), "https://two.example/"])
    assert site.times("two") == [0]


def test_a_host_that_is_too_busy_is_left_alone_for_as_long_as_it_asks() -> None:
    site = Site(Failed(reason="busy", detail="429", retry_after=timedelta(minutes=2)))
    asked(site, [f"https://one.example/{number}" for number in range(3)])
    assert site.times("one") == [0, 0, 121]


def test_a_host_that_another_led_to_is_the_one_left_alone() -> None:
    wait = timedelta(minutes=2)
    site = Site(Failed(reason="busy", detail="429", retry_after=wait, url="https://two.example/moved"))
    others = ["https://one.example/1", "https://one.example/2", "https://two.example/0"]

    async def ask() -> None:
        fetch = Turns(POLITE, virtual_now).polite(site.fetch)
        await fetch(Question(url="https://one.example/0"))
        await asyncio.gather(*(fetch(Question(url=url)) for url in others))

    virtually(ask())
    assert (site.times("one"), site.times("two")) == ([0, 6, 6], [127])


def test_a_host_whose_robots_ask_for_no_delay_any_more_is_asked_as_others() -> None:
    site = Site()

    async def ask() -> None:
        turns = Turns(POLITE, virtual_now)
        turns.slow_down("one.example", timedelta(seconds=20))
        turns.slow_down("one.example", timedelta())
        fetch = turns.polite(site.fetch)
        await asyncio.gather(*(fetch(Question(url=f"https://one.example/{n}")) for n in range(3)))

    virtually(ask())
    assert site.times("one") == [0, 0, 6]


def test_a_host_whose_robots_ask_for_a_delay_is_asked_one_thing_at_a_time() -> None:
    site = Site()

    async def ask() -> None:
        turns = Turns(POLITE, virtual_now)
        turns.slow_down("one.example", timedelta(seconds=20))
        fetch = turns.polite(site.fetch)
        await asyncio.gather(*(fetch(Question(url=f"https://one.example/{n}")) for n in range(3)))

    virtually(ask())
    assert site.times("one") == [0, 21, 42]


def test_whoever_gives_up_waiting_holds_up_nobody() -> None:
    site = Site()

    async def ask() -> None:
        fetch = Turns(Manners(1, timedelta()), virtual_now).polite(site.fetch)
        waits = [asyncio.ensure_future(fetch(Question(url=f"https://one.example/{n}"))) for n in range(4)]
        await asyncio.sleep(0.5)
        waits[0].cancel()  # while it is answered
        waits[1].cancel()  # while it waits
        await asyncio.gather(*waits, return_exceptions=True)

    virtually(ask())
    assert [url[-1] for _, url in site.asked] == ["0", "2", "3"]
    assert site.times("one") == [0, 0.5, 1.5]


def test_hosts_long_forgotten_take_no_memory() -> None:
    async def ask() -> int:
        turns = Turns(Manners(2, timedelta(seconds=1)), virtual_now)
        for number in range(5000):
            turns.ask(f"host{number}.example", lambda: True)
            turns.leave(f"host{number}.example")
            await asyncio.sleep(0.01)
        return len(turns._hosts)

    assert virtually(ask()) < 1500


def test_not_even_those_whose_robots_ask_for_a_delay() -> None:
    async def ask() -> int:
        turns = Turns(Manners(2, timedelta(seconds=1)), virtual_now)
        for number in range(5000):
            turns.slow_down(f"host{number}.example", timedelta(seconds=5))
            if number % 2:
                turns.ask(f"host{number}.example", lambda: True)
                turns.leave(f"host{number}.example")
            await asyncio.sleep(10)
        return len(turns._hosts)

    assert virtually(ask()) < 1500
