"""New once, revised when its words change, a duplicate otherwise, for as long as it keeps being met."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.making import NOON, article
from tocsin.dedup import judge as judging
from tocsin.dedup.judge import REVISIONS_A_DAY, STOOD, Judgement, Seen, expired, judge
from tocsin.dedup.seen import CONTENTS_KEPT, FEEDS_KEPT, Stand, in_full, sign, signs

WINDOW = timedelta(days=14)
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
Arrival = tuple[str, str, timedelta]
hours = st.integers(0, 24 * 60).map(lambda count: timedelta(hours=count))
arrivals_of = st.tuples(st.sampled_from("AB"), st.sampled_from("wxyz"), st.integers(0, 40).map(HOUR.__mul__))


def verdicts(arrivals: list[Arrival]) -> list[Judgement]:
    """What is said of each arrival (feed, content, time after noon) of one article."""
    seen, found = None, list[Judgement]()
    for feed, content, after in arrivals:
        found.append(judge(article(feed=feed, content=content, fetched=NOON + after), seen, WINDOW))
        assert (found[-1].send is None) == (found[-1].verdict == "duplicate")
        seen = found[-1].remember or seen
    return found


def sent(arrivals: list[Arrival]) -> list[tuple[str, str | None]]:
    """What goes on of arrivals: content, and what it revises."""
    return [(one.send.content, one.send.revises) for one in verdicts(arrivals) if one.send is not None]


@pytest.fixture(params=[2, REVISIONS_A_DAY])
def most(request: pytest.FixtureRequest) -> Iterator[int]:
    """How often an article may be revised in a day."""
    with mock.patch.object(judging, "REVISIONS_A_DAY", request.param):
        yield request.param


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
    judgement = judge(article(), Seen(("c1",), NOON, "wire"), WINDOW)
    assert (judgement.verdict, judgement.send, judgement.remember) == ("duplicate", None, None)


def test_other_content_is_a_revision_of_the_last_one() -> None:
    later = article(content="c2", fetched=NOON + HOUR)
    judgement = judge(later, Seen(("c0", "c1"), NOON, "mirror"), WINDOW)
    assert judgement.verdict == "revised"
    assert judgement.send == replace(later, revises="c1")
    assert judgement.remember == Seen(
        ("c2",),
        NOON + HOUR,
        told=sign("c0") + sign("c1") + sign("c2"),
        stands=(Stand("mirror", sign("c1"), NOON), Stand("wire", sign("c2"), NOON + HOUR)),
        revised=(int((NOON + HOUR).timestamp()),),
    )


def test_a_feed_that_goes_back_to_an_earlier_version_revises_once() -> None:
    back = article(content="c0", fetched=NOON + HOUR)
    judgement = judge(back, Seen(("c0", "c1"), NOON, "wire"), WINDOW)
    assert (judgement.verdict, judgement.send) == ("revised", replace(back, revises="c1"))
    assert judgement.remember is not None
    assert (judgement.remember.told, judgement.remember.worn) == (sign("c1") + sign("c0"), sign("c0"))
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
    assert judgement.remember is not None
    assert judgement.remember.last == NOON


SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)


@SHARED
@given(data=st.data(), arrivals=st.lists(arrivals_of, min_size=1, max_size=30))
def test_a_replay_sends_nothing_twice(most: int, data: st.DataObject, arrivals: list[Arrival]) -> None:
    """Messages come in the order of their feeds, any of them again at any time: what is sent is as if none had."""
    arrivals = data.draw(in_the_order_of_feeds(arrivals))
    places = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=20)
    repeated = list(arrivals)
    for at, of in data.draw(places):
        at %= len(repeated)
        repeated.insert(at + 1, repeated[of % (at + 1)])
    assert sent(repeated) == sent(arrivals)


@SHARED
@given(
    arrivals=st.lists(arrivals_of, min_size=1, max_size=30),
    died=st.integers(0, 29),
    committed=st.integers(0, 29),
)
def test_going_on_from_an_earlier_place_sends_nothing_twice(
    most: int, arrivals: list[Arrival], died: int, committed: int
) -> None:
    """As after ``kill -9``: all from an earlier place on comes once more, in its order, with all remembered."""
    arrivals = sorted(arrivals, key=lambda arrival: arrival[2])
    died %= len(arrivals)
    assert sent([*arrivals[: died + 1], *arrivals[committed % (died + 1) :]]) == sent(arrivals)


@SHARED
@given(data=st.data(), arrivals=st.lists(arrivals_of, max_size=100))
def test_no_order_of_arrivals_floods(most: int, data: st.DataObject, arrivals: list[Arrival]) -> None:
    arrivals = data.draw(in_the_order_of_feeds(arrivals))
    revised = sorted(
        after
        for (*_, after), one in zip(arrivals, verdicts(arrivals), strict=True)
        if one.verdict == "revised"
    )
    assert all(sum(begin <= at < begin + DAY for at in revised) <= most for begin in revised)


@given(st.lists(st.tuples(st.sampled_from("wxyz"), st.integers(0, 1)), max_size=100))
def test_who_does_not_stand_by_a_text_is_heard_twice_of_it(turns: list[tuple[str, int]]) -> None:
    polls = [("wire", content, timedelta(minutes=3) * turn) for turn, (content, _) in enumerate(turns)]
    assert all(count <= 2 for count in Counter(content for content, _ in sent(polls)).values())


@SHARED
@given(turns=st.lists(st.tuples(st.sampled_from("wxyz"), st.integers(1, 30)), min_size=1, max_size=40))
def test_what_a_feed_stands_by_is_what_was_told_last(most: int, turns: list[tuple[str, int]]) -> None:
    arrivals, now = list[Arrival](), timedelta()
    for content, later in turns:
        now += HOUR * later
        arrivals.append(("wire", content, now))
    arrivals += [("wire", turns[-1][0], now + DAY * day) for day in (1, 2)]
    assert sent(arrivals)[-1][0] == turns[-1][0]
    again = [("wire", turns[-1][0], now + DAY * day) for day in range(3, 9)]
    assert sent([*arrivals, *again]) == sent(arrivals)


def test_a_feed_that_goes_back_is_heard_though_another_spoke_between() -> None:
    arrivals = [("f", "A", HOUR), ("f", "B", 2 * HOUR), ("g", "C", 3 * HOUR), ("f", "A", 4 * HOUR)]
    assert sent(arrivals) == [("A", None), ("B", "A"), ("C", "B"), ("A", "C")]
    assert sent([*arrivals, ("g", "C", 5 * HOUR), ("f", "A", 6 * HOUR)]) == sent(arrivals)


def test_a_text_that_returned_before_is_believed_when_it_has_stood() -> None:
    arrivals = [("wire", content, HOUR * turn) for turn, content in enumerate("ABABA")]
    told = [("A", None), ("B", "A"), ("A", "B"), ("B", "A")]
    assert sent([*arrivals, ("wire", "A", 4 * HOUR + STOOD - HOUR)]) == told
    assert sent([*arrivals, ("wire", "A", 4 * HOUR + STOOD)]) == [*told, ("A", "B")]


@pytest.mark.parametrize("count", [9, CONTENTS_KEPT + 8])
@pytest.mark.parametrize("feeds", ["one feed", "many feeds"])
def test_many_texts_of_one_article_do_not_flood(count: int, feeds: str) -> None:
    arrivals = [
        (f"f{text}" if feeds == "many feeds" else "f", f"text {text}", MINUTE * (5 * poll) + SECOND * text)
        for poll in range(300)
        for text in range(count)
    ]
    assert len(sent(arrivals)) <= (2 * count if count == 9 else 3 * REVISIONS_A_DAY + 1)


def test_what_was_too_much_is_told_when_it_is_met_a_day_later() -> None:
    arrivals = [("wire", f"text {turn}", MINUTE * turn) for turn in range(REVISIONS_A_DAY + 2)]
    last = f"text {REVISIONS_A_DAY + 1}"
    before = sent(arrivals)
    assert len(before) == REVISIONS_A_DAY + 1
    assert sent([*arrivals, ("wire", last, 20 * HOUR)]) == before
    assert sent([*arrivals, ("wire", last, 25 * HOUR)])[-1] == (last, f"text {REVISIONS_A_DAY}")


@given(st.lists(arrivals_of, max_size=60))
def test_no_revision_revises_itself(arrivals: list[Arrival]) -> None:
    assert all(content != revises for content, revises in sent(arrivals))


def test_a_text_that_returns_while_it_is_what_was_told_waits_for_nothing() -> None:
    to_and_fro = [("f", content, HOUR * turn) for turn, content in enumerate("ABABA")]
    by_another = [*to_and_fro, ("g", "B", 5 * HOUR), ("f", "B", 6 * HOUR), ("f", "B", 30 * HOUR)]
    assert sent(by_another) == sent(to_and_fro)


def test_who_waited_and_was_told_by_another_waits_no_more() -> None:
    """f goes back to A once too often; A is told of g, then C of g: f has stood by A all along."""
    arrivals = [
        *(("f", content, HOUR * turn) for turn, content in enumerate("ABABA")),
        *(("g", content, 4 * HOUR + MINUTE * turn) for turn, content in enumerate("BA", 1)),
        ("g", "A", 4 * HOUR + MINUTE * 2 + STOOD),
        ("g", "C", 5 * HOUR + STOOD),
    ]
    before = sent(arrivals)
    assert [content for content, _ in before][-2:] == ["A", "C"]
    assert sent([*arrivals, ("f", "A", 6 * HOUR + STOOD)]) == before


def test_what_is_met_late_does_not_shorten_the_window() -> None:
    early = article(feed="mirror", fetched=NOON - DAY)
    remember = judge(early, Seen(("c1",), NOON, "wire"), WINDOW).remember
    assert remember is not None
    assert remember.last == NOON


def test_an_unknown_text_from_before_does_not_set_its_feed_back() -> None:
    arrivals = [("f", "A", 2 * HOUR), ("f", "B", 4 * HOUR), ("f", "C", HOUR)]
    assert sent([*arrivals, ("f", "A", 2 * HOUR)]) == sent(arrivals)


def test_a_text_of_twins_that_was_one_too_many_is_told_when_it_has_stood() -> None:
    twins = [("f", "A", timedelta()), ("f", "B", timedelta())]
    many = [("f", f"text {turn}", MINUTE * (turn + 1)) for turn in range(REVISIONS_A_DAY - 1)]
    back = [("f", "text 0", HOUR), ("f", "text 0", 26 * HOUR)]
    assert sent([*twins, *many, back[0]]) == sent([*twins, *many])
    assert sent([*twins, *many, *back])[-1][0] == "text 0"


def test_the_memory_of_one_article_is_bounded() -> None:
    seen = judge(article(feed="feed-0", content="0"), None, WINDOW).remember
    for turn in range(1, 200):
        one = article(feed=f"feed-{turn % 40}", content=str(turn % 90), fetched=NOON + 3 * HOUR * turn)
        seen = judge(one, seen, WINDOW).remember or seen
        assert seen is not None
        told = signs(in_full(seen).told)
        assert len(set(told)) == len(told) <= CONTENTS_KEPT
        assert told[-1] == sign(seen.contents[-1])
        assert set(signs(seen.worn)) <= set(told)
        assert len({stand.feed for stand in seen.stands}) == len(seen.stands) <= FEEDS_KEPT
        assert len(seen.revised) <= REVISIONS_A_DAY
        assert len(msgspec.json.encode(seen)) < 2500


def test_a_crowd_of_feeds_with_one_text_is_remembered_no_further_than_bounded() -> None:
    seen = judge(article(feed="feed-0"), None, WINDOW).remember
    for turn in range(1, 2 * FEEDS_KEPT):
        seen = judge(article(feed=f"feed-{turn}"), seen, WINDOW).remember or seen
    assert seen is not None
    assert len(seen.stands) == FEEDS_KEPT


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
    with_feed = before[:-1] + b',"feed":"wire","spent":["c0"]}'
    full = in_full(msgspec.json.decode(with_feed, type=Seen))
    assert (signs(full.told), signs(full.worn)) == ((sign("c0"), sign("c1")), (sign("c0"),))
    assert full.stands == (Stand("wire", sign("c1"), NOON),)
    assert msgspec.json.decode(msgspec.json.encode(full), type=Seen) == full
