"""How a feed is asked."""

import msgspec
import pytest

from tests.tocsin.polling.samples import DAY, FEED, HOUR, NOW, RENEW, Entry, poll
from tocsin.polling.asking import address, address_after, ask_unconditionally, new_state, settled
from tocsin.polling.memory import unpack
from tocsin.polling.observation import Observation
from tocsin.polling.state import FeedState, Rhythm, Validators
from tocsin.polling.trouble import Trouble

NEW = "https://new.example/feed"
KNOWN = msgspec.structs.replace(
    new_state(FEED),
    poll=1,
    validators=Validators(etag="1"),
    digest=b"d",
    memory=poll(b"", [Entry("a")]).memory,
    rhythm=Rhythm(gap=HOUR, longest=HOUR, news=3, last=NOW, since=NOW - DAY),
    entries=1,
    polled=NOW,
    answered=NOW,
)


def known(**values: object) -> FeedState:
    return msgspec.structs.replace(KNOWN, **values)


@pytest.mark.parametrize(
    ("failures", "asked"), [(0, NEW), (4, NEW), (5, FEED.url), (6, NEW), (7, FEED.url), (100, NEW)]
)
def test_a_feed_that_moved_is_asked_there_and_in_its_trouble_at_the_old_place_too(
    failures: int, asked: str
) -> None:
    assert address(known(address=NEW, failures=failures), FEED) == asked


@pytest.mark.parametrize("outcome", ["gone", "not_found"])
def test_where_nothing_is_any_more_the_old_place_is_asked_next(outcome: str) -> None:
    asked = [
        address(known(address=NEW, failures=failures, outcome=outcome), FEED) for failures in (0, 1, 2, 3)
    ]
    assert asked == [NEW, FEED.url, NEW, FEED.url]


def test_what_one_place_said_is_not_held_against_the_other() -> None:
    moved = known(address=NEW, failures=1, outcome="gone")
    assert ask_unconditionally(moved, NOW, RENEW)
    assert not ask_unconditionally(msgspec.structs.replace(moved, outcome="timeout"), NOW, RENEW)
    assert not ask_unconditionally(msgspec.structs.replace(moved, address=""), NOW, RENEW)


def test_a_feed_that_stayed_is_asked_where_it_is() -> None:
    assert [address(known(failures=failures), FEED) for failures in (0, 5, 6)] == [FEED.url] * 3


@pytest.mark.parametrize(
    ("asked", "moved", "remembered"),
    [
        (FEED.url, "", ""),
        (FEED.url, NEW, NEW),
        (NEW, "", NEW),
        (NEW, "https://newer.example/feed", "https://newer.example/feed"),
        (NEW, FEED.url, ""),
    ],
)
def test_where_it_answered_is_where_it_is_asked_next(asked: str, moved: str, remembered: str) -> None:
    seen = Observation(came="same", outcome="unchanged", asked=asked, moved=moved)
    assert address_after(KNOWN, seen) == remembered


def test_a_password_in_the_address_is_neither_kept_nor_compared() -> None:
    feed = msgspec.structs.replace(FEED, url="https://desk:sesame@wire.example/feed?n=1")
    fresh = new_state(feed)
    assert fresh.url == address(fresh, feed) == "https://wire.example/feed?n=1"
    seen = Observation(came="same", outcome="unchanged", asked=address(fresh, feed))
    assert address_after(fresh, seen) == ""
    other = msgspec.structs.replace(feed, url="https://desk:another@wire.example/feed?n=1")
    polled = msgspec.structs.replace(fresh, validators=Validators(etag="1"))
    assert settled(polled, other) is polled
    assert settled(polled, FEED).validators == Validators()


def test_a_version_that_is_known_is_named() -> None:
    assert not ask_unconditionally(KNOWN, NOW, RENEW)


@pytest.mark.parametrize(
    "state",
    [known(validators=Validators()), known(failures=5), known(unchanged=11), known(unchanged=500)],
    ids=["none known", "after an outage", "not modified often", "not modified for long"],
)
def test_now_and_then_a_document_must_come(state: FeedState) -> None:
    assert ask_unconditionally(state, NOW, RENEW)


def test_what_is_due_to_be_sent_again_must_come() -> None:
    assert ask_unconditionally(KNOWN, NOW + RENEW, RENEW)
    assert not ask_unconditionally(KNOWN, NOW + RENEW - HOUR, RENEW)


def test_a_server_that_was_caught_is_believed_no_more_but_given_a_chance() -> None:
    caught = (Trouble(kind="frozen", since=NOW),)
    asked = [ask_unconditionally(known(troubles=caught, poll=n), NOW, RENEW) for n in range(16)]
    assert asked.count(False) == 2


def test_a_new_address_by_the_operator_starts_anew_with_the_entries_known() -> None:
    moved = msgspec.structs.replace(FEED, url=NEW)
    trouble = Trouble(kind="gone", since=NOW)
    state = settled(known(address="https://elsewhere.example/", failures=9, troubles=(trouble,)), moved)
    assert (state.url, state.address, state.failures, state.validators) == (NEW, "", 0, Validators())
    assert (state.digest, state.due, state.rhythm) == (b"", None, KNOWN.rhythm)
    assert state.troubles == (trouble,), "it is cleared by an answer, and only so is that told"
    again = poll(state.memory, [Entry("a"), Entry("b", "c2")], NOW + HOUR)
    assert [offer.article.id for offer in again.offers] == ["b"]
    assert [row.present for row in unpack(state.memory)] == [False]
    assert poll(state.memory, [Entry("c", "c3")]).overlap.strangers == 0
    assert settled(KNOWN, FEED) is KNOWN
