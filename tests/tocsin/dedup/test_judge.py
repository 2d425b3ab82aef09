"""New once, revised when its words change, a duplicate otherwise, for as long as it keeps being met."""

from collections import Counter, defaultdict
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.making import NOON, article
from tocsin.dedup.judge import CONTENTS_KEPT, Seen, expired, judge

WINDOW = timedelta(days=14)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Arrival = tuple[str, str, timedelta]
hours = st.integers(0, 24 * 60).map(lambda count: timedelta(hours=count))
arrivals_of = st.tuples(st.sampled_from("AB"), st.sampled_from("wxyz"), st.integers(0, 40).map(HOUR.__mul__))


def sent(arrivals: list[Arrival]) -> list[tuple[str, str | None]]:
    """What goes on of arrivals (feed, content, time after noon) of one article: content, and what it revises."""
    seen, found = None, list[tuple[str, str | None]]()
    for feed, content, after in arrivals:
        judgement = judge(article(feed=feed, content=content, fetched=NOON + after), seen, WINDOW)
        assert (judgement.send is None) == (judgement.verdict == "duplicate")
        seen = judgement.remember or seen
        if judgement.send is not None:
            found.append((judgement.send.content, judgement.send.revises))
    return found


def in_the_order_of_feeds(arrivals: list[Arrival]) -> st.SearchStrategy[list[Arrival]]:
    """Each feed's arrivals by their time; those of two feeds, as two sources bring them, in any order."""

    def ordered(feeds: list[str]) -> list[Arrival]:
        queues = defaultdict[str, list[Arrival]](list)
        for arrival in sorted(arrivals, key=lambda arrival: arrival[2], reverse=True):
            queues[arrival[0]].append(arrival)
        return [queues[feed].pop() for feed in feeds]

    return st.permutations([feed for feed, *_ in arrivals]).map(ordered)


def test_first_sight_is_new() -> None:
    judgement = judge(article(), None, WINDOW)
    assert (judgement.verdict, judgement.send) == ("new", article())
    assert judgement.remember == Seen(("c1",), NOON, "wire")


def test_the_same_content_again_is_a_duplicate() -> None:
    judgement = judge(article(), Seen(("c1",), NOON), WINDOW)
    assert (judgement.verdict, judgement.send, judgement.remember) == ("duplicate", None, None)


def test_other_content_is_a_revision_of_the_last_one() -> None:
    later = article(content="c2", fetched=NOON + HOUR)
    judgement = judge(later, Seen(("c0", "c1"), NOON, "mirror"), WINDOW)
    assert judgement.verdict == "revised"
    assert judgement.send == replace(later, revises="c1")
    assert judgement.remember == Seen(("c0", "c1", "c2"), NOON + HOUR, "wire")


def test_a_feed_that_goes_back_to_an_earlier_version_revises_once() -> None:
    back = article(content="c0", fetched=NOON + HOUR)
    judgement = judge(back, Seen(("c0", "c1"), NOON, "wire"), WINDOW)
    assert (judgement.verdict, judgement.send) == ("revised", replace(back, revises="c1"))
    assert judgement.remember == Seen(("c1", "c0"), NOON + HOUR, "wire", ("c0",))
    again = Seen(("c0", "c1"), NOON, "wire", ("c0",))
    assert judge(back, again, WINDOW).verdict == "duplicate"


@pytest.mark.parametrize(
    ("feed", "after"), [("mirror", HOUR), ("wire", timedelta()), ("wire", -HOUR)], ids=str
)
def test_a_known_version_from_another_feed_or_from_before_is_no_news(feed: str, after: timedelta) -> None:
    known = article(content="c0", feed=feed, fetched=NOON + after)
    assert judge(known, Seen(("c0", "c1"), NOON, "wire"), WINDOW).verdict == "duplicate"


def test_of_what_was_remembered_without_a_feed_nothing_returns() -> None:
    back = article(content="c0", fetched=NOON + HOUR)
    assert judge(back, Seen(("c0", "c1"), NOON), WINDOW).verdict == "duplicate"


def test_two_versions_that_stand_in_one_document_do_not_take_turns() -> None:
    polls = [[("x", day), ("y", day)] for day in range(20)]
    assert sent([("wire", content, DAY * day) for poll in polls for content, day in poll]) == [
        ("x", None),
        ("y", "x"),
    ]


def test_two_mirrors_with_two_summaries_do_not_take_turns() -> None:
    both = (("a", "x", HOUR), ("b", "y", 2 * HOUR))
    arrivals = [(feed, content, DAY * day + after) for day in range(20) for feed, content, after in both]
    assert sent(arrivals) == [("x", None), ("y", "x")]


def test_a_feed_that_tries_two_headlines_is_heard_twice_of_each() -> None:
    arrivals = [("wire", "xy"[turn % 2], HOUR * turn) for turn in range(200)]
    assert sent(arrivals) == [("x", None), ("y", "x"), ("x", "y"), ("y", "x")]


def test_an_item_that_stays_in_its_feed_never_becomes_new_again() -> None:
    seen = judge(article(), None, WINDOW).remember
    for day in range(1, 200):
        judgement = judge(article(fetched=NOON + timedelta(days=day)), seen, WINDOW)
        assert judgement.verdict == "duplicate"
        seen = judgement.remember or seen


def test_after_the_window_it_is_new() -> None:
    late = article(fetched=NOON + WINDOW + timedelta(seconds=1))
    assert judge(late, Seen(("c1",), NOON), WINDOW).verdict == "new"


def test_an_article_fetched_earlier_does_not_shorten_the_window() -> None:
    judgement = judge(article(content="c2", fetched=NOON - timedelta(days=3)), Seen(("c1",), NOON), WINDOW)
    assert judgement.remember == Seen(("c1", "c2"), NOON, "wire")


@given(st.data(), st.lists(arrivals_of, min_size=1, max_size=30))
def test_a_replay_sends_nothing_twice(data: st.DataObject, arrivals: list[Arrival]) -> None:
    """Messages come in the order of their feeds, any of them again at any time: what is sent is as if none had."""
    arrivals = data.draw(in_the_order_of_feeds(arrivals))
    places = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=20)
    repeated = list(arrivals)
    for at, of in data.draw(places):
        at %= len(repeated)
        repeated.insert(at + 1, repeated[of % (at + 1)])
    assert sent(repeated) == sent(arrivals)


@given(st.lists(arrivals_of, min_size=1, max_size=30), st.integers(0, 29), st.integers(0, 29))
def test_going_on_from_an_earlier_place_sends_nothing_twice(
    arrivals: list[Arrival], died: int, committed: int
) -> None:
    """As after ``kill -9``: all from an earlier place on comes once more, in its order, with all remembered."""
    arrivals = sorted(arrivals, key=lambda arrival: arrival[2])
    died %= len(arrivals)
    assert sent([*arrivals[: died + 1], *arrivals[committed % (died + 1) :]]) == sent(arrivals)


@given(st.lists(arrivals_of, max_size=100))
def test_no_order_of_arrivals_floods(arrivals: list[Arrival]) -> None:
    counts = Counter(content for content, _ in sent(arrivals))
    assert all(count <= 2 for count in counts.values())


@given(st.lists(st.tuples(st.sampled_from("abcdefghijklm"), st.integers(0, 1)), min_size=1, max_size=50))
def test_the_memory_of_one_article_is_bounded(arrivals: list[tuple[str, int]]) -> None:
    seen, now = None, NOON
    for content, later in arrivals:
        now += later * HOUR
        seen = judge(article(content=content, fetched=now), seen, WINDOW).remember or seen
        assert seen is not None
        assert len(set(seen.contents)) == len(seen.contents) <= CONTENTS_KEPT
        assert set(seen.spent) <= set(seen.contents)


@given(hours)
def test_what_is_swept_would_not_have_counted(after: timedelta) -> None:
    seen = Seen(("c1",), NOON)
    if expired(seen, NOON + after, WINDOW):
        assert judge(article(fetched=NOON + after), seen, WINDOW).verdict == "new"


def test_what_was_remembered_before_feeds_were_is_read_and_little_is_written() -> None:
    before = b'{"contents":["c0","c1"],"last":"2026-03-01T12:00:00Z"}'
    seen = msgspec.json.decode(before, type=Seen)
    assert seen == Seen(("c0", "c1"), NOON)
    assert msgspec.json.encode(seen) == before
    assert msgspec.json.decode(msgspec.json.encode(Seen(("c",), NOON, "f", ("c",))), type=Seen).spent == (
        "c",
    )
