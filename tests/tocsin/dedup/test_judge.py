"""New once, revised when its words change, a duplicate otherwise, for as long as it keeps being met."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.making import NOON, article
from tocsin.dedup.judge import CONTENTS_KEPT, Seen, expired, judge

WINDOW = timedelta(days=14)
hours = st.integers(0, 24 * 60).map(lambda count: timedelta(hours=count))


def test_first_sight_is_new() -> None:
    judgement = judge(article(), None, WINDOW)
    assert (judgement.verdict, judgement.send, judgement.remember) == ("new", article(), Seen(("c1",), NOON))


def test_the_same_content_again_is_a_duplicate() -> None:
    judgement = judge(article(), Seen(("c1",), NOON), WINDOW)
    assert (judgement.verdict, judgement.send, judgement.remember) == ("duplicate", None, None)


def test_other_content_is_a_revision_of_the_last_one() -> None:
    judgement = judge(article(content="c2"), Seen(("c0", "c1"), NOON), WINDOW)
    assert judgement.verdict == "revised"
    assert judgement.send == article(content="c2", revises="c1")
    assert judgement.remember == Seen(("c0", "c1", "c2"), NOON)


def test_going_back_to_a_known_version_is_no_news() -> None:
    assert judge(article(content="c0"), Seen(("c0", "c1"), NOON), WINDOW).verdict == "duplicate"


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
    assert judgement.remember == Seen(("c1", "c2"), NOON)


@given(st.lists(st.tuples(st.sampled_from("abc"), hours), min_size=1))
def test_a_replay_sends_nothing_twice(arrivals: list[tuple[str, timedelta]]) -> None:
    """Whatever came, the same arrivals once more within the window bring nothing new: at-least-once is safe."""
    arrivals = sorted(arrivals, key=lambda arrival: arrival[1])
    seen = None
    for content, after in arrivals:
        judgement = judge(article(content=content, fetched=NOON + after), seen, timedelta(days=1000))
        assert (judgement.send is None) == (judgement.verdict == "duplicate")
        seen = judgement.remember or seen
    for content, after in arrivals:
        assert judge(article(content=content, fetched=NOON + after), seen, timedelta(days=1000)).send is None


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=50))
def test_the_memory_of_one_article_is_bounded(contents: list[str]) -> None:
    seen = None
    for content in contents:
        seen = judge(article(content=content), seen, WINDOW).remember or seen
        assert seen is not None
        assert len(seen.contents) <= CONTENTS_KEPT


@given(hours)
def test_what_is_swept_would_not_have_counted(after: timedelta) -> None:
    seen = Seen(("c1",), NOON)
    if expired(seen, NOON + after, WINDOW):
        assert judge(article(fetched=NOON + after), seen, WINDOW).verdict == "new"
