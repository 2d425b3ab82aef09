"""The made-up outlets of the sources benchmark."""

import msgspec
import pytest

from benchmarks.sources.figures import bound_of, quantile
from benchmarks.sources.outlets import ENTRIES, FAILING_SHARE, SLOW_SHARE, World, host, hosts
from connectors.sources.rss.read import read

PERIOD = 900.0
EPOCH = 1_800_000_000.0
TEXTS = ("Ein Satz.", "وقف إطلاق النار.", "a < b")
WORLD = World(10_000, EPOCH, PERIOD, TEXTS)
PRESSED = WORLD.press(EPOCH + 7_000)


def test_the_shares_are_those_that_are_claimed() -> None:
    assert sum(WORLD.is_slow(feed) for feed in range(WORLD.feeds)) == WORLD.feeds * SLOW_SHARE
    for feed in (0, 7, 18, 19, 9_999):
        failed = [WORLD.fails(feed, polls) for polls in range(200)]
        assert sum(failed) == 200 * FAILING_SHARE
        assert not failed[0]


def test_a_third_of_the_polls_finds_one_new_entry() -> None:
    now, interval = EPOCH + 5000, PERIOD / 3
    came = [WORLD.newest(feed, now + interval, 0) - WORLD.newest(feed, now, 0) for feed in range(WORLD.feeds)]
    assert set(came) == {0, 1}
    assert sum(came) == pytest.approx(WORLD.feeds / 3, rel=0.02)


def test_pressed_a_third_of_the_polls_finds_one_new_entry_however_fast_they_are() -> None:
    for polls in range(6):
        came = [
            PRESSED.newest(feed, EPOCH + 9_000, polls + 1) - PRESSED.newest(feed, EPOCH + 9_000, polls)
            for feed in range(WORLD.feeds)
        ]
        assert set(came) == {0, 1}
        assert sum(came) == pytest.approx(WORLD.feeds / 3, rel=0.02)


def test_an_entry_appears_when_the_document_first_holds_it() -> None:
    for feed in (0, 1, 77, 9_999):
        newest = WORLD.newest(feed, EPOCH + 10_000, 0)
        at = WORLD.appeared(feed, newest).timestamp()
        assert WORLD.newest(feed, at + 0.01, 0) == newest
        assert WORLD.newest(feed, at - 0.01, 0) == newest - 1


def test_pressing_changes_nothing_that_was() -> None:
    for feed in (0, 1, 77, 9_999):
        assert 0 <= PRESSED.newest(feed, EPOCH + 9_000, 0) - WORLD.newest(feed, EPOCH + 7_000, 0) <= 1
        assert PRESSED.document(feed, 4) == WORLD.document(feed, 4)
        assert PRESSED.appeared(feed, 10_000).timestamp() == EPOCH + 7_000


def test_its_documents_are_whole_and_full() -> None:
    document = read(WORLD.document(7, 3), "utf-8", "", "http://127.20.0.2/7.xml")
    assert document.faults == ()
    assert [entry.url.rpartition("/")[2] for entry in document.entries] == [
        str(number) for number in range(3, 3 - ENTRIES, -1)
    ]


def test_every_host_is_a_loopback_address_of_its_own() -> None:
    addresses = {host(feed) for feed in range(WORLD.feeds)}
    assert len(addresses) == hosts(WORLD.feeds) == 2000
    assert all(0 < int(part) < 255 for address in addresses for part in address.split(".")[3:])


def test_worlds_reach_the_server_as_they_are() -> None:
    assert msgspec.json.decode(msgspec.json.encode(WORLD), type=World) == WORLD


def test_quantiles() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert bound_of({0.1: 1, 1.0: 1}, {0.1: 10, 1.0: 101}, 0.5) == 1.0
    assert bound_of({0.1: 1, 1.0: 1}, {0.1: 100, 1.0: 101}, 0.9) == 0.1
